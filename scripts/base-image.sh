#!/usr/bin/env bash
# Makes sure that the base image of the toolchain exists in the engine: present, else pulled, else made from Debian's packages.
#
#   scripts/base-image.sh [NAME:TAG]        default debian:trixie-slim; the tag names the Debian release to make
#
# PULL_TIMEOUT (seconds, default 20): a closed network often drops packets instead of refusing, so a silent pull must not last long.
# Talks to the engine's API by curl: it needs no client of any engine. Exit codes as in engine.sh.
set -euo pipefail

image=${1:-debian:trixie-slim}
name=${image%:*} tag=${image##*:}
release=${tag%-slim}

say() { printf 'base-image: %s\n' "$*" >&2; }
die() { say "$1"; exit 69; }

[[ $image == *:* ]] || { say "usage: ${0##*/} [NAME:TAG]"; exit 64; }
command -v curl >/dev/null || die 'curl is missing'
address=$("$(dirname "${BASH_SOURCE[0]}")/engine.sh" --find 2>/dev/null) || die 'no engine answers; start one with scripts/engine.sh'
case $address in
  unix://*) engine=(curl --silent --show-error --unix-socket "${address#unix://}"); url=http://engine ;;
  tcp://*) engine=(curl --silent --show-error); url=http://${address#tcp://} ;;
  *) die "cannot make an image over $address; pull $image there, or use the engine's own socket" ;;
esac

# Engines answer 200 and put an error into the stream, so only looking tells.
present() { "${engine[@]}" --fail --output /dev/null "$url/images/$image/json" 2>/dev/null; }

# Runs a quiet, long command and says every five seconds that it is still at it; what it printed stays in $work/log.
patiently() {
  local what=$1 start=$SECONDS pid
  shift
  "$@" >"$work/log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    if ((SECONDS - start >= 5)); then start=$SECONDS; say "$what … ${SECONDS} s"; fi
  done
  wait "$pid"
}
failed() { tail -n 20 "$work/log" >&2; die "$1 failed"; }

pull() {
  # Given up when nothing moves, not when it takes long: a slow network is no closed one.
  patiently "pulling $image" "${engine[@]}" --no-buffer --speed-limit 1 --speed-time "${PULL_TIMEOUT:-20}" --request POST \
    "$url/images/create?fromImage=$name&tag=$tag" || true
  present
}

bootstrap() {
  [[ ${name##*/} == debian ]] || die "$image cannot be pulled, and only Debian's own image can be made without a registry"
  [[ $(id -u) == 0 ]] || die "no registry has $image for us, and only root can make it from Debian's packages"
  if ! command -v mmdebstrap >/dev/null; then
    command -v apt-get >/dev/null || die "no registry has $image for us, and mmdebstrap is missing (this is no Debian-like system)"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
    local install=("${apt[@]}" install --no-install-recommends mmdebstrap debian-archive-keyring)
    say 'installing mmdebstrap'
    patiently 'installing mmdebstrap' "${install[@]}" || {
      patiently 'apt-get update' "${apt[@]}" update || true
      patiently 'installing mmdebstrap' "${install[@]}" || failed 'apt-get install mmdebstrap'
    }
  fi
  say "cannot be pulled here; making $image from Debian's packages"
  # What Debian's own slim images leave out: it is most of minbase's documentation and none of its function.
  patiently "making $release from Debian's packages" mmdebstrap --variant=minbase --include=ca-certificates \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' "$release" "$work/base.tar" || failed mmdebstrap
  say 'importing it into the engine'
  "${engine[@]}" --output "$work/log" --header 'Content-Type: application/x-tar' --upload-file "$work/base.tar" --request POST \
    "$url/images/create?fromSrc=-&repo=$name&tag=$tag&changes=CMD%20%5B%22bash%22%5D"
  present || { cat "$work/log" >&2; die "the engine did not import $image"; }
}

if present; then say "$image is there"; exit; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if pull; then say "$image pulled in $SECONDS s"; exit; fi
bootstrap
say "$image made in $SECONDS s"
