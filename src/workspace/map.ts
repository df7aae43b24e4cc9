/** True for a map of plain data, as opposed to a list, a single value or nothing. */
export function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
