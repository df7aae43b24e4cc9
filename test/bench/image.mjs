// What the toolchain image costs at the start of a container, beside the image it is built on.
import { median, turns } from './measure.mjs';

const BASE = 'debian:trixie-slim';
const ms = (value) => `${value.toFixed(0)} ms`;

/** A container of the image against one of its base: nothing in it may be in the way of a start. */
export async function imageStart({ client, image, runs, workspace }) {
  const start = (name) => [client, 'run', '--rm', '--network', 'none', name, 'true'];
  const [base, ours] = (await turns([start(BASE), start(image)], runs, { cwd: workspace, pauseMs: 100 })).map(median);
  return [
    {
      what: 'a container of the toolchain image',
      against: `one of \`${BASE}\` (${ms(base)})`,
      must: '≤ 1.1 ×',
      found: `${(ours / base).toFixed(2)} × (${ms(ours)})`,
      ok: ours <= 1.1 * base,
    },
  ];
}
