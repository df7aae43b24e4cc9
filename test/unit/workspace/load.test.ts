import { describe, expect, test } from '@jest/globals';
import { loadWorkspace } from '../../../src/workspace/index.ts';
import { createMemoryFiles } from '../../fakes/memory-files.ts';
import { load, problemsOf, told } from '../../fakes/workspaces.ts';

const NAMED = 'name: acme\n';

describe('where the workspace is', () => {
  test('a folder deep inside belongs to the nearest workspace above it', async () => {
    const files = createMemoryFiles({
      '/home/ws/workspace.poly': NAMED,
      '/home/ws/blocks/a/b/block.poly': 'name: inner',
    });
    expect((await loadWorkspace('/home/ws/blocks/a/b', files)).directory).toBe('/home/ws');
  });

  test('the nearest of two workspaces wins', async () => {
    const files = createMemoryFiles({ '/ws/workspace.poly': NAMED, '/ws/sub/workspace.poly': 'name: inner' });
    expect((await loadWorkspace('/ws/sub', files)).main.value.name).toBe('inner');
  });

  test('a folder that is named exactly is not left for one above it', async () => {
    const files = createMemoryFiles({ '/ws/workspace.poly': NAMED, '/ws/sub/x': '' });
    expect((await loadWorkspace('/ws', files, { exact: true })).directory).toBe('/ws');
    const [problem] = await problemsOf(loadWorkspace('/ws/sub', files, { exact: true }));
    expect(problem).toMatchObject({
      code: 'WORKSPACE_NOT_FOUND',
      message: 'no workspace.poly in /ws/sub',
      hint: 'name the folder that holds workspace.poly, or make a workspace there: polycrate init',
    });
  });

  test('a folder called workspace.poly is no workspace', async () => {
    const files = createMemoryFiles({ '/ws/workspace.poly/x': '' });
    expect((await problemsOf(loadWorkspace('/ws', files))).map(told)).toEqual([
      'WORKSPACE_NOT_FOUND no workspace.poly in /ws or any folder above it',
    ]);
  });
});

