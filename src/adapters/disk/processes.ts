import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ProcessMark } from '../../record/index.ts';

/** What proc(5) counts times in, for every program of every Linux: USER_HZ. */
const TICKS_PER_SECOND = 100;

/** The start of the machine is told in whole seconds, and its clock may have been set a little since. */
const TOLERANCE_MS = 10_000;

/** A process id with what tells it from a later process that was given the same one. */
interface KnownProcess extends ProcessMark {
  readonly pid: number;
  /** ISO 8601; the process had begun by then. */
  readonly started?: string;
}

/** What tells a process of ours from others that have its id elsewhere, before or after it. */
export function markOf(pid: number): ProcessMark {
  const [boot, namespace, { start }] = [bootId(), pidNamespace(), statusOf(pid)];
  return {
    ...(boot === undefined ? {} : { boot }),
    ...(namespace === undefined ? {} : { pid_namespace: namespace }),
    ...(start === undefined ? {} : { process_start: start }),
  };
}

/** True where process ids mean other processes than here: on another machine, or in a container, even one that has this machine's name. */
export function isElsewhere({
  host,
  pid_namespace: namespace,
}: Pick<ProcessMark, 'pid_namespace'> & { readonly host: string }): boolean {
  return host !== hostname() || isOtherNamespace(namespace);
}

/** True unless the process, one of this machine, is certainly gone. */
export function isAlive({
  pid,
  process_start: written,
  boot,
  pid_namespace: namespace,
  started,
}: KnownProcess): boolean {
  if (boot !== undefined && bootId() !== undefined && boot !== bootId()) return false;
  if (isOtherNamespace(namespace)) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const { state, start } = statusOf(pid);
  // A zombie has ended; only its parent has not looked yet.
  if (state === 'Z' || state === 'X') return false;
  if (start === undefined) return true;
  if (written !== undefined) return start === written;
  return started === undefined || !beganAfter(start, started);
}

/** State and start time (clock ticks since boot) of a process: fields 3 and 22 of /proc/PID/stat, see proc(5). Empty where there is no /proc. */
function statusOf(pid: number): { readonly state?: string | undefined; readonly start?: string | undefined } {
  const stat = readText(`/proc/${String(pid)}/stat`);
  if (stat === undefined) return {};
  // The name before may hold blanks and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], start: fields[19] };
}

let boot: string | undefined;

/** What tells this boot of the machine from others, see random(4); undefined where the system does not say. */
function bootId(): string | undefined {
  return (boot ??= readText('/proc/sys/kernel/random/boot_id')?.trim());
}

let namespace: string | undefined;

/** What process ids are counted in, see pid_namespaces(7): `pid:[INODE]`; undefined where the system does not say. */
function pidNamespace(): string | undefined {
  try {
    return (namespace ??= readlinkSync('/proc/self/ns/pid'));
  } catch {
    return undefined;
  }
}

/** Of what was written where nothing was known of namespaces, ours is meant. */
function isOtherNamespace(written: string | undefined): boolean {
  return written !== undefined && written !== pidNamespace();
}

function beganAfter(startTicks: string, moment: string): boolean {
  const bootSeconds = /^btime (\d+)$/m.exec(readText('/proc/stat') ?? '')?.[1];
  if (bootSeconds === undefined) return false;
  const beganMs = (Number(bootSeconds) + Number(startTicks) / TICKS_PER_SECOND) * 1000;
  // A moment that is no date compares as false: then nothing can be said.
  return beganMs > Date.parse(moment) + TOLERANCE_MS;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
