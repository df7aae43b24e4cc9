import { MASK_HELPER_PROGRAM, MASKING } from '../../run/index.ts';

/**
 * Functions of PID 1. `__prepare` lays out what every job needs, before one comes: started programs take time that a job would wait for. `__unpack` takes the files
 * of a job from stdin, each a line `MODE LENGTH PATH` and so many bytes with `\\` and NUL escaped as for printf's %b; see parcel.ts. All of that by bash
 * itself, since two processes and a pipe to tar took as long as some actions.
 */
export const UNPACK = `
__prepare() {
  shopt -s nullglob dotglob
  __kept=("$__base"/*)
  shopt -u nullglob dotglob
  umask 077
  mkdir "$__base"/{.job,bin,home} || return
  # As engines begin.
  umask 022
  printf '%s' ${quote(MASK_HELPER_PROGRAM)} >"$__base/${MASKING.helper}"
  chmod 755 "$__base"/{bin,${MASKING.helper}} &
  mkfifo -m 600 "$__base/${MASKING.entrance}" && wait "$!"
}
__unpack() { # COUNT
  local LC_ALL=C __i __mode __length __path __text __mask
  for ((__i = 0; __i < $1; __i++)); do
    read -r __mode __length __path || return
    __text=
    ((__length == 0)) || IFS= read -r -N "$__length" __text || return
    [[ $__path != */* || -d $__base/\${__path%/*} ]] || mkdir -p "$__base/\${__path%/*}" || return
    printf -v __mask '%03o' "$((0777 & ~0$__mode))"
    umask "$__mask"
    printf '%b' "$__text" >"$__base/$__path" || return
    (((0$__mode & 0111) == 0)) || chmod "$__mode" "$__base/$__path" || return
  done
  umask 022
}
`;

/** As one word of a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
