import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { PUBLISHED } from '../../src/schema/published.ts';
import { scenario } from '../support/command-line.ts';

const WORKSPACE = {
  'workspace.poly': `name: acme
organization: corp
extraenv: [REGION=eu]
workflows:
  - name: flow
    steps:
      - { name: one, block: shop, action: make }
      - { name: two, block: shop, action: fail, allow_failure: true }
`,
  'secrets.poly': 'blocks: [{ name: shop, config: { password: hunter2hunter2 } }]\n',
  'blocks/shop/block.poly': `name: shop
version: 1.0.0
actions:
  - { name: make, script: "echo made > $ARTIFACTS/file.txt", timeout: 5m, prompt: { message: Sure? } }
  - { name: fail, script: exit 3 }
  - { name: play, playbook: play.yml }
`,
  'blocks/shop/play.yml': '[]\n',
};

/** The breaches of `value` when a schema also refuses every key it does not name. */
function breachesOf(name: string, value: unknown): unknown {
  const found = PUBLISHED.find((schema) => schema.name === name)!;
  const { $id: _id, ...document } = closed(found.document) as { $id: string };
  const ajv = new Ajv({ allErrors: true, strict: true, formats: { 'date-time': true } });
  ajv.validate(document, value);
  return ajv.errors ?? [];
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && copy['type'] === 'object' ? { ...copy, additionalProperties: false } : copy;
}

describe('polycrate schema', () => {
  test.each(PUBLISHED.map(({ name }) => name))(
    '%s prints the schema, in an empty folder and without an engine',
    async (name) => {
      await using ws = await scenario({});
      const { status, stdout, stderr } = await ws.polycrateWith({ findsEngine: true }, 'schema', name);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(JSON.parse(stdout)).toEqual(PUBLISHED.find((schema) => schema.name === name)?.document);
      const asData = await ws.polycrate('schema', name, '-o', 'json');
      expect(asData.stdout).toBe(stdout);
    },
  );

  test('lists what there is without a name', async () => {
    await using ws = await scenario({});
    const { status, stdout } = await ws.polycrate('schema');
    expect(status).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'NAME',
      'workspace',
      'block',
      'user',
      'record',
      'plan',
      'toolchain-lock',
      '',
    ]);
    expect(JSON.parse((await ws.polycrate('schema', '-o', 'json')).stdout)).toContainEqual({
      name: 'plan',
      of: 'polycrate plan BLOCK ACTION -o json',
      purpose: 'Everything one action would do.',
    });
  });

  test('a name that is none is answered with the nearest', async () => {
    await using ws = await scenario({});
    const near = await ws.polycrate('schema', 'bolck');
    expect(near).toMatchObject({ status: 64, stdout: '' });
    expect(near.stderr).toBe(
      'error[USAGE] there is no schema "bolck"; there are workspace, block, user, record, plan, toolchain-lock\nhint  polycrate schema block\n',
    );
    expect((await ws.polycrate('schema', 'inventory')).stderr).toContain('hint  polycrate schema\n');
  });
});

describe('what polycrate writes obeys the schema it publishes, with no key that is not in it', () => {
  test('records of actions and workflows', async () => {
    await using ws = await scenario(WORKSPACE);
    expect((await ws.polycrate('run', 'shop', 'make', '--yes')).status).toBe(0);
    expect((await ws.polycrate('run', 'shop', 'fail')).status).toBe(3);
    expect((await ws.polycrate('workflow', 'run', 'flow', '--yes')).status).toBe(0);
    const records = await ws.records();
    expect(records).toHaveLength(5);
    for (const record of records) expect(breachesOf('record', record)).toEqual([]);
    expect(breachesOf('record', { ...records[0], state: 'gone' })).not.toEqual([]);
  });

  test('a record that is still open, as one of a killed process stays', async () => {
    await using ws = await scenario(WORKSPACE);
    expect((await ws.polycrate('run', 'shop', 'make', '--yes')).status).toBe(0);
    const [record] = await ws.records();
    const { finished: _end, duration_ms: _ms, phases: _phases, exit_code: _code, artifacts: _files, ...open } = record!;
    expect(breachesOf('record', { ...open, state: 'running' })).toEqual([]);
  });

  test.each(['make', 'fail', 'play'])('the plan of %s', async (action) => {
    await using ws = await scenario(WORKSPACE);
    const { stdout } = await ws.polycrate('plan', 'shop', action, '-o', 'json');
    expect(breachesOf('plan', JSON.parse(stdout))).toEqual([]);
  });
});
