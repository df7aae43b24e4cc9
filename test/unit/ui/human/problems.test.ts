import { describe, expect, test } from '@jest/globals';
import { combineProblems, Problem } from '../../../../src/errors.ts';
import { expectGolden } from '../../../support/golden.ts';
import { createTestRenderer, renderEverywhere } from '../../../support/rendering.ts';

const ambiguous = new Problem('ACTION_AMBIGUOUS', 'action "deploy" has both script and playbook', {
  hint: 'keep one of them',
  places: [
    {
      file: '/work/shop/blocks/shop/block.poly',
      line: 14,
      column: 7,
      length: 6,
      snippet: [
        { line: 13, text: '    - name: deploy' },
        { line: 14, text: '      script:' },
      ],
    },
  ],
});

describe('a problem', () => {
  test('shows code, message, place, source with a caret and hint', async () => {
    const { renderer, streams } = createTestRenderer();
    await renderer.problem(ambiguous);
    expect(streams.text.stderr()).toBe(
      [
        'error[ACTION_AMBIGUOUS] action "deploy" has both script and playbook',
        '  blocks/shop/block.poly:14:7',
        '   13 |     - name: deploy',
        '   14 |       script:',
        '      |       ^^^^^^',
        'hint  keep one of them',
        '',
      ].join('\n'),
    );
    expect(streams.text.stdout()).toBe('');
  });

  test('shows every finding and counts them', async () => {
    const duplicate = new Problem('NAME_DUPLICATE', 'two blocks are called "shop"', {
      places: [
        { file: '/work/shop/blocks/a/block.poly', line: 1, column: 1 },
        {
          file: '/elsewhere/blocks/b/block.poly',
          line: 100,
          column: 1,
          length: 99,
          snippet: [
            { line: 100, text: 'name: shop' },
            { line: 101, text: '' },
          ],
        },
      ],
      hint: 'rename one:\n  edit blocks/a/block.poly\n  edit blocks/b/block.poly',
    });
    const shown = await renderEverywhere((renderer) =>
      renderer.problem(
        combineProblems([ambiguous, duplicate, new Problem('VALUE_INVALID', 'two lines:\nsecond line')]),
      ),
    );
    expectGolden('ui/problems.txt', shown);
  });

  test('puts the caret below the right column: after tabs, wide characters, and in long lines', async () => {
    const at = (text: string, wrong: string): Problem =>
      new Problem('VALUE_INVALID', `not ${JSON.stringify(wrong)}`, {
        places: [
          {
            file: 'workspace.poly',
            line: 7,
            column: text.indexOf(wrong) + 1,
            length: wrong.length,
            snippet: [
              { line: 6, text: 'blocks:' },
              { line: 7, text },
            ],
          },
        ],
      });
    const long = `config: { ${'key: value, '.repeat(20)}wrong: yes, ${'more: value, '.repeat(20)} }`;
    const shown = await renderEverywhere((renderer) =>
      renderer.problem(
        combineProblems([
          at('\tkey:\twrong', 'wrong'),
          at('名前: "数据库" wrong # 🎉', 'wrong'),
          at('名前: 数据库 # x', '数据库'),
          at(long, 'wrong'),
        ]),
      ),
    );
    expectGolden('ui/carets.txt', shown);
  });

  test('cannot drive the terminal with what it quotes', async () => {
    const text = 'name: "\u001b]0;pwned\u0007\u202e\u009b31m"';
    const { renderer, streams } = createTestRenderer();
    await renderer.problem(
      new Problem('NAME_INVALID', 'name \u001b[31mred\u001b[0m\r\nbreaks', {
        hint: 'rm \u001b[2J',
        places: [{ file: 'a\u001b.poly', line: 1, column: 7, length: 3, snippet: [{ line: 1, text }] }],
      }),
    );
    expect(streams.text.stderr()).toBe(
      [
        'error[NAME_INVALID] name ␛[31mred␛[0m',
        '  breaks',
        '  a␛.poly:1:7',
        '    1 | name: "␛]0;pwned␇��31m"',
        '      |       ^^^',
        'hint  rm ␛[2J',
        '',
      ].join('\n'),
    );
  });

  test('keeps its form when its place lies outside the source it carries', async () => {
    const { renderer, streams } = createTestRenderer();
    const snippet = [{ line: 3, text: 'a: b' }];
    await renderer.problem(
      combineProblems([
        new Problem('YAML_INVALID', 'one', { places: [{ file: 'f', line: 3, column: 99, length: 5, snippet }] }),
        new Problem('YAML_INVALID', 'two', { places: [{ file: 'f', line: 9, column: 0, snippet }] }),
      ]),
    );
    expect(streams.text.stderr()).toBe(
      'error[YAML_INVALID] one\n  f:3:99\n    3 | a: b\n      |     ^\n\nerror[YAML_INVALID] two\n  f:9:0\n    3 | a: b\n\n2 errors\n',
    );
  });
});

describe('a warning', () => {
  test('has the same form, is told once, and not with --quiet', async () => {
    const unknown = (): Problem =>
      new Problem('KEY_UNKNOWN', 'unknown key "acton"', {
        hint: 'did you mean "action"?',
        places: [{ file: 'workspace.poly', line: 3, column: 5 }],
      });
    const { renderer, streams } = createTestRenderer();
    await renderer.event({ name: 'run.warned', problem: unknown() });
    await renderer.event({ name: 'run.warned', problem: unknown() });
    expect(streams.text.stderr()).toBe(
      'warning[KEY_UNKNOWN] unknown key "acton"\n  workspace.poly:3:5\nhint  did you mean "action"?\n',
    );

    const quiet = createTestRenderer({ isQuiet: true });
    await quiet.renderer.event({ name: 'run.warned', problem: unknown() });
    expect(quiet.streams.text.stderr()).toBe('');
  });
});

describe('a bug', () => {
  test('shows stack, causes, versions and where to report it', async () => {
    const { renderer, streams } = createTestRenderer();
    const bug = new TypeError('x is not a function', {
      cause: new Problem('ENGINE_LOST', 'gone', { cause: 'socket hang up' }),
    });
    await renderer.problem(bug);
    const lines = streams.text.stderr().split('\n');
    expect(lines[0]).toBe('error[INTERNAL] x is not a function');
    expect(lines[1]).toBe('  TypeError: x is not a function');
    expect(lines.filter((line) => line.startsWith('  caused by '))).toEqual([
      '  caused by Problem: gone',
      '  caused by socket hang up',
    ]);
    expect(lines.slice(-3)).toEqual([
      `  polycrate 1.2.3, node ${process.versions.node}, ${process.platform} ${process.arch}`,
      "hint  this is a bug in polycrate: please report it in the project's issue tracker, with the text above",
      '',
    ]);
  });

  test.each([undefined, null, 'text', 7, {}])('is whatever else is thrown, such as %p', async (thrown) => {
    const { renderer, streams } = createTestRenderer();
    await renderer.problem(thrown);
    expect(streams.text.stderr()).toMatch(/^error\[INTERNAL\] \S/);
  });
});
