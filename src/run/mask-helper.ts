/** Files of a job, by their path in its folder: what an engine that lets actions register secrets lays there. */
export const MASKING = { helper: 'bin/polycrate-mask', entrance: '.job/mask', answer: '.job/masked.' } as const;

/**
 * The program `polycrate-mask`: registers what it reads as a secret, and ends when that is masked. It writes lines into the
 * FIFO `.job/mask`, `+ID PART` and last `=ID PART`, with line ends escaped as in `::add-mask::`, and waits for a line in a FIFO of its
 * own, `.job/masked.ID`. The parts are short enough that every shell writes a line at once, so that no two get mixed up.
 */
export const MASK_HELPER_PROGRAM = `#!/usr/bin/env bash
# Registers what comes on stdin as a secret, and ends when polycrate masks it.
set -euo pipefail
LC_ALL=C
job=$(cd -- "\${BASH_SOURCE[0]%/*}/../.job" && pwd)
if (($# > 0)); then
  printf '%s\\n' 'polycrate-mask: the secret comes on stdin, as arguments can be read by others: polycrate-mask <<<"$TOKEN"' >&2
  exit 64
fi
if [[ ! -p $job/mask ]]; then
  printf '%s\\n' 'polycrate-mask: works only inside a running action' >&2
  exit 69
fi
IFS= read -r -d '' value || true
while [[ $value == *[$'\\r\\n'] ]]; do value=\${value%?}; done
[[ -n $value ]] || exit 0
value=\${value//'%'/%25}
value=\${value//$'\\r'/%0D}
value=\${value//$'\\n'/%0A}
answer=$job/masked.$$
mkfifo -m 600 "$answer"
trap 'rm -f "$answer"' EXIT
exec 3<>"$answer" 4>"$job/mask"
while ((\${#value} > 900)); do
  printf '+%d %s\\n' "$$" "\${value:0:900}" >&4
  value=\${value:900}
done
printf '=%d %s\\n' "$$" "$value" >&4
read -r -u 3
`;
