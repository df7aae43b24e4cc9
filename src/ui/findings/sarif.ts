import { createHash } from 'node:crypto';
import { type Place, PROBLEMS, type ProblemCode } from '../../errors.ts';
import { pathFrom, uriFrom } from './paths.ts';
import type { FindingsReport } from './report.ts';

const HOME = 'https://github.com/polycrate/polycrate';
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** Names the folder that the check ran in, which in CI is that of the repository. */
const BASE = '%SRCROOT%';

export interface SarifOptions {
  readonly version: string;
  /** Files below it are named relative to it. */
  readonly directory: string;
}

/** A SARIF 2.1.0 log with one result per finding. */
export function describeAsSarif(report: FindingsReport, { version, directory }: SarifOptions) {
  const codes = [...new Set(report.findings.map(({ problem }) => problem.code))].sort();
  const fingerprint = createFingerprints();
  const results = report.findings.map(({ severity, problem: { code, message, hint, places } }) => {
    // Code scanning refuses a result that lies nowhere.
    const [first, ...others] = places.length === 0 ? [nowhere(report.directory)] : places;
    const text = hint === undefined ? message : `${message}\nHint: ${hint}`;
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: severity,
      message: { text },
      locations: first === undefined ? [] : [{ physicalLocation: locationOf(first, directory) }],
      ...(others.length === 0 ? {} : { relatedLocations: others.map((place, at) => relatedTo(place, at, directory)) }),
      partialFingerprints: {
        'finding/v1': fingerprint(code, first === undefined ? '' : pathFrom(directory, first.file), message),
      },
    };
  });
  const driver = {
    name: 'polycrate',
    version,
    semanticVersion: version,
    informationUri: HOME,
    rules: codes.map(ruleOf),
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }] };
}

function ruleOf(code: ProblemCode) {
  return {
    id: code,
    shortDescription: { text: PROBLEMS[code].title },
    helpUri: `${HOME}/blob/main/docs/reference/errors.md#${code.toLowerCase()}`,
  };
}

function nowhere(directory: string): Place {
  return { file: `${directory}/workspace.poly`, line: 1, column: 1 };
}

function relatedTo(place: Place, at: number, directory: string) {
  return { id: at + 1, message: { text: 'also here' }, physicalLocation: locationOf(place, directory) };
}

function locationOf({ file, line, column, length }: Place, directory: string) {
  const uri = uriFrom(directory, file);
  return {
    artifactLocation: { uri, ...(uri.startsWith('file:') ? {} : { uriBaseId: BASE }) },
    region: { startLine: line, startColumn: column, ...(length === undefined ? {} : { endColumn: column + length }) },
  };
}

/** Stays the same when lines move; the same finding again in one file gets a number of its own. */
function createFingerprints(): (...parts: readonly string[]) => string {
  const seen = new Map<string, number>();
  return (...parts) => {
    const text = parts.join('\n');
    const before = seen.get(text) ?? 0;
    seen.set(text, before + 1);
    return `${createHash('sha256').update(text).digest('hex').slice(0, 32)}:${String(before + 1)}`;
  };
}
