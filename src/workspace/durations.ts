const MILLISECONDS = /^(?:ms|milli)/i;
const PART =
  /^(\d+(?:\.\d+)?)\s*(ms|millisec\w*|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?![a-z])[\s,]*(?:and\s+)?/i;

/** The advice to write a duration, with the one that `data` most likely means; it is only an example where `isHidden`. */
export function adviseDuration(data: unknown, isHidden: boolean): string {
  if (isHidden) return 'write for example 30m';
  // Elsewhere -1 is "no limit".
  if (/^["']?-1(?!\d)/.test(String(data))) return 'remove it';
  const text = String(data).trim().replace(/^[-+]/, '');
  if (/^\d+(?:\.\d+)?$/.test(text)) return adviseUnit(Number(text), text);
  const meant = parse(text);
  return meant === '' ? 'write for example 30m' : `write ${meant}`;
}

function adviseUnit(count: number, text: string): string {
  if (count === 0) return 'remove it';
  return `write ${text}s or ${count % 60 === 0 ? `${String(count / 60)}m` : `${text}m`}`;
}

/** The duration in the notation of polycrate, or empty for what is none. */
function parse(text: string): string {
  let meant = '';
  for (let rest = text; rest !== '';) {
    const [part, count = '', unit = ''] = PART.exec(rest) ?? [];
    if (part === undefined) return '';
    meant += count + (MILLISECONDS.test(unit) ? 'ms' : unit.charAt(0).toLowerCase());
    rest = rest.slice(part.length);
  }
  return meant;
}
