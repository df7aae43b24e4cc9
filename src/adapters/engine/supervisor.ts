import { randomBytes } from 'node:crypto';
import { MASKING } from '../../run/index.ts';
import { AGAIN, TIDIED, TIDY } from './tidy.ts';
import { UNPACK } from './unpack.ts';

/** Statuses the supervisor ends with when it gives no end mark; none of them is ever taken for the action's. */
export const SUPERVISOR_STATUS = { leaseLost: 113, unpackFailed: 114 } as const;

/** Once a first BEAT has come on the lease, this many seconds without a word end it. */
export const LEASE_SILENCE_S = 30;

const LEASE_LOST = String(SUPERVISOR_STATUS.leaseLost);
const UNPACK_FAILED = String(SUPERVISOR_STATUS.unpackFailed);

/** A word nobody else prints: the supervisor ends both streams with `\0<token> <status>\n`, the status followed by ` oom` when memory ran out; before that it hands on lines of polycrate-mask on stdout, `\0<token> <line>\n`. */
export function createToken(): string {
  return randomBytes(12).toString('hex');
}

// Becomes the action: takes its environment, gives its user a name and a home, and hands over the process.
// All by bash itself, since every program started costs a millisecond. Its variables start with __ so that they cannot collide with the action's.
const LAUNCH = `
__base=/run/polycrate
__lost=${LEASE_LOST}
__job=$__base/.job
__name_id() { # FILE ID NAME REST: gives an id a name, where the image lets us and it has none
  local __skip __id
  [[ -w $1 ]] || return 0
  while IFS=: read -r __skip __skip __id __skip; do [[ $__id == "$2" ]] && return 0; done <"$1"
  printf '%s:x:%s:%s\\n' "$3" "$2" "$4" >>"$1"
}
__launch() {
  local __argv __entry __name __user __gid=\${GROUPS[0]} __odd=()
  mapfile -d '' -t __argv <"$__job/command"
  set -- "\${__argv[@]}"
  __user=$1
  cd -- "$2" 2>/dev/null || { printf 'polycrate: cannot enter the working directory %s in the container\\n' "$2" >&2; exit 66; }
  shift 2
  export PATH=$PATH:$__base/bin
  while IFS= read -r -d '' __entry; do
    __name=\${__entry%%=*}
    # Names the shell cannot hold (a.b) or does not let go of (UID) are handed on by env(1).
    if [[ $__name == [0-9]* || $__name == *[!A-Za-z0-9_]* ]] || ! export -- "$__entry"; then __odd+=("$__entry"); fi
  done <"$__job/env" 2>/dev/null
  ((\${#__odd[@]} == 0)) || set -- env -- "\${__odd[@]}" "$@"
  [[ -n $HOME && $HOME != / && -w $HOME && -x $HOME ]] || export HOME=$__base/home
  __name_id /etc/passwd "$EUID" "$__user" "$__gid::$HOME:/bin/bash"
  __name_id /etc/group "$__gid" "$__user" ''
  exec -- "$@"
}
`;

// A process started while a signal came may have missed it, and a shell that waits for it never gets to its trap. Who handles the
// signal is left alone: many programs take a second one for an order to drop everything.
const REMIND = `
__remind() { # NUMBER [GROUP]: a signal for all processes, or those of a group, that neither block nor ignore nor handle it
  local __signal=$1 __among=$2 __process __line __key __mask __minds
  for __process in /proc/[0-9]*; do
    read -r __line <"$__process/stat" || continue
    set -- \${__line##*) }
    [[ $1 != Z && ( -z $__among || $3 == "$__among" ) ]] || continue
    __minds=
    while IFS=$':\\t' read -r __key __mask; do
      case $__key in SigBlk | SigIgn | SigCgt) ((0x$__mask >> (__signal - 1) & 1)) && __minds=1 ;; esac
    done <"$__process/status"
    [[ -n $__minds ]] || kill -s "$__signal" "\${__process##*/}"
  done 2>/dev/null
}
`;

// What polycrate-mask writes into its FIFO goes on to the CLI, and the CLI's answer to whoever waits for it. Opened for both directions,
// the entrance never ends, and an answer that nobody waits for any more blocks nobody.
const REGISTER = `
__register() {
  local __line
  trap '' INT TERM HUP QUIT
  while IFS= read -r __line; do
    [[ $__line == [+=]* ]] && printf '\\0%s %s\\n' "$__token" "$__line"
  done <>"$__base/${MASKING.entrance}"
}
__answer() { [[ ! -p $__base/${MASKING.answer}$1 ]] || printf '\\n' 1<>"$__base/${MASKING.answer}$1"; }
`;

// The kernel counts what it kills for lack of memory: in the first file with cgroup v2, in the second with v1.
const OOM = `
__oom() {
  local __file __key __count
  for __file in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
    [[ -r $__file ]] || continue
    while read -r __key __count; do [[ $__key == oom_kill && $__count != 0 ]] && return 0; done <"$__file"
  done
  return 1
}
`;

