import { relative } from 'node:path';
import { PROBLEMS } from '../../errors.ts';
import { findDifferences, RULES, type Difference, type Effect, type RuleName } from '../../migrate/index.ts';
import type { GlobalOptions } from '../options.ts';
import { resolveWorkspaceFolder } from '../workspace-folder.ts';
import { details, page, text, type Shell } from '../world.ts';

const EFFECTS: Readonly<Record<Effect, string>> = {
  refused: 'does not work here',
  differs: 'works otherwise here',
  note: 'good to know',
};

/**
 * `polycrate migrate [--check]`: what the workspace relies on that the existing tool did in another way. Answers 65 when something
 * must be edited for the old result, otherwise 0.
 */
export async function checkMigration(shell: Shell, { workspace }: GlobalOptions): Promise<number> {
  const { world, renderer } = shell;
  const { folder, exact } = await resolveWorkspaceFolder(workspace, world);
  const found = await findDifferences(folder, world.files, { exact });
  const { differences } = found;
  const totals = totalsOf(differences);
  const data = {
    workspace: found.folder,
    differences: differences.map(({ rule, place, ...rest }) => {
      const { title, effect, there, here } = RULES[rule];
      const { file, line, column } = place;
      return { rule, effect, title, file: relative(found.folder, file), line, column, ...rest, there, here };
    }),
    totals,
  };
  const parts = namesIn(differences).map((rule) => section(rule, differences, found.folder));
  await renderer.result(page([...parts, text(summary(totals), undefined)], data));
  return totals.refused + totals.differs > 0 ? PROBLEMS.VALUE_INVALID.exit : 0;
}

function section(
  rule: RuleName,
  differences: readonly Difference[],
  folder: string,
): readonly [string, ReturnType<typeof details>] {
  const { title, effect, there, here } = RULES[rule];
  const rows = differences
    .filter((each) => each.rule === rule)
    .map(({ place: { file, line, column }, found, edit }) => {
      return [`${relative(folder, file)}:${String(line)}:${String(column)}`, [found, `→ ${edit}`]] as const;
    });
  const heading = `${title} (${String(rows.length)}): ${EFFECTS[effect]}`;
  return [heading, details([['there', there], ['here', here], ...rows], undefined)];
}

/** The rules that found something, in the order of the table of rules. */
function namesIn(differences: readonly Difference[]): RuleName[] {
  const present = new Set(differences.map(({ rule }) => rule));
  return (Object.keys(RULES) as RuleName[]).filter((rule) => present.has(rule));
}

function totalsOf(differences: readonly Difference[]): Record<Effect, number> {
  const count = (effect: Effect) => differences.filter(({ rule }) => RULES[rule].effect === effect).length;
  return { refused: count('refused'), differs: count('differs'), note: count('note') };
}

function summary({ refused, differs, note }: Record<Effect, number>): string {
  if (refused + differs + note === 0) return 'Nothing in this workspace relies on what is otherwise here.';
  const counts = `${String(refused)} refused, ${String(differs)} different, ${String(note)} to know`;
  return `${counts}. Every difference with its reason: docs/guide/migrating.md`;
}
