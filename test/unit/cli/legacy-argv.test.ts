import { describe, expect, test } from '@jest/globals';
import { translateLegacy } from '../../../src/cli/legacy-argv.ts';

describe('a command line in the way of the existing tool', () => {
  test.each([
    ['run web go', 'run web go'],
    ['-e A=1 -f run web go', 'run web go -e A=1 -f'],
    ['-w there --env=A=1 run web go -- -e B=2', '-w there run web go --env=A=1 -- -e B=2'],
    ['--local=false run web go', 'run web go'],
    ['run web go --force=true', 'run web go --force'],
    ['--pull=false block list', '--pull block list'],
    ['run web go -- --force=true', 'run web go -- --force=true'],
    ['run web go -e A=true', 'run web go -e A=true'],
    ['-v', '-v'],
    ['version --short', '--version'],
    ['workspace init --with-name acme --with-config=false', 'workspace init --name acme'],
    ['', ''],
  ])('%j is %j', (given, expected) => {
    const words = (text: string) => text.split(' ').filter(Boolean);
    expect(translateLegacy(words(given))).toEqual(words(expected));
  });
});
