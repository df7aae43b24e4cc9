import { describe } from '@jest/globals';
import { BACK, testMistakes, type Mistake } from '../support/mistakes.ts';

const W = 'workspace.poly';
const SERVERS = 'blocks/servers/block.poly';

/** A wrong setting below config.container. */
const container = (title: string, written: string, column: number, ...fix: [] | [typeof BACK]): Mistake => [
  title,
  W,
  '    network: host',
  `    network: host\n    ${written}`,
  `VALUE_INVALID workspace.poly:36:${String(column)}`,
  ...fix,
];

/** A wrong setting of an action. */
const action = (title: string, written: string, column: number, ...fix: [] | [typeof BACK]): Mistake => [
  title,
  SERVERS,
  '    timeout: 30m',
  `    ${written}`,
  `VALUE_INVALID ${SERVERS}:20:${String(column)}`,
  ...fix,
];

describe('mistakes in limits', () => {
  testMistakes('mistakes/limits.txt', [
    container('memory without its unit', 'memory: 512', 13),
    container('little memory without its unit', 'memory: 2', 13),
    container('memory without its unit, quoted', 'memory: "512"', 13),
    container('memory in a unit of no one', 'memory: 2x', 13),
    container('memory in a word', 'memory: 512 megabytes', 13),
    container('no memory', 'memory: 0', 13),
    container('too few bytes', 'memory: 1000000', 13),
    container('no CPUs', 'cpus: 0', 11),
    container('CPUs with a unit', 'cpus: 2 cores', 11),
    container('millicores', 'cpus: half', 11),
    container('pids below zero', 'pids: -1', 11),
    container('never park', 'park: never', 11),
    container('park: false', 'park: false', 11),
    container('park without a unit', 'park: 300', 11),
    container('a relative path of tmpfs', 'tmpfs: [cache]', 13),
    container('options of tmpfs in capitals', 'tmpfs: ["cache:SIZE=64M"]', 13),
    container('tmpfs as a text', 'tmpfs: /cache', 12),
    container('a misspelt capability', 'capabilities: [NET_ADMN]', 20),
    container('a capability with its prefix', 'capabilities: [CAP_KILL]', 20),
    container('a capability that is none', 'capabilities: [everything]', 20, BACK),
    container('a capability without a list', 'capabilities: NET_ADMIN', 19),
    ['cpu', W, '    network: host', '    network: host\n    cpu: 2', 'KEY_UNKNOWN workspace.poly:36:5'],
    action('a number of attempts as retry', 'retry: 3', 12),
    action('retry: true', 'retry: true', 12),
    action('retry: false', 'retry: false', 12),
    action('an exit code that is none', 'retry: { on: [300] }', 19, BACK),
    action('success as a failure', 'retry: { on: [0] }', 19, BACK),
    action('one exit code without a list', 'retry: { on: 75 }', 18),
    action('no attempts', 'retry: { attempts: 0 }', 24),
    action('no limit as below zero', 'timeout: -1s', 14),
  ]);
});
