import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { scenario, type Scenario } from '../support/command-line.ts';
import { type Fence, readFences, root } from '../unit/docs/page.ts';

const PAGES = ['workspace', 'blocks', 'inheritance', 'configuration', 'toolchain'];
const COLUMNS = 120;
const THIS_PAGE = 'output for this page';
const EXAMPLE = /^output in (\S+)$/;

interface Shown {
  readonly title: string;
  readonly fence: Fence;
  /** The files the page has shown before. */
  readonly files: Readonly<Record<string, string>>;
}

const shown = PAGES.flatMap((page): Shown[] => {
  const fences = readFences(`docs/guide/${page}.md`);
  return fences.flatMap((fence, index) => {
    const marker = fence.marker ?? '';
    if (marker !== THIS_PAGE && !EXAMPLE.test(marker)) return [];
    const files = fences
      .slice(0, index)
      .flatMap(({ file, text }): [string, string][] => (file === undefined ? [] : [[file, text]]));
    return [{ title: `${page}.md: ${fence.text.split('\n', 1).join('')}`, fence, files: Object.fromEntries(files) }];
  });
});

/** Puts the files where the page says they are: in a workspace of Ada's, or in her home. */
async function stage({ fence, files }: Shown): Promise<Scenario> {
  const [, example] = EXAMPLE.exec(fence.marker ?? '') ?? [];
  const laid = Object.entries(files).map(([path, text]) => [path.replace(/^(?!~\/)/, 'acme/').replace('~/', ''), text]);
  return example === undefined
    ? scenario(Object.fromEntries(laid) as Record<string, string>)
    : scenario({}, { from: join(root, example) });
}

async function answer(ws: Scenario, command: string, inHome: boolean): Promise<string> {
  const words = command.replace(/\s+#.*$/, '').split(' ');
  const start = words.indexOf('polycrate');
  const said = words.slice(0, start).map((word) => /^(\w+)=(.*)$/.exec(word)?.slice(1) ?? []);
  const system = {
    directory: inHome ? join(ws.directory, 'acme') : ws.directory,
    env: { HOME: ws.directory, NO_COLOR: '1', ...(Object.fromEntries(said) as Record<string, string>) },
    columns: COLUMNS,
  };
  const { stdout, stderr } = await ws.polycrateWith(system, ...words.slice(start + 1));
  return `${stdout}${stderr}`.replaceAll(ws.directory, '/home/ada').replaceAll(/ +$/gm, '').trim();
}

/** The rows of the table about the one rule: what is written far, what near, what comes of it. */
function mergeCases(): [string, string, string][] {
  const page = readFileSync(join(root, 'docs/guide/inheritance.md'), 'utf8');
  const table = page.slice(page.indexOf('## The one rule'), page.indexOf('## What a block does not inherit'));
  return [...table.matchAll(/^\| `(.+?)` \| `(.+?)`.*? \| `(.+?)` \|/gm)].map(
    ([, far = '', near = '', result = '']) => [far, near, result],
  );
}

/** A line that is only … stands for any lines. */
function toPattern(text: string): RegExp {
  const parts = text.trim().split(/^…$/m);
  return new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*?')}$`);
}

describe('what the guide shows of commands', () => {
  test.each(shown)('$title is what they print', async (each) => {
    await using ws = await stage(each);
    const [, ...parts] = each.fence.text.split(/^\$ /m);
    expect(parts).not.toEqual([]);
    for (const part of parts) {
      const [command = '', ...lines] = part.split('\n');
      expect(await answer(ws, command, each.fence.marker === THIS_PAGE)).toMatch(toPattern(lines.join('\n')));
    }
  });

  test.each(mergeCases())('merging %s and %s gives %s', async (far, near, result) => {
    const isConfig = !far.startsWith('description');
    const block = (text: string): string => (isConfig ? `config: { ${text} }` : text);
    const entries = `- { name: parent, ${block(far)} }\n- { name: child, from: parent, ${block(near)} }\n`;
    await using ws = await scenario({ 'workspace.poly': `name: acme\nblocks:\n${entries}` });
    const { stdout } = await ws.polycrate('block', 'inspect', 'child', '-o', 'yaml');
    const child = parse(stdout) as { readonly config: object };
    expect(isConfig ? child : { config: child }).toMatchObject({ config: parse(result) as object });
  });

  test('the example of inheritance has nothing to warn of', async () => {
    await using ws = await scenario({}, { from: join(root, 'examples/inheritance') });
    const { status, stdout, stderr } = await ws.polycrate('validate', '--strict');
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: 'shops is valid: 7 blocks, 11 actions, 2 workflows, 0 warnings\n',
      stderr: '',
    });
  });
});
