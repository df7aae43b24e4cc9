import { describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`)
    .sort(),
];

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** The anchors that a page's headings make, by the rule of the usual hosts of Markdown. */
function anchorsOf(path: string): string[] {
  const headings =
    read(path)
      .replace(/^```[\s\S]*?^```/gm, '')
      .match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function brokenLinks(path: string): string[] {
  const links = [...withoutCode(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(root, target))) return true;
    if (file.endsWith('/') !== statSync(join(root, target)).isDirectory()) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
}

describe('documentation', () => {
  test.each(pages)('%s has no link that leads nowhere', (path) => {
    expect(brokenLinks(path)).toEqual([]);
  });

  test.each(pages)('%s shows files as they are', (path) => {
    const shown = [...read(path).matchAll(/<!-- file: (\S+) -->\n```\w*\n([\s\S]*?)```/g)];
    for (const [, file = '', text] of shown) expect({ file, text }).toEqual({ file, text: read(file) });
  });

  test('decisions are numbered without a gap', () => {
    const numbers = readdirSync(join(root, 'docs/decisions')).sort();
    expect(numbers.map((name) => Number(name.slice(0, 4)))).toEqual(numbers.map((_, index) => index + 1));
  });

  test('the README is short enough to be read', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(150);
  });
});
