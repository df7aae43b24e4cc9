import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Ids of the containers that wait parked as the keepsakes in a folder tell, those aside whose time is over. */
export async function parkedIn(keepsakes: string): Promise<readonly string[]> {
  const folder = path.join(keepsakes, 'parked');
  const parked = await readdir(folder).catch(() => []);
  const texts = await Promise.all(parked.map((file) => readFile(path.join(folder, file), 'utf8')));
  const told = texts.map((text) => JSON.parse(text) as { readonly container: string; readonly until: number });
  return told.filter(({ until }) => until > Date.now()).map(({ container }) => container);
}

/** What `look` answers as soon as it answers something; fails after five seconds, or `seconds`. */
export async function eventually<T>(look: () => Promise<T | undefined>, seconds = 5): Promise<T> {
  for (let left = seconds * 40; ; left -= 1) {
    const found = await look();
    if (found !== undefined) return found;
    if (left === 0) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