// PID 1. Its stdin is the way in for the job and also the lease: whatever ends the CLI closes it.
// $1: how many seconds it waits for a first line; without it, as long as the lease holds. STAY says that somebody is there, whose job comes later.
const MEET = `
__prepare || exit ${UNPACK_FAILED}
read -r \${1:+-t "$1"} __count __token __mode __again || exit ${LEASE_LOST}
[[ $__count != STAY ]] || read -r __count __token __mode __again || exit ${LEASE_LOST}
`;
const TAKE = `
if [[ -n $__again ]]; then
  __look
  # Jobs of the same user can read the memory of PID 1: what this one is given never comes there.
  (__unpack "$__count")
else __unpack "$__count"; fi || exit ${UNPACK_FAILED}
`;

// With a terminal the action itself comes by exec; PID 1 only holds the lease, and its own end takes everything with it.
const HOLD = `
if [[ $__mode == hold ]]; then
  __register &
  __registrar=$!
  : >"$__job/ready"
  trap 'kill -s TERM -- -1' TERM
  while read -r __word; do
    [[ $__word == END ]] && exit 0
    [[ $__word == BEAT ]] && { TMOUT=${String(LEASE_SILENCE_S)}; continue; }
    for ((__i = 0; __i < 300; __i++)); do [[ -e $__job/started ]] && break; sleep 0.01; done
    case $__word in 'REMIND '*) __remind "\${__word#* }" ;; 'MASKED '*) __answer "\${__word#* }" ;; *) kill -s "$__word" -- -1 ;; esac
  done
  kill -s KILL "$__registrar"
  kill -s TERM -- -1
  for ((__i = 0; __i < 10; __i++)); do kill -0 -- -1 || break; sleep 0.1; done
  exit ${LEASE_LOST}
fi
`;

// Without one the action is a child in a process group of its own (set -m): signals reach all of it, and SIGINT is not ignored as in other background children.
const PLAIN = `
[[ -n $__others ]] || { set -m; exec 5>&2 2>/dev/null; }
__forward() { __asked=1; kill -s "$1" -- "-$__group"; }
for __word in INT TERM HUP QUIT; do trap "__forward $__word" "$__word"; done
if [[ $__mode == stdin ]]; then
  mkfifo -m 600 "$__job/stdin"
  exec 4<>"$__job/stdin"
  (exec 4>&-; __launch) <"$__job/stdin" 2>&5 5>&- &
else
  (__launch) </dev/null 2>&5 5>&- &
fi
__group=$!
__register 4>&- 5>&- &
{
  while read -r __word; do
    case $__word in BEAT) TMOUT=${String(LEASE_SILENCE_S)} ;; EOF) exec 4>&- ;; 'REMIND '*) __remind "\${__word#* }" "$__group" ;; 'MASKED '*) __answer "\${__word#* }" ;; *) __forward "$__word" ;; esac
  done
  : >"$__job/lost"
  __forward TERM
  for ((__i = 0; __i < 10; __i++)); do kill -0 -- "-$__group" || break; sleep 0.1; done
  __forward KILL
} 5>&- &
exec 4>&-
__status=
while :; do
  __asked=
  wait "$__group"
  __next=$?
  # A signal to PID 1 itself ends the wait early, with a status of its own; the action's comes with the next one, even if it has ended by now.
  [[ $__next == 127 && -n $__status ]] || __status=$__next
  [[ -n $__asked ]] || break
done
[[ -e $__job/lost ]] && exit ${LEASE_LOST}
__note=
((__status == 0)) || { __oom && __note=' oom'; }
printf '\\0%s %d%s\\n' "$__token" "$__status" "$__note"
printf '\\0%s %d%s\\n' "$__token" "$__status" "$__note" >&5
[[ -n $__again && $__status == 0 ]] || exit "$__status"
__tidy || { printf '\\0%s ${TIDIED.soiled}\\n' "$__token"; exit "$__lost"; }
`;

/** The program of PID 1. Reads `<count> <token> <plain|stdin|hold>[ again]\n`, after a STAY if it is to wait, that many files, then one signal name per line (or REMIND and its number, MASKED and the id of a secret, EOF, END, BEAT). End-of-file on its stdin ends the action within a second or so. */
export const SUPERVISOR = `${LAUNCH}${REMIND}${OOM}${REGISTER}${TIDY}${UNPACK}${MEET}
while :; do
${TAKE}${HOLD}${PLAIN}${AGAIN}
done
`;

/** The program of the exec a terminal job runs in. $1 and $2 are the rows and columns, used unless the engine has set a size already. */
export const TERMINAL_LAUNCHER = `${LAUNCH}
until [[ -e $__job/ready ]]; do sleep 0.01; done
[[ $(stty size) != '0 0' ]] || stty rows "$1" cols "$2"
: >"$__job/started"
__launch
`;

/** The program of the exec that carries the caller's stdin: a stream of its own, because one that has to wait for a slow reader could not be the lease as well. */
export const STDIN_CARRIER = `
__fifo=/run/polycrate/.job/stdin
until [[ -p $__fifo ]]; do sleep 0.01; done
exec cat >"$__fifo"
`;

/** The program of an exec that ends with 0 when the kernel has killed something in the container for lack of memory. */
export const OOM_PROBE = `${OOM}
__oom
`;
