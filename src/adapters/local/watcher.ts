import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';

/** The variable by which every process of a job is known, wherever it has gone to. */
export const MARK_VARIABLE = 'POLYCRATE_JOB';

// Its stdin is the lease: whatever ends the CLI closes it, and then the job and its files have to go. Processes that have left the job's
// group (daemons) are found by a variable in their environment, as CI servers do it; where there is no /proc, those stay.
const WATCHER = `
trap '' INT TERM HUP QUIT
__groups=() __ended=
while read -r __word __value; do
  case $__word in GROUP) __groups+=("$__value") ;; END) __ended=1; break ;; esac
done
__send() {
  local __each __sent=1
  for __each in "\${__groups[@]}"; do kill -s "$1" -- "-$__each" 2>/dev/null && __sent=0; done
  while IFS=/ read -r _ _ __each _; do kill -s "$1" -- "$__each" 2>/dev/null && __sent=0; done \\
    < <(grep -lzxF -- "$__mark" /proc/[0-9]*/environ 2>/dev/null)
  return "$__sent"
}
__folder=$1 __mark=$2
if [[ -z $__ended ]] && __send TERM; then
  for ((__i = 0; __i < 10; __i++)); do __send 0 || break; sleep 0.1; done
fi
# Again, for what was being started in between.
for ((__i = 0; __i < 3; __i++)); do __send KILL || break; done
rm -rf -- "$__folder" 2>/dev/null || { chmod -R u+rwx -- "$__folder"; rm -rf -- "$__folder"; } 2>/dev/null
`;

/** A process that outlives the CLI by just so long as it takes to end the job. */
export interface Watcher {
  readonly pid: number | undefined;
  /** Ends process group `group` too, when the time has come. */
  watch(group: number): void;
  /** Ends everything that is left of the job and removes its folder; resolves when that is done. Never rejects. */
  end(): Promise<void>;
}

/** Starts the watcher of a job: to be there before its folder and its processes are. */
export function openWatcher(folder: string, mark: string, path: string): Watcher {
  const child = spawn('bash', ['-c', WATCHER, 'polycrate', folder, `${MARK_VARIABLE}=${mark}`], {
    cwd: '/',
    env: { PATH: path },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = once(child, 'exit').then(
    () => undefined,
    () => undefined,
  );
  child.stdin.on('error', () => undefined);
  return {
    pid: child.pid,
    watch(group) {
      child.stdin.write(`GROUP ${String(group)}\n`);
    },
    async end() {
      child.stdin.end('END\n');
      await gone;
      // Somebody may have killed it.
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}