describe('what is read', () => {
  test('blocks of any depth are found, sorted by path', async () => {
    const { blocks } = await load({
      'workspace.poly': NAMED,
      'blocks/zeta/block.poly': 'name: zeta',
      'blocks/acme/k8s/harbor/block.poly': 'name: acme/k8s/harbor',
      'blocks/acme/block.poly': 'name: acme/root',
      'elsewhere/block.poly': 'name: elsewhere',
    });
    expect(blocks.map((block) => block.path)).toEqual([
      '/ws/blocks/acme/block.poly',
      '/ws/blocks/acme/k8s/harbor/block.poly',
      '/ws/blocks/zeta/block.poly',
    ]);
  });

  test('node_modules, .git, artifacts and records are never entered', async () => {
    const { blocks } = await load({
      'workspace.poly': 'name: acme\nconfig: {blocksroot: ".", artifactsroot: out, logging: {path: records}}',
      'node_modules/x/block.poly': 'name: xx',
      'shop/.git/block.poly': 'name: xx',
      'out/blocks/shop/block.poly': 'name: xx',
      'records/block.poly': 'name: xx',
      'shop/block.poly': 'name: shop',
    });
    expect(blocks.map((block) => block.value.name)).toEqual(['shop']);
  });

  test('links are followed once and circles end', async () => {
    const { blocks } = await load({
      'workspace.poly': NAMED,
      'blocks/real/block.poly': 'name: real',
      'blocks/a-link-to-it': { target: '/ws/blocks/real' },
      'blocks/real/up': { target: '/ws/blocks' },
      'blocks/real/self': { target: '/ws/blocks/real' },
      'blocks/root': { target: '/' },
      'blocks/outside': { target: '/library/mail' },
      'blocks/outside-too': { target: '/library/mail' },
      'blocks/dead': { target: '/nowhere' },
      'blocks/single/block.poly': { target: '/library/single.poly' },
      'blocks/art': { target: '/ws/artifacts' },
      '/library/mail/block.poly': 'name: mail',
      '/library/single.poly': 'name: single',
      'artifacts/block.poly': 'name: artifact',
    });
    expect(blocks.map((block) => block.path)).toEqual([
      '/ws/blocks/outside/block.poly',
      '/ws/blocks/real/block.poly',
      '/ws/blocks/single/block.poly',
    ]);
  });

  test('links are not a way into what is never entered', async () => {
    const { blocks } = await load({
      'workspace.poly': NAMED,
      'blocks/node_modules': { target: '/library' },
      '/library/block.poly': 'name: library',
    });
    expect(blocks).toEqual([]);
  });

  test('a link that leads to a folder above itself is told', async () => {
    const { warnings } = await load({
      'workspace.poly': NAMED,
      'blocks/real/block.poly': 'name: real',
      'blocks/real/up': { target: '/ws/blocks' },
    });
    expect(warnings.map(({ code, places }) => [code, places[0]?.file])).toEqual([
      ['LINK_CIRCULAR', '/ws/blocks/real/up'],
    ]);
  });

  test('secrets.poly may say where blocks are, and a folder that is not there is told', async () => {
    const files = { 'workspace.poly': NAMED, 'parts/a/block.poly': 'name: part' };
    const found = await load({ ...files, 'secrets.poly': 'config: {blocksroot: parts}\n' });
    expect(found.blocks.map(({ value }) => value.name)).toEqual(['part']);
    const missing = await load({ ...files, 'workspace.poly': 'name: acme\nconfig: {blocksroot: prats}\n' });
    expect(missing.warnings.map(told)).toEqual([
      'FILE_MISSING workspace.poly:2:22 "blocksroot" names prats, which does not exist',
    ]);
  });

  test('a folder nobody may look into is a warning', async () => {
    const { blocks, warnings } = await load({
      'workspace.poly': NAMED,
      'blocks/shop/block.poly': 'name: shop',
      'blocks/shop/data': { denied: true },
      'blocks/shop/data/pg/x': '',
    });
    expect(blocks).toHaveLength(1);
    expect(warnings.map((problem) => problem.code)).toEqual(['FILE_UNREADABLE']);
  });

  test('other folders and file names for blocks are honoured', async () => {
    const { blocks } = await load({
      'workspace.poly': 'name: acme\nconfig: {blocksroot: parts, blocksconfig: part.yml}',
      'parts/a/part.yml': 'name: part',
      'parts/a/block.poly': 'name: no-block-here',
    });
    expect(blocks.map((block) => block.value.name)).toEqual(['part']);
  });

  test('a byte order mark and Windows line ends change nothing, places included', async () => {
    const { main, warnings } = await load({ 'workspace.poly': '\uFEFFname: acme\r\nlabels:\r\n  a: b\r\nfoo: 1\r\n' });
    expect(main.value).toEqual({ name: 'acme', labels: { a: 'b' }, foo: 1 });
    expect(warnings[0]?.places[0]).toEqual({
      file: '/ws/workspace.poly',
      line: 4,
      column: 1,
      length: 3,
      snippet: [
        { line: 3, text: '  a: b' },
        { line: 4, text: 'foo: 1' },
      ],
    });
  });

  test('keys with nothing below them count as not written', async () => {
    const { main, blocks } = await load({
      'workspace.poly':
        'name: acme\nlabels:\nblocks:\n  - name: shop\n    # ...\n    actions:\n    config:\n      kept:\nworkflows:\n',
      'blocks/mail/block.poly': 'name: mail\nconfig:\nactions:\n  - name: send\n    script:\n',
    });
    expect(main.value).toEqual({ name: 'acme', blocks: [{ name: 'shop', config: { kept: null } }] });
    expect(blocks[0]?.value).toEqual({ name: 'mail', actions: [{ name: 'send' }] });
  });

  test('secrets need no name, may be empty, and are checked like the rest', async () => {
    expect((await load({ 'workspace.poly': NAMED, 'secrets.poly': '# none yet\n' })).secrets?.value).toEqual({});
    expect((await load({ 'workspace.poly': NAMED, 'secrets.poly': 'meta: {a: b}' })).secrets?.value).toEqual({
      meta: { a: 'b' },
    });
    const steps = 'workflows:\n  - name: deploy\n    steps:\n      - name: first\n        args: [--token=x]\n';
    expect((await load({ 'workspace.poly': NAMED, 'secrets.poly': steps })).secrets?.value.workflows).toHaveLength(1);
    const wrong = load({ 'workspace.poly': NAMED, 'secrets.poly': 'blocks:\n  - config: {}\nlabels: 3\n' });
    expect((await problemsOf(wrong)).map(told)).toEqual([
      'KEY_MISSING secrets.poly:2:5 this block has no "name"',
      'VALUE_INVALID secrets.poly:3:9 "labels" must be a map of single values, not a number',
    ]);
  });
});

