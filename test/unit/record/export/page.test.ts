import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exportRecording, type Recording } from '../../../../src/record/export/index.ts';
import { contrast, PAPER, readableOn, rgbOf, type Rgb } from '../../../../src/record/export/html/colours.ts';
import { findHeading, looksLikeError } from '../../../../src/record/export/html/signs.ts';
import {
  collect,
  EXPORT_TOOLS,
  outputOf,
  recordingOf,
  recordOf,
  sectionOf,
  WORKFLOW,
} from '../../../support/recordings.ts';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(1)></title></style><!--`;
const assets = join(import.meta.dirname, '../../../../templates/report');

const page = (recording: Recording): Promise<string> => collect(exportRecording(recording, 'html', EXPORT_TOOLS));

/** The tags a browser would see, without what is inside our own script and style. */
const tagsOf = (html: string): string[] => [...html.matchAll(/<(\/?[a-z][^\s>]*|!--)/gi)].map(([, name = '']) => name);

describe('the page of a recording', () => {
  test('lets no script run but its own, whatever output, names and facts hold', async () => {
    const record = recordOf({
      action: HOSTILE,
      block: HOSTILE,
      cause: HOSTILE,
      command: HOSTILE,
      user: HOSTILE,
      cli: HOSTILE,
      image: HOSTILE,
    });
    const named = { ...record, step: HOSTILE, artifacts: { created: [HOSTILE], changed: [HOSTILE], deleted: [] } };
    const output = outputOf(`${HOSTILE}\n`, {
      t: 1,
      s: 'stderr',
      d: `\u001b[31m${HOSTILE}\u001b]8;;javascript:alert(1)\u0007x\n`,
    });
    const { block: _block, action: _action, ...head } = { ...record, workflow: HOSTILE };
    for (const recording of [
      { record: named, path: '', sections: [sectionOf(output, named)] },
      { record: head, path: '', sections: [sectionOf(output, named)] },
    ]) {
      const html = await page(recording);
      const tags = tagsOf(html);
      expect(tags.filter((tag) => /^(?:script|img|!--|style|title)$/.test(tag))).toEqual(['title', 'style', 'script']);
      expect(html).not.toContain('javascript:');
      expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    }
  });

  test('names no facts that only machines compare, and hashes as far as people do', async () => {
    const plan = '0123456789ab'.padEnd(64, 'c');
    const facts = {
      plan,
      boot: 'some-boot',
      process_start: '4242',
      pid_namespace: 'pid:[1]',
      image_id: `sha256:${plan}`,
    };
    const html = await page(recordingOf(outputOf('x'), facts));
    expect(html).toContain('<dt>plan</dt><dd><code>0123456789ab</code></dd>');
    expect(html).toContain('<code>sha256:0123456789ab</code>');
    expect(html).not.toMatch(/some-boot|4242|pid:\[1\]|ccc/);
  });

  test('has the same tags for any output of one line', async () => {
    const expected = tagsOf(await page(recordingOf(outputOf('x'))));
    const nasty = fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '/', 'script', '\u0000', '-', '!', ' ') });
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        expect(tagsOf(await page(recordingOf(outputOf(`x${text}`), { action: text })))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  test('allows by its policy what it contains, and nothing else', async () => {
    const html = await page(recordingOf(outputOf('x')));
    const hash = createHash('sha256').update(EXPORT_TOOLS.page.script).digest('base64');
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  });

  test('numbers lines through all steps, with their time since the beginning and their stream', async () => {
    const html = await page(WORKFLOW);
    expect(html).toContain('<p class="l" id="L3" data-n="3" data-t="0:01.0">migrate</p>');
    const both = await page(recordingOf(outputOf({ t: 61_400, s: 'stderr', d: 'error: no\n' })));
    expect(both).toContain('<p class="l e x" id="L1" data-n="1" data-t="1:01.4">error: no</p>');
  });

  test('leads to the first error of what failed', async () => {
    const [build, ...others] = WORKFLOW.sections;
    const sections = [{ ...build!, output: outputOf('error: but it went on\n') }, ...others];
    expect(await page({ ...WORKFLOW, sections })).toContain('id="first-error" href="#L1"');
    const told = others.map((each) =>
      each.step === 'migrate' ? { ...each, output: outputOf('begin\nfatal: no\nend\n') } : each,
    );
    expect(await page({ ...WORKFLOW, sections: [build!, ...told] })).toContain('id="first-error" href="#L4"');
    expect(await page(recordingOf(outputOf('one\ntwo\n')))).toContain('id="first-error" href="#L2"');
    expect(await page(recordingOf(outputOf('fine\n'), { state: 'succeeded' }))).not.toContain('id="first-error"');
  });

  test('has a bar for each step that ran, and says of the others that they did not', async () => {
    const html = await page(WORKFLOW);
    expect(html.match(/<td class="bar"><div aria-hidden="true">.*?<\/div>/g)).toHaveLength(5);
    expect(html).toContain('style="left:20%;width:46.9%"');
    expect(html).toContain('It was not run.');
    const phases = await page(recordingOf(outputOf(), { phases: { start: 345, run: 2000 } }));
    expect(phases).toContain('<th scope="col">phase</th>');
    expect(phases).toContain('style="left:14.71%;width:85.29%"');
  });

  test('makes a foldable part of every task of a playbook', async () => {
    const html = await page(
      recordingOf(outputOf('\nTASK [Say hello] *****\nok: [web1]\n\nPLAY RECAP ****\nweb1 : ok=1\n')),
    );
    expect(html.match(/<details class="part" open>/g)).toHaveLength(2);
    expect(html.match(/<\/details>/g)).toHaveLength(2);
    expect(html).toContain('<a href="#L2">TASK [Say hello]</a>');
  });

  test('leaves the middle of very long output out, and says how to get it', async () => {
    const long = Array.from({ length: 300 }, () => 'line\n'.repeat(1000));
    const html = await page(recordingOf(outputOf(...long)));
    expect(html.match(/<p class="l"/g)).toHaveLength(200_000);
    expect(html).toContain('100,000 lines are not on this page');
    expect(html).toContain('<code>polycrate logs export 01a20a29-939a-7976-8509-d64b5621339c --format text</code>');
    expect(html).toContain('id="L300000"');
  });

  test('tells facts of records of later versions, too', async () => {
    const record = { ...recordOf(), commit_before: 'abc123', tools: { terraform: '1.13.4' } };
    const html = await page({ record, path: '', sections: [sectionOf(outputOf(), record)] });
    expect(html).toContain('<dt>commit before</dt><dd><code>abc123</code></dd>');
    expect(html).toContain('<dt>tools</dt><dd><code>terraform 1.13.4</code></dd>');
  });
});

describe('the colours of a page can be read', () => {
  const stylesheet = readFileSync(join(assets, 'report.css'), 'utf8');
  const [light = '', dark = ''] = [...stylesheet.matchAll(/:root \{([^}]*)\}/g)].map(([, block = '']) => block);
  const valuesOf = (block: string) =>
    new Map(
      [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/gi)].map(([, name = '', hex = '']) => [name, hexToRgb(hex)]),
    );
  const hexToRgb = (hex: string): Rgb => {
    const full = hex.length === 4 ? hex.slice(1).replace(/./g, '$&$&') : hex.slice(1);
    const at = (from: number): number => Number.parseInt(full.slice(from, from + 2), 16);
    return [at(0), at(2), at(4)];
  };

  test.each([
    ['light', light],
    ['dark', dark],
  ] as const)('on %s paper', (scheme, block) => {
    const values = valuesOf(block);
    expect(values.get('paper')).toEqual(PAPER[scheme]);
    const texts = [
      'ink',
      'soft',
      'link',
      'good',
      'bad',
      'warned',
      'stopped',
      'skipped',
      'running',
      ...Array.from({ length: 16 }, (_, index) => `f${index}`),
    ];
    const weak = texts.flatMap((text) =>
      ['page', 'paper', 'card'].flatMap((paper) =>
        contrast(values.get(text)!, values.get(paper)!) >= 4.5 ? [] : [`${text} on ${paper}`],
      ),
    );
    expect(weak).toEqual([]);
  });

  test('whatever colours are asked for', () => {
    const colour = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255));
    fc.assert(fc.property(colour, colour, (text, paper) => contrast(readableOn(text, paper), paper) >= 4.5));
    expect([rgbOf(196), rgbOf(244), rgbOf([1, 2, 3])]).toEqual([
      [255, 0, 0],
      [128, 128, 128],
      [1, 2, 3],
    ]);
  });
});

describe('what the look of a line says', () => {
  test.each([
    'Error: cannot reach the host',
    '│ Error: Invalid reference',
    'fatal: [web1]: FAILED! => {}',
    'npm error code E404',
    'main.c:3:1: error: expected ;',
    'bash: foo: command not found',
    'Traceback (most recent call last):',
    'ERROR! the playbook could not be found',
  ])('%s is an error', (text) => {
    expect(looksLikeError(text)).toBe(true);
  });

  test.each([
    'web1 : ok=2 changed=0 unreachable=0 failed=0',
    '0 errors, 2 warnings',
    'No errors.',
    'Terror: a film',
    'errors=0',
    '...ignoring',
  ])('%s is none', (text) => {
    expect(looksLikeError(text)).toBe(false);
  });

  test('headings of Ansible and CI systems are found', () => {
    expect(
      ['TASK [a : b] ****', 'PLAY RECAP ****', '::group::Build', '##[group]Test', 'TASK'].map(findHeading),
    ).toEqual([...['TASK [a : b]', 'PLAY RECAP', 'Build', 'Test', undefined]]);
  });
});

test('the script of the page can stand in a page', () => {
  for (const file of ['report.js', 'report.css']) {
    expect(readFileSync(join(assets, file), 'utf8')).not.toMatch(/<\/|<!--|https?:|@import|url\(/);
  }
});
