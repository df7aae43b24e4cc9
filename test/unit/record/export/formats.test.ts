import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';
import { type ExportFormat, exportRecording, type Recording } from '../../../../src/record/export/index.ts';
import { turnsOf } from '../../../../src/record/export/attempts.ts';
import { collect, EXPORT_TOOLS, outputOf, recordingOf, recordOf, WORKFLOW } from '../../../support/recordings.ts';

const HOSTILE = 'a]]>b</system-out><script>alert("1")</script>&amp;\u0000\u001b[31m\ud800\ufffe\u001b[0m"\'';

const exported = (recording: Recording, format: ExportFormat): Promise<string> =>
  collect(exportRecording(recording, format, EXPORT_TOOLS));

function element(document: XmlDocument, path: string): XmlElement {
  const found = document.get(path);
  if (found instanceof XmlElement) return found;
  throw new Error(`${path} is not there`);
}

describe('a JUnit report', () => {
  const schema = XmlDocument.fromString(
    readFileSync(join(import.meta.dirname, '../../../fixtures/junit/report.xsd'), 'utf8'),
  );
  const read = (report: string): XmlDocument => {
    const document = XmlDocument.fromString(report);
    XsdValidator.fromDoc(schema).validate(document);
    return document;
  };

  test('of a workflow has a case for each step', async () => {
    const document = read(await exported(WORKFLOW, 'junit'));
    const suite = element(document, '/testsuites/testsuite');
    expect(Object.fromEntries(suite.attrs.map(({ name, value }) => [name, value]))).toMatchObject({
      ...{ name: 'release', tests: '5', failures: '1', errors: '1', skipped: '2', time: '5.000' },
      timestamp: '2026-11-23T15:19:54',
    });
    const cases = document.find('//testcase');
    const verdicts = cases.map((each) => {
      return ['failure', 'error', 'skipped'].filter((name) => each.find(name).length === 1).join();
    });
    expect(verdicts).toEqual(['', 'skipped', 'failure', 'error', 'skipped']);
    expect(element(document, '//testcase[1]/system-out').content).toBe('build\n');
  });

  test.each(['succeeded', 'failed', 'timed-out', 'cancelled', 'interrupted', 'failure allowed'] as const)(
    'has the attempts of an action that %s where Surefire has them',
    async (state) => {
      const ended = { started: '2026-11-23T15:19:54.000Z', duration_ms: 10, state: 'failed' as const, exit_code: 4 };
      const attempts = [{ ...ended, cause: HOSTILE }, ended, { ...ended, state: 'succeeded' as const, exit_code: 0 }];
      const turns = turnsOf({ ...recordOf({ attempts }), state: 'succeeded', exit_code: 0 }, Date.parse);
      const recording = recordingOf(outputOf('tried\n'));
      const sections = recording.sections.map((section) => ({ ...section, state, turns }));
      const document = read(await exported({ ...recording, sections }, 'junit'));
      const told = document.find(state === 'succeeded' ? '//flakyFailure' : '//rerunFailure');
      expect(told).toHaveLength(2);
      expect(element(document, '//stackTrace').content).toContain('attempt 1 of 3 failed, exit 4: a]]>b</system-out>');
    },
  );

  test('holds whatever output, names and causes hold', async () => {
    const output = outputOf(`${HOSTILE}\n`, { t: 3, s: 'stderr', d: HOSTILE });
    const document = read(
      await exported(recordingOf(output, { action: HOSTILE, cause: HOSTILE, user: HOSTILE }), 'junit'),
    );
    expect(element(document, '//system-out').content).toContain('a]]>b</system-out><script>');
    expect(element(document, '//system-err').content).toContain('&amp;');
  });

  test('is well-formed whatever is printed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        read(await exported(recordingOf(outputOf(text), { action: text }), 'junit')).dispose();
      }),
      { numRuns: 50 },
    );
  });
});

describe('an asciicast', () => {
  const read = (cast: string) => {
    const [header = '', ...events] = cast.trimEnd().split('\n');
    return { header: JSON.parse(header) as object, events: events.map((event) => JSON.parse(event) as unknown[]) };
  };

  test('has the header and events its description asks for', async () => {
    const { header, events } = read(await exported(WORKFLOW, 'asciicast'));
    expect(header).toMatchObject({ version: 2, width: 120, height: 30, timestamp: 1_795_447_194, duration: 5 });
    expect(events.slice(0, 3)).toEqual([
      [0.01, 'm', 'build'],
      [0.01, 'o', 'build\r\n'],
      [0.7, 'm', 'lint'],
    ]);
    const times = events.map(([at]) => at as number);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('keeps colours, and brings the carriage back at the end of every line', async () => {
    const { events } = read(await exported(recordingOf(outputOf('\u001b[31mred\n\nnext\r\n', '\n')), 'asciicast'));
    expect(events.map(([, , data]) => data)).toEqual(['\u001b[31mred\r\n\r\nnext\r\n', '\r\n']);
  });
});

describe('text', () => {
  test('has facts, and output without colours and old states of progress bars', async () => {
    const shown = await exported(recordingOf(outputOf('\u001b[31m10%\r99%\u001b[0m\nend')), 'text');
    expect(shown).toBe(
      [
        'acme · shop deploy',
        'state:       failed, exit 2, 2.3 s',
        'started:     2026-11-23 15:19:54 UTC',
        'by:          ada on workstation',
        'command:     polycrate run shop deploy',
        'image:       ghcr.io/polycrate/toolchain:0.1.0',
        'transaction: 01a20a29-939a-7976-8509-d64b5621339c',
        '',
        '99%',
        'end',
        '',
      ].join('\n'),
    );
  });

  test('of a workflow has a line above each step', async () => {
    const shown = await exported(WORKFLOW, 'text');
    expect(shown).toContain('\n== migrate (shop deploy), timed-out, exit 2, 2.3 s\nmigrate\n');
    expect(shown).toMatch(/\n== announce \(chat say\), skipped\n$/);
  });
});

describe('JSON', () => {
  test('has the record and its journal', async () => {
    const recording = recordingOf(outputOf('one\n', { t: 7, s: 'stderr', b: '/w==' }));
    expect(JSON.parse(await exported(recording, 'json'))).toEqual({
      schema: 1,
      record: recording.record,
      output: [
        { t: 0, s: 'stdout', d: 'one\n' },
        { t: 7, s: 'stderr', b: '/w==' },
      ],
    });
  });

  test('of a workflow has them for each step', async () => {
    const { steps } = JSON.parse(await exported(WORKFLOW, 'json')) as { steps: Record<string, unknown>[] };
    expect(steps.map(({ step, state, start_ms: start }) => [step, state, start])).toEqual([
      ['build', 'succeeded', 10],
      ['lint', 'failure allowed', 700],
      ['migrate', 'timed-out', 1000],
      ['roll-back', 'interrupted', 2000],
      ['announce', 'skipped', 5000],
    ]);
    expect(steps[0]).toMatchObject({ record: { step: 'build' }, output: [{ t: 0, s: 'stdout', d: 'build\n' }] });
    expect(steps[4]).not.toHaveProperty('record');
  });
});
