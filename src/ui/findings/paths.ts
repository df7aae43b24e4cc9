import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `file` relative to `directory` with `/`, or as it is where it lies outside. */
export function pathFrom(directory: string, file: string): string {
  if (!isAbsolute(file)) return file;
  const path = relative(directory, file);
  const isOutside = path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return isOutside ? file : path.split(sep).join('/');
}

/** The same as a URI reference: relative inside `directory`, a `file:` URI outside. */
export function uriFrom(directory: string, file: string): string {
  const path = pathFrom(directory, file);
  return isAbsolute(path) ? pathToFileURL(path).href : path.split('/').map(encodeURIComponent).join('/');
}
