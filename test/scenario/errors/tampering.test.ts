import { expect, test } from '@jest/globals';
import { watchTampering } from '../../../src/adapters/engine/build/tampering.ts';
import { expectWording, render, told } from '../../support/command-line.ts';

const MODULE = {
  step: '[yq 2/2] RUN /src/bin/compile yq "4.54.2" "1"',
  lines: [
    'go: downloading github.com/goccy/go-yaml v1.19.2',
    'verifying github.com/goccy/go-yaml@v1.19.2: checksum mismatch',
    '\tdownloaded: h1:PmFC1S6h8ljIz6gMRBopkjP1TVT7xuwrButHID66PoM=',
    '\tgo.sum:     h1:AAAA1S6h8ljIz6gMRBopkjP1TVT7xuwrButHID66PoM=',
    'SECURITY ERROR',
  ],
};
const PACKAGE = {
  step: '[azure-cli 4/4] RUN /src/bin/install-python azure-cli "2.91.0" "1"',
  lines: [
    'Collecting azure-core==1.39.0 (from -r /src/python/azure-cli.txt (line 13))',
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.',
    '    azure-core==1.39.0 from https://files.pythonhosted.org/packages/azure_core-1.39.0-py3-none-any.whl (from -r /src/python/azure-cli.txt (line 13)):',
    '        Expected sha256 aaaab70fab5438c3f68770649a78daf97833caa83827f91df9c14e0e0ea7d34f',
    '             Got        4ac7b70fab5438c3f68770649a78daf97833caa83827f91df9c14e0e0ea7d34f',
  ],
};

/** What is found in a build in which other steps print between the lines. */
function watch({ step, lines }: typeof MODULE) {
  const passed: string[] = [];
  const { listener, problem } = watchTampering({
    progressed: () => undefined,
    logged: (_step, text) => passed.push(text),
  });
  for (const line of lines) {
    listener.logged(step, line);
    listener.logged('[helm 2/2] RUN /src/bin/compile helm "3.22.0" "1"', 'go: downloading k8s.io/api v0.36.3');
  }
  expect(passed).toHaveLength(2 * lines.length);
  return problem();
}

test('a download that is not what the recipe recorded is told by name, with both checksums', async () => {
  const read = async (failure: typeof MODULE) =>
    told('CHECKSUM_MISMATCH', await render(watch(failure)), { directory: '/nowhere' });
  expectWording('CHECKSUM_MISMATCH', { 'a Go module': await read(MODULE), 'a package of PyPI': await read(PACKAGE) });
});

test('a build that fails otherwise has not been tampered with', () => {
  expect(watch({ ...MODULE, lines: ['yq.go:1: syntax error'] })).toBeUndefined();
});
