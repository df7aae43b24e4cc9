/** Where `base64` and PEM break their lines. */
const COLUMNS = [76, 64];

/** The lines of a larger file would be thousands of needles. Bytes. */
const LARGEST = 8 * 1024;

/** How a whole file is written in base64, in one line and broken into several: where lines are broken, no secret in it stands as it would alone. */
export function encodingsOf(contents: Buffer): string[] {
  if (contents.length > LARGEST) return [];
  const whole = contents.toString('base64').replace(/=+$/, '');
  const lines = COLUMNS.flatMap((columns) => whole.match(new RegExp(`.{1,${String(columns)}}`, 'g')) ?? []);
  return [whole, ...lines].filter((line) => line.length >= 32);
}
