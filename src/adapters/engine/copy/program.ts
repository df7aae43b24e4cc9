import { RECORD_FORMATS } from './entry.ts';

/** Seconds without a word after which the far side ends by itself, once a first BEAT has come. */
const SILENCE_S = 60;

const TOOLS = 'find sort comm tar stat xargs head';

/**
 * What runs beside the copies as root, reads orders from its stdin, one a line, and ends with it. Folder N is /copy/N/files; what is noted about
 * it is in /copy/N/notes: `base`, the records of all files when both sides were last the same; `generation`, the mark of that moment; and
 * `sending`, the paths that were on their way here when nothing more came.
 *
 *   LOCK             waits until nobody else copies here               → locked
 *   UNLOCK                                                             → unlocked
 *   SCAN N           what differs from the base                        → scan CHANGED REMOVED SENDING GENERATION, then so many bytes of each
 *   BASE N           the base                                          → base BYTES, then the bytes
 *   COMMIT N MARK    what was scanned last is the base from now on     → committed
 *
 * It says `ready` first, or which tool the image lacks; and `failed BYTES` with the reason in place of an answer.
 */
export const FAR_SIDE = `
set -o pipefail
export LC_ALL=C
for tool in ${TOOLS}; do type "$tool" >/dev/null 2>&1 || { echo "lacks $tool"; exit 78; }; done
find / -maxdepth 0 -printf '' 2>/dev/null || { echo 'lacks find -printf'; exit 78; }
size() { stat -c %s -- "$1"; }
scan() {
  cd "/copy/$1/notes" || return
  touch base sending generation || return
  find "/copy/$1/files" -type f -printf '${RECORD_FORMATS.f}' -o -type d -printf '${RECORD_FORMATS.d}' -o -type l -printf '${RECORD_FORMATS.l}' | sort -z >new || return
  comm -z -13 base new >changed && comm -z -23 base new >removed || return
  echo "scan $(size changed) $(size removed) $(size sending) $(cat generation)"
  cat changed removed sending
}
base() { cd "/copy/$1/notes" && echo "base $(size base)" && cat base; }
commit() { cd "/copy/$1/notes" && mv new base && printf %s "$2" >generation && : >sending && echo committed; }
exec 9>/copy/0/notes/lock
echo ready
while read -r order folder mark; do
  case $order in
    BEAT) TMOUT=${String(SILENCE_S)}; continue ;;
    LOCK) flock 9 && echo locked ;;
    UNLOCK) flock -u 9 && echo unlocked ;;
    SCAN) scan "$folder" ;;
    BASE) base "$folder" ;;
    COMMIT) commit "$folder" "$mark" ;;
  esac 2>/tmp/failure || { echo "failed $(size /tmp/failure)"; cat /tmp/failure; }
done
`;

/** Takes changes in: \`<bytes> <bytes>\\n\`, all paths that are on their way, those to be removed, each with NUL, and a tar archive. $1 is the folder's number. */
export const TAKE_IN = `
set -eo pipefail
cd "/copy/$1/notes"
read -r all gone
head -c "$all" >sending
head -c "$gone" >gone
(cd ../files && xargs -0 -r rm -rf --) <gone
exec tar -x -p --same-owner --numeric-owner -C ../files
`;

/** Hands files out: \`<bytes>\\n\` and their paths with NUL on stdin, a tar archive on stdout. $1 is the folder's number. */
export const HAND_OUT = `
set -eo pipefail
cd "/copy/$1/notes"
read -r wanted
head -c "$wanted" >wanted
exec tar -c --format=gnu --numeric-owner --hard-dereference -C ../files --no-recursion --null --verbatim-files-from -T /copy/$1/notes/wanted
`;
