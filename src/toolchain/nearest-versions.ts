/** Up to five releases, lowest first: those of the same major and minor version if there are any, else those just below and above. */
export function nearestVersions(version: string, known: readonly string[]): readonly string[] {
  const released = known.filter((each) => /^\d+\.\d+\.\d+$/.test(each));
  const sorted = [...new Set(released)].sort(compare);
  const line = version.slice(0, version.indexOf('.', version.indexOf('.') + 1) + 1);
  const same = sorted.filter((each) => each.startsWith(line));
  const candidates = same.length > 0 ? same : sorted;
  const above = candidates.findIndex((each) => compare(each, version) > 0);
  const at = above === -1 ? candidates.length : above;
  return candidates.slice(Math.max(0, at - 3), at + (at >= 3 ? 2 : 5 - at));
}

const compare = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
