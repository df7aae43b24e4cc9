import { readFileSync } from 'node:fs';

/** What proc(5) counts times in, for every program of every Linux: USER_HZ. */
const TICKS_PER_SECOND = 100;

/** The start of the machine is told in whole seconds, and its clock may have been set a little since. */
const TOLERANCE_MS = 10_000;

/** A process id with what tells it from a later process that was given the same one. */
interface KnownProcess {
  readonly pid: number;
  /** Its start as `statusOf` gives it: exact. */
  readonly processStart?: string;
  /** The machine's boot as `bootId` gives it. */
  readonly boot?: string;
  /** ISO 8601; the process had begun by then. */
  readonly started?: string;
}

/** True unless the process is certainly gone. */
export function isAlive({ pid, processStart: written, boot, started }: KnownProcess): boolean {
  if (boot !== undefined && bootId() !== undefined && boot !== bootId()) return false;
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
export function statusOf(pid: number): { readonly state?: string | undefined; readonly start?: string | undefined } {
  const stat = readText(`/proc/${String(pid)}/stat`);
  if (stat === undefined) return {};
  // The name before may hold blanks and brackets of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0], start: fields[19] };
}

let boot: string | undefined;

/** What tells this boot of the machine from others, see random(4); undefined where the system does not say. */
export function bootId(): string | undefined {
  return (boot ??= readText('/proc/sys/kernel/random/boot_id')?.trim());
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
