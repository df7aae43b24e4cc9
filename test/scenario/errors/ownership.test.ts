import { test } from '@jest/globals';
import { planAction } from '../../../src/plan/index.ts';
import { checkOwnership } from '../../../src/record/index.ts';
import { MemoryRecords } from '../../fakes/memory-records.ts';
import { expectWording } from '../../support/command-line.ts';
import { createTestRenderer } from '../../support/rendering.ts';
import { block, facts, host, request, workspace } from '../../support/resolved.ts';

// A caller who is not root cannot be had everywhere; test/e2e/ownership.test.ts has one where it can.
test('what a person reads when an action has left files to somebody else', async () => {
  const plan = planAction(workspace({ blocks: [block({ container: { user: 'root' } })] }), request(), facts());
  const read = async (...paths: readonly string[]): Promise<string> => {
    const records = new MemoryRecords();
    records.foreign = paths.map((path) => ({ path, uid: 0 }));
    const { renderer, streams } = createTestRenderer();
    const engine = () => Promise.resolve({ endpoint: 'unix:///var/run/docker.sock' });
    const emit = (event: Parameters<typeof renderer.event>[0]) => renderer.event(event);
    await checkOwnership(plan, new Date(0), { records, host: host(), emit, engine });
    await renderer.close();
    return streams.text.stderr();
  };
  expectWording('FILES_FOREIGN', {
    'a few': await read('artifacts/blocks/hello/result', 'my file'),
    many: await read('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  });
});
