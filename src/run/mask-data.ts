type MaskText = (text: string) => string;

/** Plain data with the strings and keys masked, and numbers and booleans where one is a secret as a whole. */
export function maskData(data: unknown, maskText: MaskText): unknown {
  if (typeof data === 'string') return maskText(data);
  if (typeof data === 'number' || typeof data === 'boolean') return maskText(String(data)) === '***' ? '***' : data;
  if (Array.isArray(data)) return data.map((item) => maskData(item, maskText));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [maskText(key), maskData(value, maskText)]));
}

/** Names and ids that others look for, and that secrets.poly cannot hide either. */
const KEPT: ReadonlySet<string> = new Set([
  ...['schema', 'name', 'transaction', 'parent', 'workspace', 'block', 'action', 'workflow', 'step'],
  ...['started', 'finished', 'state', 'journal', 'plan', 'record', 'stream', 'id', 'container', 'image_id'],
]);

/** What a run tells of itself with its texts masked. A number is no secret there, and a name is no less a name for being a short secret as well. */
export function maskReport(report: unknown, maskText: MaskText): unknown {
  if (typeof report === 'string') return maskText(report);
  if (Array.isArray(report)) return report.map((item) => maskReport(item, maskText));
  if (typeof report !== 'object' || report === null) return report;
  const entries = Object.entries(report).map(([key, value]) =>
    KEPT.has(key) && typeof value === 'string'
      ? ([key, value] as const)
      : ([maskText(key), key === 'labels' ? maskData(value, maskText) : maskReport(value, maskText)] as const),
  );
  return Object.fromEntries(entries);
}
