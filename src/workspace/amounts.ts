import type { Breach } from '../schema/generated/validators.js';
import { MEMORY_PATTERN } from '../schema/rules.ts';
import { adviseDuration } from './durations.ts';

const WITHOUT = 'remove it; there is no limit then';
const MEMORY_EXAMPLE = 'write for example 2g';
const MIB = 1024 ** 2;
/** What nobody writes as a number of bytes. */
const MOST_UNITS = 65_536;

/**
 * The edit for a wrong value of a key that limits what runs, below `key`; undefined for any other key. Without `written` the value
 * is nobody's to see, and only an example is given.
 */
export function adviseAmount({ data, parentSchema }: Breach, written: string | undefined, key: string) {
  if (parentSchema['pattern'] === MEMORY_PATTERN) return adviseMemory(written);
  if (parentSchema['exclusiveMinimum'] === 0) return adviseCpus(written);
  if (parentSchema['maximum'] === 255) return 'write an exit code from 1 to 255';
  if (parentSchema['minimum'] === 1 && typeof data === 'number' && data < 1)
    return key === 'pids' ? WITHOUT : 'write 1 or more';
  if (key === 'park' && typeof data !== 'object') return adviseParking(data, written);
  if (key === 'tmpfs' && typeof data === 'string' && parentSchema['type'] === 'string') return adviseFolder(written);
  if (key === 'retry' && typeof data !== 'object') return adviseRetry(written);
  return undefined;
}

function adviseMemory(written = ''): string {
  const [, count = '', unit = ''] = /^["']?(-?\d+(?:\.\d+)?)\s*([a-z]*)["']?$/i.exec(written) ?? [];
  if (count === '') return MEMORY_EXAMPLE;
  const amount = Number(count);
  if (amount <= 0) return WITHOUT;
  if (unit !== '')
    return /^(?:[kmgt]i?b?|(?:kilo|mega|giga|tera)\w*)$/i.test(unit) ? inUnit(count, unit) : MEMORY_EXAMPLE;
  if (amount < 6) return `write ${count}g`;
  if (amount <= 64) return `write ${count}g or ${count}m`;
  return amount <= MOST_UNITS ? `write ${count}m` : `write ${String(Math.max(6, Math.ceil(amount / MIB)))}m`;
}

function inUnit(count: string, unit: string): string {
  return `write ${count}${unit.charAt(0).toLowerCase()}`;
}

function adviseCpus(written = ''): string {
  const [, count = '0'] = /^["']?(\d+(?:\.\d+)?)/.exec(written) ?? [];
  if (Number(count) > 0) return `write ${count}`;
  return /^["']?[-+]?[0.]+["']?$|^-/.test(written) ? 'remove it, or write a number above 0' : 'write for example 1.5';
}

function adviseParking(data: unknown, written: string | undefined): string {
  const word = String(data).toLowerCase();
  if (/^(?:never|no|none|false|disabled?|-1|0[a-z]*)$/.test(word)) return 'write off';
  if (/^(?:always|yes|on|true|enabled?|default)$/.test(word)) return 'write auto';
  return adviseDuration(written ?? data, written === undefined);
}

function adviseFolder(written = ''): string {
  const path = written
    .replaceAll(/^["']?(?:\.\/|~\/?)?\/?|["']$/g, '')
    .replace(/:.*$/, (options) => options.toLowerCase());
  return /^[^:\s]+(?::[a-z0-9=,]+)?$/.test(path) ? `write /${path}` : 'write for example /cache:size=64m';
}

function adviseRetry(written = ''): string | undefined {
  const word = written.replaceAll(/^["']|["']$/g, '').toLowerCase();
  if (/^[1-9]\d{0,3}$/.test(word)) return `write { attempts: ${word} }`;
  if (/^(?:true|yes|on|always)$/.test(word)) return 'write { attempts: 2 }';
  return /^(?:false|no|off|never|none|0|-1)$/.test(word) ? 'remove it' : undefined;
}
