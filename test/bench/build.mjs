// What `toolchain build` costs when there is nothing to build.
import { median, turns } from './measure.mjs';

/** The image is there from the same recipe: only that has to be found out. */
export async function warmBuild({ cli, workspace, runs }) {
  const [there] = (await turns([[...cli, 'toolchain', 'build']], runs, { cwd: workspace })).map(median);
  return [
    {
      what: '`polycrate toolchain build`, nothing changed',
      against: '–',
      must: '≤ 1 s',
      found: `${(there / 1000).toFixed(2)} s`,
      ok: there <= 1000,
    },
  ];
}
