import type { OutputStream } from '../../events.ts';
import type { RecordFile } from '../record.ts';
import { describeTurn } from './attempts.ts';
import { readLines } from './lines.ts';
import { createPainter, textOf } from './paint.ts';
import type { Recording, Section } from './recording.ts';
import { attributes, escapeText } from './xml.ts';

type Verdict = 'passed' | 'failure' | 'error' | 'skipped';

/**
 * A JUnit XML report: a test suite of one test case an action or step, after the schema Jenkins publishes
 * (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd), which GitLab reads too. What the action did wrong is a failure, what ended it from outside an error;
 * an allowed failure counts as skipped, as pytest counts what is expected to fail. Attempts that others followed are told as Maven Surefire tells
 * them (https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd).
 */
export async function* exportJunit({ record, sections }: Recording): AsyncGenerator<string> {
  const counted = (wanted: Verdict): number => sections.filter((section) => judge(section) === wanted).length;
  const name = record.workflow ?? record.block ?? record.workspace;
  const counts = {
    tests: sections.length,
    failures: counted('failure'),
    errors: counted('error'),
    skipped: counted('skipped'),
    time: seconds(record.duration_ms),
  };
  const { skipped: _skipped, ...totals } = counts;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites${attributes({ name: record.workspace, ...totals })}>\n`;
  // Neither zone nor fractions: the schema has no place for them.
  const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(record.started)?.[0];
  yield `  <testsuite${attributes({ name, ...counts, timestamp, hostname: record.host })}>\n`;
  yield propertiesOf(record);
  for (const section of sections) yield* testCase(section, record);
  yield '  </testsuite>\n</testsuites>\n';
}

function propertiesOf(record: RecordFile): string {
  const { transaction, command, user, cli, image, image_id: imageId } = record;
  const facts = Object.entries({ transaction, command, user, polycrate: cli, image, image_id: imageId });
  const lines = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`      <property${attributes({ name, value })}/>\n`],
  );
  return `    <properties>\n${lines.join('')}    </properties>\n`;
}

async function* testCase(section: Section, { workspace, workflow }: RecordFile): AsyncGenerator<string> {
  const { step, block, action, durationMs } = section;
  const classname = [workspace, workflow, step === undefined ? undefined : block].filter(Boolean).join('.');
  const name = step ?? `${block} ${action}`;
  yield `    <testcase${attributes({ classname, name, time: seconds(durationMs) })}>\n`;
  const verdict = judge(section);
  const told = verdict === 'passed' ? '' : `      <${verdict}${attributes(reasonOf(section, verdict))}/>\n`;
  // Surefire's order: a failure, the attempts, then what else there can be.
  if (verdict === 'failure') yield told;
  yield* earlierAttempts(section);
  if (verdict !== 'failure') yield told;
  for (const stream of ['stdout', 'stderr'] as const) yield* printed(section, stream);
  yield '    </testcase>\n';
}

/** `flakyFailure` where a later attempt succeeded, else `rerunFailure`; both must have a stack trace, which here is the message. */
function* earlierAttempts({ state, turns = [] }: Section): Generator<string> {
  const tag = state === 'succeeded' ? 'flakyFailure' : 'rerunFailure';
  for (const turn of turns) {
    const message = describeTurn(turn);
    const trace = `<stackTrace>${escapeText(message)}</stackTrace>`;
    yield `      <${tag}${attributes({ message, type: turn.failed.state })}>${trace}</${tag}>\n`;
  }
}

async function* printed({ output }: Section, stream: OutputStream): AsyncGenerator<string> {
  const tag = stream === 'stdout' ? 'system-out' : 'system-err';
  const paint = createPainter();
  let isOpen = false;
  for await (const line of readLines(output)) {
    if (line.stream !== stream) continue;
    if (!isOpen) yield `      <${tag}>`;
    isOpen = true;
    yield `${escapeText(textOf(paint(line.raw)))}\n`;
  }
  if (isOpen) yield `</${tag}>\n`;
}

function judge({ state }: Section): Verdict {
  if (state === 'succeeded') return 'passed';
  if (state === 'failed' || state === 'timed-out') return 'failure';
  return state === 'skipped' || state === 'failure allowed' ? 'skipped' : 'error';
}

function reasonOf({ state, exitCode, record }: Section, verdict: Verdict): Readonly<Record<string, string>> {
  const exit = exitCode === undefined ? '' : `exit status ${String(exitCode)}`;
  const message = [state === 'skipped' ? 'not run' : state.replace('-', ' '), exit, record?.cause]
    .filter(Boolean)
    .join(': ');
  // The schema knows no type of what is skipped.
  return verdict === 'skipped' ? { message } : { message, type: state };
}

function seconds(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : (ms / 1000).toFixed(3);
}
