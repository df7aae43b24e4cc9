import type { Marks, Part } from './marks.ts';

const ERASE = '\u001b[0K';

/**
 * Sections, as docs.gitlab.com/ci/jobs/job_logs describes them; the rest is that of `plain`. Those of steps begin open: whether one is
 * collapsed has to be said before it is known whether its step fails.
 */
export function createGitlabMarks(plain: Marks): Marks {
  let open: { readonly part: Part; readonly name: string } | undefined;
  let count = 0;
  const now = (): string => String(Math.floor(Date.now() / 1000));
  return {
    ...plain,
    begin(part, title) {
      if (open !== undefined) return title;
      count += 1;
      open = { part, name: `polycrate_${String(count)}` };
      return `${ERASE}section_start:${now()}:${open.name}${part === 'image' ? '[collapsed=true]' : ''}\r${ERASE}${title}`;
    },
    end(part) {
      if (open === undefined || (part !== undefined && open.part !== part)) return '';
      const { name } = open;
      open = undefined;
      return `${ERASE}section_end:${now()}:${name}\r${ERASE}`;
    },
  };
}
