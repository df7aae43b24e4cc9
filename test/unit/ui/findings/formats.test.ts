import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../../../src/errors.ts';
import { formatForGithub } from '../../../../src/ui/findings/github.ts';
import { pathFrom, uriFrom } from '../../../../src/ui/findings/paths.ts';
import { summarize, type FindingsReport } from '../../../../src/ui/findings/report.ts';
import { describeAsSarif } from '../../../../src/ui/findings/sarif.ts';
import { error, type Finding, warning } from '../../../../src/workspace/index.ts';

const place = (file: string, line: number, length?: number) => ({
  file,
  line,
  column: 3,
  ...(length === undefined ? {} : { length }),
});
const NAMES = error(
  new Problem('NAME_DUPLICATE', '"web" is used twice', {
    hint: 'rename one',
    places: [place('/ws/blocks/a/block.poly', 2, 4), place('/ws/blocks/b/block.poly', 5)],
  }),
);
const NOWHERE = warning(new Problem('FILE_UNREADABLE', '100% odd,\r\nand: more'));

function report(...findings: Finding[]): FindingsReport {
  const counts = { blocks: 2, actions: 1, workflows: 0 };
  return { workspace: 'acme', directory: '/ws', strict: false, ...counts, findings };
}

describe('the line that sums up', () => {
  test.each([
    [[NAMES], '1 error in 1 file'],
    [[NAMES, NAMES, NOWHERE], '2 errors, 1 warning in 1 file'],
    [[error(NOWHERE.problem)], '1 error'],
    [[NOWHERE], 'acme is valid: 2 blocks, 1 action, 0 workflows, 1 warning'],
    [[], 'acme is valid: 2 blocks, 1 action, 0 workflows, 0 warnings'],
  ])('counts errors, warnings and files (%#)', (findings, line) => {
    expect(summarize(report(...findings))).toBe(line);
  });
});

describe('the name of a file', () => {
  test('is relative inside the folder and absolute outside', () => {
    expect(pathFrom('/ws/blocks', '/ws/blocks/a b/block.poly')).toBe('a b/block.poly');
    expect(pathFrom('/ws/blocks', '/ws/workspace.poly')).toBe('/ws/workspace.poly');
    expect(pathFrom('/ws', '/ws/..odd/x')).toBe('..odd/x');
  });

  test('is a URI where one is asked for', () => {
    expect(uriFrom('/ws', '/ws/a b/#1.poly')).toBe('a%20b/%231.poly');
    expect(uriFrom('/ws/sub', '/ws/a b.poly')).toBe('file:///ws/a%20b.poly');
  });
});

describe('for GitHub', () => {
  test('a finding is a workflow command with its place, its code, and what helps', () => {
    expect(formatForGithub([NAMES], '/ws')).toEqual([
      '::error file=blocks/a/block.poly,line=2,col=3,endColumn=7,title=NAME_DUPLICATE::' +
        '"web" is used twice%0Aalso blocks/b/block.poly:5%0Ahint: rename one',
    ]);
  });

  test('what would end a command or a property is escaped, and control characters are shown', () => {
    const odd = warning(new Problem('KEY_UNKNOWN', '::error::\u001b[2J', { places: [place('/ws/a,b:c%.poly', 1)] }));
    expect(formatForGithub([NOWHERE, odd], '/ws')).toEqual([
      '::warning title=FILE_UNREADABLE::100%25 odd,%0D%0Aand: more',
      '::warning file=a%2Cb%3Ac%25.poly,line=1,col=3,title=KEY_UNKNOWN::::error::␛[2J',
    ]);
  });
});

describe('SARIF', () => {
  const log = describeAsSarif(report(NAMES, NOWHERE, NAMES), { version: '1.2.3', directory: '/ws' });
  const [run] = log.runs;

  test('names the tool, its version and a rule for each code', () => {
    expect(log).toMatchObject({ $schema: expect.stringContaining('sarif-2.1.0'), version: '2.1.0' });
    expect(run?.tool.driver).toMatchObject({ name: 'polycrate', version: '1.2.3' });
    expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(['FILE_UNREADABLE', 'NAME_DUPLICATE']);
    expect(run?.tool.driver.rules[1]).toEqual({
      id: 'NAME_DUPLICATE',
      shortDescription: { text: 'A name is used twice' },
      helpUri: expect.stringMatching(/^https:.*\/docs\/reference\/errors\.md#name_duplicate$/),
    });
  });

  test('says of each finding what, where and how bad', () => {
    expect(run?.results[0]).toMatchObject({
      ruleId: 'NAME_DUPLICATE',
      ruleIndex: 1,
      level: 'error',
      message: { text: '"web" is used twice\nHint: rename one' },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'blocks/a/block.poly', uriBaseId: '%SRCROOT%' },
            region: { startLine: 2, startColumn: 3, endColumn: 7 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: 'blocks/b/block.poly', uriBaseId: '%SRCROOT%' },
            region: { startLine: 5, startColumn: 3 },
          },
        },
      ],
    });
  });

  test('puts what lies nowhere at the beginning of workspace.poly', () => {
    const [location] = run?.results[1]?.locations ?? [];
    expect(location?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'workspace.poly' },
      region: { startLine: 1, startColumn: 1 },
    });
  });

  test('has fingerprints that differ, and stay when lines move', () => {
    const prints = (run?.results ?? []).map(({ partialFingerprints }) => partialFingerprints['finding/v1']);
    expect(new Set(prints).size).toBe(3);
    const { code, message } = NAMES.problem;
    const moved = error(new Problem(code, message, { places: [place('/ws/blocks/a/block.poly', 99)] }));
    const [later] = describeAsSarif(report(moved), { version: '1.2.4', directory: '/ws' }).runs[0]?.results ?? [];
    expect(later?.partialFingerprints['finding/v1']).toBe(prints[0]);
  });
});
