#!/usr/bin/env bash
# Makes sure that a container engine answers, and prints its address (as DOCKER_HOST takes it) on stdout.
#
#   scripts/engine.sh          find one; where none answers, install and start one (root on a Debian-like system)
#   scripts/engine.sh --find   only look; exit 69 when none answers
#
# Exit codes: 0 an engine answers, 69 (EX_UNAVAILABLE) none does, 64 wrong use. Everything meant for people goes to stderr.
set -euo pipefail

log=/var/log/polycrate-dockerd.log
docker_socket=/var/run/docker.sock

say() { printf 'engine: %s\n' "$*" >&2; }

# The HTTP ping is the same for docker and podman and needs no client of either; a client is asked only where curl is missing
# or the address is not a socket file.
answers() {
  local address=$1
  case $address in
    unix://*)
      [[ -S ${address#unix://} ]] || return 1
      if command -v curl >/dev/null; then
        [[ $(curl -s --max-time 5 --unix-socket "${address#unix://}" http://d/_ping 2>/dev/null) == OK ]]
        return
      fi ;;
  esac
  if command -v docker >/dev/null && timeout 15 docker --host "$address" version >/dev/null 2>&1; then return; fi
  command -v podman >/dev/null && timeout 15 podman --url "$address" version >/dev/null 2>&1
}

find_engine() {
  local address own=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
  for address in ${DOCKER_HOST:+"$DOCKER_HOST"} "unix://$docker_socket" \
    "unix://$own/docker.sock" "unix://$own/podman/podman.sock" unix:///run/podman/podman.sock; do
    if answers "$address"; then printf '%s\n' "$address"; return; fi
    if [[ $address == "${DOCKER_HOST-}" ]]; then say "DOCKER_HOST=$address does not answer; unset it to use another engine"; fi
  done
  return 1
}

# A daemon that inherits a pipe of its caller keeps that pipe open: CI would wait for its end for ever. So nothing is inherited.
# (Runs in a subshell: the caller keeps its descriptors.)
detached() (
  for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    if ((fd > 2)); then eval "exec $fd>&-"; fi
  done
  exec "$@" </dev/null >>"$log" 2>&1
)

fail() { say "$1; the end of $log:"; tail -n 20 "$log" >&2 || true; exit 69; }

# Runs a quiet, long command and says every five seconds that it is still at it.
patiently() {
  local what=$1 start=$SECONDS pid
  shift
  detached "$@" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    if ((SECONDS - start >= 5)); then start=$SECONDS; say "$what … ${SECONDS} s"; fi
  done
  wait "$pid"
}

install_docker() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  local install=("${apt[@]}" install --no-install-recommends docker.io iptables ca-certificates)
  say 'no engine here: installing docker.io and iptables with apt-get'
  # Package lists may be missing or too old; fetching them costs seconds, so only then.
  patiently 'installing docker.io' "${install[@]}" && return
  say 'fetching the package lists first'
  patiently 'apt-get update' "${apt[@]}" update || true
  patiently 'installing docker.io' "${install[@]}" || fail 'apt-get could not install docker.io'
}

start_dockerd() {
  if [[ -d /run/systemd/system ]] && systemctl start docker >>"$log" 2>&1; then return; fi
  if pidof dockerd >/dev/null; then return; fi # the package's own init script was quicker
  # What a killed daemon leaves behind keeps the next one from starting: its pid may belong to somebody else by now,
  # and a containerd socket without containerd is waited for until a timeout.
  rm -f /var/run/docker.pid
  pidof containerd >/dev/null || rm -f /run/containerd/containerd.sock
  detached setsid --fork dockerd
}

wait_for_dockerd() {
  local deadline=$((SECONDS + 60))
  until answers "unix://$docker_socket"; do
    ((SECONDS < deadline)) || fail 'dockerd is not ready after 60 s'
    sleep 0.5
    pidof dockerd >/dev/null || [[ -d /run/systemd/system ]] || fail 'dockerd ended'
  done
}

case ${1-} in '' | --find) ;; *) say "usage: ${0##*/} [--find]"; exit 64 ;; esac
if address=$(find_engine); then say "an engine answers at $address"; printf '%s\n' "$address"; exit; fi
if [[ ${1-} == --find ]]; then say 'no engine answers'; exit 69; fi

if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
  cat >&2 <<'HELP'
engine: no container engine answers, and only root on a Debian-like system can have one installed by this script. Any of these does:
  Debian, Ubuntu            sudo scripts/engine.sh
  Fedora, RHEL, Arch, SUSE  install podman, then: systemctl --user enable --now podman.socket
  macOS, Windows            start Docker Desktop, Rancher Desktop, Podman Desktop or colima
  an engine elsewhere       ssh -fNT -L /tmp/engine.sock:/var/run/docker.sock user@host; export DOCKER_HOST=unix:///tmp/engine.sock
HELP
  exit 69
fi

PATH=$PATH:/usr/sbin:/sbin
exec 9>/run/lock/polycrate-engine.lock
flock 9 # a second caller waits here and then finds the first one's engine
if ! answers "unix://$docker_socket"; then
  command -v dockerd >/dev/null || install_docker
  start_dockerd
  wait_for_dockerd
fi
say "docker is ready at unix://$docker_socket after $SECONDS s. It stays up after this script; log: $log"
printf 'unix://%s\n' "$docker_socket"
