const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a duration such as `90s` or `1h30m`, or undefined when `text` is none. */
export function parseDuration(text: string): number | undefined {
  let totalMs = 0;
  let rest = text;
  while (rest !== '') {
    const [part, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)/.exec(rest) ?? [''];
    if (part === '' || unit === undefined) return undefined;
    totalMs += Number(amount) * (UNITS[unit] ?? 0);
    rest = rest.slice(part.length);
  }
  return text === '' ? undefined : Math.round(totalMs);
}

/** Milliseconds of a time limit; none when nothing is written, or zero. */
export function limitOf(text: string | undefined): number | undefined {
  const ms = text === undefined ? undefined : parseDuration(text);
  return ms === 0 ? undefined : ms;
}
