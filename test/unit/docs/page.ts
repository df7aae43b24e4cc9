import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The folder of the repository. */
export const root = join(import.meta.dirname, '../../..');

/** A block of code on a page of the documentation. */
export interface Fence {
  readonly language: string;
  readonly text: string;
  /** The comment right before it. */
  readonly marker: string | undefined;
  /** The path of the file it shows, by a comment in its first line or by its marker. */
  readonly file: string | undefined;
}

const FENCE = /(?:^<!-- (?<marker>.*?) -->\n)?^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;
const FILE = /^# ((?:[\w-]+\/)*(?:workspace|block|secrets)\.poly|~\/\.polycrate\/polycrate\.yml)\n/;

/** The blocks of code of a page, in order; `path` counts from the root of the repository. */
export function readFences(path: string): Fence[] {
  return [...readFileSync(join(root, path), 'utf8').matchAll(FENCE)].map(({ groups = {} }) => {
    const { marker, language = '', text = '' } = groups;
    const shown = /^file: (\S+)$/.exec(marker ?? '')?.[1];
    return { language, text, marker, file: shown ?? FILE.exec(text)?.[1] };
  });
}

/** The name of a shown file without its folder. */
export function nameOf({ file }: Fence): string | undefined {
  return file === undefined ? undefined : basename(file);
}
