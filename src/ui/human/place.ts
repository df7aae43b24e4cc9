import { isAbsolute, relative } from 'node:path';
import type { Place } from '../../errors.ts';
import { makeVisible } from './visible.ts';

/** `FILE:LINE:COLUMN` as editors and terminals understand it; files below `directory` are relative to it. */
export function formatPlace({ file, line, column }: Place, directory: string): string {
  const path = isAbsolute(file) ? relative(directory, file) : file;
  const shown = path === '' || path.startsWith('..') || isAbsolute(path) ? file : path;
  return makeVisible(`${shown}:${String(line)}:${String(column)}`);
}
