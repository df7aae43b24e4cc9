import { MASKING } from '../../run/index.ts';

/** What PID 1 says after a job that others may follow: its container is as it was before and waits, said on both streams because nothing of the job can come on either after that; or it is not, and ends. */
export const TIDIED = { clean: '~', soiled: '!' } as const;

/** Where everybody may write in the project's own image, besides what is mounted there; a container in which something lies there is not passed on. */
export const OPEN_PLACES = ['/dev/mqueue', '/dev/shm', '/home/polycrate', '/run/lock', '/tmp', '/var/tmp'] as const;

// Docker mounts the first three, whatever the image has there; the others may have got a line for the user.
const TEXTS = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf', '/etc/group', '/etc/passwd'];

/**
 * Functions of PID 1: `__look` before a job that others may follow in the same container, `__tidy` after it. That ends every other process, empties our
 * own folder, and fails where anything else is left that the next job could find. What was written elsewhere is for the host to see; see untouched.ts.
 */
export const TIDY = `
__texts=(${TEXTS.join(' ')})
__look() {
  local __file __text
  __before=()
  __devices=(/dev/*)
  for __file in "\${__texts[@]}"; do
    IFS= read -r -d '' __text <"$__file"
    __before+=("$__text")
  done
}
__alone() { # waits until what was killed is gone
  local __found __i
  for ((__i = 0; __i < 100; __i++)); do
    __found=(/proc/[0-9]*)
    ((\${#__found[@]} == 1)) && return 0
    read -rt 0.01 <>"$__base/${MASKING.entrance}"
  done
  return 1
}
__unname() { # FILE ID BEFORE AFTER: takes back the one line that __name_id has added
  local __added=\${4#"$3"}
  [[ $4 == "$3"* && $3 != *:x:"$2":* && $__added == *:x:"$2":*$'\\n' && \${__added%$'\\n'} != *$'\\n'* ]] && printf '%s' "$3" >"$1"
}
__empty() { # removes what the job has got and left in our folder; what was there before is mounted there
  local __entry __ours=()
  for __entry in "$__base"/*; do
    [[ " \${__kept[*]} " != *" $__entry "* ]] || { [[ ! -d $__entry ]] && continue || return; }
    __ours+=("$__entry")
  done
  rm -rf -- "\${__ours[@]}"
}
__tidy() {
  local __file __text __found __i
  trap "exit $__lost" INT TERM HUP QUIT
  kill -s KILL -- -1
  wait
  shopt -s nullglob dotglob
  __alone || return
  # The count of what lacked memory is the container's, and would be held against the next job.
  ! __oom || return
  # Root can write there too, and takes /dev/null for a file now and then.
  __found=(/dev/*)
  [[ "\${__found[*]}" == "\${__devices[*]}" && -c /dev/null && -c /dev/zero && -c /dev/full && -c /dev/random && -c /dev/urandom ]] || return
  [[ -L /dev/fd && -L /dev/stdin && -L /dev/stdout && -L /dev/stderr ]] || return
  __found=(${OPEN_PLACES.map((place) => `${place}/*`).join(' ')})
  ((\${#__found[@]} == 0)) || return
  for __file in msg sem shm; do
    mapfile -t __found <"/proc/sysvipc/$__file"
    ((\${#__found[@]} <= 1)) || return
  done
  for __i in "\${!__texts[@]}"; do
    IFS= read -r -d '' __text <"\${__texts[__i]}"
    case $__text:\${__texts[__i]} in
      "\${__before[__i]}:"*) ;;
      *:/etc/passwd) __unname /etc/passwd "$EUID" "\${__before[__i]}" "$__text" || return ;;
      *:/etc/group) __unname /etc/group "\${GROUPS[0]}" "\${__before[__i]}" "$__text" || return ;;
      *) return 1 ;;
    esac
  done
  __empty || return
  __found=("$__base"/*)
  shopt -u nullglob dotglob
  ((\${#__found[@]} == \${#__kept[@]})) && __prepare
}
`;

/** Whoever has heard it says STAY in a moment; where the stream is broken and nobody has noticed, the end of the container tells. */
const PATIENCE_S = 5;

/** After that: waits for another job, after a STAY as long as the lease holds. */
export const AGAIN = `
printf '\\0%s ${TIDIED.clean}\\n' "$__token"
printf '\\0%s ${TIDIED.clean}\\n' "$__token" >&5
__count= __others=1 __patience=${String(PATIENCE_S)}
# What is left of a line that the job before was read in the middle of has fewer words than the first line of a job.
until [[ $__count == [1-9]* && -n $__mode ]]; do
  read -r \${__patience:+-t "$__patience"} __count __token __mode __again || exit "$__lost"
  # Where a job was on its way, 0 would be taken for its status.
  case $__count in STAY) __patience= ;; END) exit 0 ;; esac
done
`;
