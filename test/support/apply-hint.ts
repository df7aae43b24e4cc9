import type { Place } from '../../src/errors.ts';

type Edit = (found: readonly string[], underlined: string, at: Spot) => string | undefined;

/** The underlined characters in their line. */
interface Spot {
  readonly before: string;
  readonly after: string;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
const dashesOf = (line: string): string => ' '.repeat(/^\s*(?:- +)*/.exec(line)?.[0].length ?? 0);

/** Forms of hints that say what to write in place of what is underlined; the answer is what the line then holds in its place. */
const IN_PLACE: readonly (readonly [RegExp, Edit])[] = [
  [/^did you mean "(.+)"\?$/, ([, name]) => name],
  [/^put it in quotes: (.+)$/, ([, text]) => text],
  [/^write for example (.+)$/, ([, text]) => text],
  [/^write it relative to the workspace, e\.g\. (.+)$/, ([, text]) => text],
  [/^write it without quotes$/, (_found, underlined) => underlined.slice(1, -1)],
  [/^write ([^,]+), without quotes$/, ([, text]) => text],
  [/^write (- \S+ )if a new item /, () => undefined],
  [/^write (?:a|an|each|it as|it like|key: value,?|something|one|&|<<:) /, () => undefined],
  [/^write (.+?) instead of (\S+?),/, ([, text = '', old = ''], underlined) => underlined.replace(old, text)],
  [/^write (\w+)=(.*)$/, ([, key, value]) => `${key ?? ''}=${value ?? ''}`],
  [
    /^write ([\w-]+): (.+)$/,
    ([, key = '', value = ''], _underlined, { before }) => {
      return before.endsWith(`${key}: `) ? value : `${key}: ${value}`;
    },
  ],
  [/^write ([^,]+?)(?:, [^,]+)* or \S+$/, ([, first]) => first],
  [/^write (.+)$/, ([, text]) => text],
  [/^rename it (\w+):/, ([, name], underlined) => underlined.replace(/^[^=:]*/, name ?? '')],
  [/^replace (?:it|the tab) with a space$/, (_found, underlined) => underlined.replaceAll(/./g, ' ')],
  [/^replace the tab with spaces$/, (_found, underlined) => underlined.replaceAll('\t', '  ')],
];

/**
 * `text` after the edit that a hint about `place` asks for, done as literally as a machine can, or undefined for a hint that only a
 * person can follow.
 */
export function applyHint(hint: string, place: Place, text: string): string | undefined {
  const lines = text.split('\n');
  const index = place.line - 1;
  const line = lines[index] ?? '';
  const start = place.column - 1;
  // Of secrets, nobody is told where the wrong thing ends.
  const end = start + (place.length ?? /^[\w.-]*/.exec(line.slice(start))?.[0].length ?? 0);
  const spot = { before: line.slice(0, start), after: line.slice(end) };
  const put = (...changed: string[]): string => lines.toSpliced(index, 1, ...changed).join('\n');

  const [, indent] = /^indent it by (\d+) spaces?$/.exec(hint) ?? [];
  if (indent !== undefined) return put(' '.repeat(Number(indent)) + line.trimStart());
  const [, closing] = /^close (?:it|them) .*: (\S)$/.exec(hint) ?? [];
  if (closing !== undefined) return put(`${line.trimEnd()}${closing}`);
  const [, within] = /^add (.+), after the \{$/.exec(hint) ?? [];
  if (within !== undefined) return put(`${line.slice(0, start + 1)} ${within},${line.slice(start + 1)}`);
  const [, inside] = /^add (.+) inside the \{ \}$/.exec(hint) ?? [];
  if (inside !== undefined) return put(`${spot.before}{ ${inside} }${spot.after}`);
  const [, added, owner] = /^add ([\w-]+: .+?)( below ".+")?$/.exec(hint) ?? [];
  if (added !== undefined) {
    const own = dashesOf(line);
    if (owner !== undefined) return put(line, `${own}  ${added}`);
    return own.length === start ? put(`${spot.before}${added}`, own + line.slice(start)) : put(line, own + added);
  }
  if (hint === 'put a comma before it') return put(`${spot.before.trimEnd()}, ${line.slice(start)}`);
  const [pair = '', key = ''] = /(?<=^write )([\w-]+): .+$/.exec(hint) ?? [];
  if (key !== '' && line.slice(start).trimEnd() === `${key}:`) return put(spot.before + pair);
  if (/^remove it(?:$|[;,])/.test(hint)) return remove(lines, index, spot, line.slice(start, end));
  const [, dashed, more] =
    /^(?:put "- " before it|write (- (?:(?! instead of ).)+?))(?:, and indent the rest of the item by (\d+) more spaces?)?$/.exec(
      hint,
    ) ?? [];
  if (dashed !== undefined || hint.startsWith('put "- " before it')) {
    const own = dashed ?? `- ${line.slice(start).trimEnd()}`;
    return indentRest([...lines.slice(0, index), spot.before + own, ...lines.slice(index + 1)], index, {
      from: start + (dashed === undefined ? 0 : 1),
      by: Number(more ?? 0),
    });
  }
  if (hint.startsWith('replace the 2 spaces before it with "- "'))
    return put(`${spot.before.slice(0, -2)}- ${line.slice(start)}`);
  const [, mark] = /^put ([\]}]) before it$/.exec(hint) ?? [];
  if (mark !== undefined) return put(`${spot.before}${mark}${line.slice(start)}`);
  const [pattern, edit] = IN_PLACE.find(([form]) => form.test(hint)) ?? [];
  const written = pattern && edit?.(pattern.exec(hint) ?? [], line.slice(start, end), spot);
  return written === undefined ? undefined : put(spot.before + written + spot.after);
}

/** A key goes with all that is below it, anything else by itself. */
function remove(lines: readonly string[], index: number, { before, after }: Spot, underlined: string): string {
  if (!after.startsWith(':')) return lines.toSpliced(index, 1, before + after).join('\n');
  const below = lines.slice(index + 1).findIndex((line) => indentOf(line) <= indentOf(before + underlined));
  return lines.toSpliced(index, below === -1 ? lines.length : below + 1).join('\n');
}

/** The lines below `index` that are indented by at least `from`, up to the next item there, go `by` further to the right. */
function indentRest(
  lines: readonly string[],
  index: number,
  { from, by }: { readonly from: number; readonly by: number },
): string {
  const below = lines.slice(index + 1);
  const end = below.findIndex(
    (line) =>
      line.trim() !== '' && (indentOf(line) < from || (indentOf(line) === from && line.trimStart().startsWith('- '))),
  );
  const rest = end === -1 ? below : below.slice(0, end);
  const moved = rest.map((line) => (line.trim() === '' ? line : ' '.repeat(by) + line));
  return [...lines.slice(0, index + 1), ...moved, ...below.slice(rest.length)].join('\n');
}
