// Times whole processes. Noise comes in waves on shared machines, so commands to be compared take turns, and medians are told.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Runs a command (its words, or also its `env`) to its end; answers wall time and peak memory. Its stdout is read and dropped, or piped to a file. */
export function time(given, { cwd, stdout = 'ignore', stallMs, ...options } = {}) {
  const { command: words, env = options.env } = Array.isArray(given) ? { command: given } : given;
  const [command, ...args] = words;
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(command, args, { cwd, stdio: ['ignore', stdout, 'pipe'], env: { ...process.env, ...env } });
    // A pipe is read to its end, but not before it has been left alone for a while.
    if (stallMs !== undefined) setTimeout(() => child.stdout.resume(), stallMs);
    let peakKib = 0;
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const watch = setInterval(() => {
      peakKib = Math.max(peakKib, peakOf(child.pid));
    }, 20);
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(watch);
      const ms = performance.now() - begun;
      if (status === 0) resolve({ ms, peakMib: peakKib / 1024 });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${status}: ${errors}`));
    });
  });
}

/** High-water mark of a process's resident memory in KiB; 0 where it cannot be read. */
function peakOf(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Lets the commands take turns `runs` times after one warm-up each, with a pause before each where one is asked for; answers the times of each, in milliseconds. */
export async function turns(commands, runs, options) {
  for (const command of commands) await time(command, options);
  const times = commands.map(() => []);
  for (let round = 0; round < runs; round += 1) {
    for (const [at, command] of commands.entries()) {
      if (options?.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.pauseMs));
      times[at].push((await time(command, options)).ms);
    }
  }
  return times;
}
