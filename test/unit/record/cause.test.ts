import { describe, expect, test } from '@jest/globals';
import { createTail, findCause } from '../../../src/record/cause.ts';

const ANSIBLE = `
PLAY [all] *********************************************************************

TASK [Gathering Facts] *********************************************************
ok: [web1]

TASK [nginx : Install] *********************************************************
fatal: [web1]: FAILED! => {"changed": false, "msg": "No package matching \\"ngnix\\" is available"}

PLAY RECAP *********************************************************************
web1                       : ok=1    changed=0    unreachable=0    failed=1
`;

const TERRAFORM = `╷
│ Error: Reference to undeclared resource
│
│   on main.tf line 3, in output "ip":
│    3:   value = null_resource.none.id
╵
`;

describe('the cause of a failure', () => {
  test.each([
    [
      'of Ansible is its fatal line, with host and task',
      ANSIBLE,
      '',
      'failed on web1, nginx : Install: No package matching "ngnix" is available',
    ],
    [
      'of an unreachable host too',
      'fatal: [db]: UNREACHABLE! => {"changed": false, "msg": "Failed to connect", "unreachable": true}\n',
      '',
      'unreachable on db: Failed to connect',
    ],
    [
      'of Terraform is its Error, with the place',
      '',
      TERRAFORM,
      'Reference to undeclared resource (main.tf line 3, in output "ip")',
    ],
    ['of anything else is the end of stderr', 'hello\n', 'one\ntwo\n\nthree\n', 'two / three'],
    ['is not made up from ordinary output', 'hello\n', '', undefined],
  ])('%s', (_title, stdout, stderr, cause) => {
    expect(findCause(stdout, stderr)).toBe(cause);
  });

  test('is short, and without colours', () => {
    expect(findCause('', `\u001b[31mred\u001b[0m\n${'x'.repeat(1000)}`)?.length).toBeLessThanOrEqual(300);
    const tail = createTail();
    tail.see({ name: 'output.written', stream: 'stderr', chunk: Buffer.from('\u001b[1;31mno\u001b[0m such host\n') });
    expect(tail.cause()).toBe('no such host');
  });

  test('is found at the end of a flood, of which only the end is kept', () => {
    const tail = createTail();
    const flood = Buffer.alloc(64 * 1024, 'noise\n');
    for (let at = 0; at < 100; at += 1) tail.see({ name: 'output.written', stream: 'stderr', chunk: flood });
    tail.see({ name: 'output.written', stream: 'stderr', chunk: Buffer.from('boom\n') });
    expect(tail.cause()).toMatch(/boom$/);
  });
});