describe('what is found fault with', () => {
  test('everything wrong in every file comes at once, sorted by place', async () => {
    const attempt = load({
      'workspace.poly': 'name: acme\nblocks: 1\nworkflows: 2\n',
      'secrets.poly': 'config: 3\n',
      'blocks/b/block.poly': 'name: bb\n\tx: 1\n',
      'blocks/a/block.poly': 'version: [1]\n',
    });
    expect((await problemsOf(attempt)).map(told)).toEqual([
      'KEY_MISSING blocks/a/block.poly:1:1 this block has no "name"',
      'VALUE_INVALID blocks/a/block.poly:1:10 "version" must be a string, not a list',
      'YAML_INVALID blocks/b/block.poly:2:1 a tab indents this line, and YAML only takes spaces',
      'VALUE_INVALID secrets.poly:1:9 "config" must be a map, not a number',
      'VALUE_INVALID workspace.poly:2:9 "blocks" must be a list of blocks, not the number 1',
      'VALUE_INVALID workspace.poly:3:12 "workflows" must be a list of workflows, not the number 2',
    ]);
  });

  test('unknown keys are warnings', async () => {
    const files = { 'workspace.poly': 'name: acme\norganisation: x\n' };
    const sentence = 'KEY_UNKNOWN workspace.poly:2:1 "organisation" is not a key of a workspace';
    expect((await load(files)).warnings.map(told)).toEqual([sentence]);
  });

  test('a kind without a meaning is a warning with the nearest kind', async () => {
    const { warnings } = await load({
      'workspace.poly': 'name: acme\nblocks: [{name: shop, kind: k8sap}]',
      'blocks/a/block.poly': 'name: aa\nkind: mine',
    });
    expect(warnings.map(told)).toEqual([
      'VALUE_INVALID blocks/a/block.poly:2:7 the kind "mine" has no meaning of its own',
      'VALUE_INVALID workspace.poly:2:29 the kind "k8sap" has no meaning of its own',
    ]);
    expect(warnings[1]?.hint).toBe('did you mean "k8sapp"?');
  });

  test('folders outside the workspace are refused', async () => {
    const attempt = load({ 'workspace.poly': 'name: acme\nconfig:\n  blocksroot: ../other\n  logsroot: /var/log\n' });
    expect((await problemsOf(attempt)).map(told)).toEqual([
      'VALUE_INVALID workspace.poly:3:15 "blocksroot" must be a folder inside the workspace, not the string "../other"',
      'VALUE_INVALID workspace.poly:4:13 "logsroot" must be a folder inside the workspace, not the string "/var/log"',
    ]);
  });

  test('a file with hundreds of faults shows the first hundred', async () => {
    const problems = await problemsOf(load({ 'workspace.poly': `name: acme\nextraenv: [${'[], '.repeat(250)}]\n` }));
    expect(problems).toHaveLength(101);
    expect(problems.map((problem) => problem.message)).toContain('150 more findings in this file are left out');
  });

  test('a file of 1 MiB and a byte is refused without being read', async () => {
    const limit = 1024 * 1024;
    const attempt = load({ 'workspace.poly': NAMED, 'blocks/a/block.poly': { sizeBytes: limit + 1 } });
    expect((await problemsOf(attempt)).map(told)).toEqual([
      'FILE_TOO_LARGE blocks/a/block.poly:1:1 1.1 MiB are too many: a workspace file has at most 1 MiB',
    ]);
  });

  test.each([
    ['a zero byte', Buffer.from('name: a\0b'), 7],
    ['a lone continuation byte', Buffer.from([0x6e, 0x80]), 1],
    ['an overlong form', Buffer.from([0x61, 0xc0, 0xaf]), 1],
    ['half a surrogate', Buffer.from([0xc3, 0xa4, 0xed, 0xa0, 0x80]), 2],
    ['a character cut off by the end', Buffer.from([0x61, 0x62, 0xe2, 0x82]), 2],
  ])('%s is not text, and the offset says where', async (_name, bytes, offset) => {
    const [problem] = await problemsOf(load({ 'workspace.poly': bytes }));
    expect(problem?.code).toBe('FILE_NOT_TEXT');
    expect(problem?.message).toBe(`not UTF-8 text: the byte at offset ${String(offset)} does not belong in it`);
  });
});
