/** So many of the last lines are still in sight where a run's end is told. */
const IN_SIGHT = 3;

/** The `cause` of a failure unless it is no more than the end of the output (`last`), which stands right above. */
export function unlessEcho(cause: string | undefined, last: string): string | undefined {
  const lines = last
    .split('\n')
    .slice(-IN_SIGHT)
    .map((line) => line.trim());
  // Last lines are joined so; see src/record/cause.ts.
  const isEcho = cause?.split(' / ').every((part) => lines.some((line) => isSame(line, part.trim()))) ?? false;
  return isEcho ? undefined : cause;
}

function isSame(line: string, part: string): boolean {
  return part.endsWith('…') ? line.startsWith(part.slice(0, -1)) : line === part;
}
