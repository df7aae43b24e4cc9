#!/usr/bin/env bash
# Makes sure of what test/contract/further-*.test.ts start for themselves: Podman, rootless Podman and rootless Docker. Nothing is
# started here, and no engine that is there is touched. Does nothing unless run by root on a Debian-like system: elsewhere these engines are
# tested as far as they are installed.
set -euo pipefail

log=/var/log/polycrate-further-engines.log
user=polycrate-test

say() { printf 'further engines: %s\n' "$*" >&2; }

if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
  say 'tested as far as they are installed'
  exit
fi

missing=()
for pair in podman:podman crun:crun newuidmap:uidmap rootlesskit:rootlesskit dockerd:docker.io unshare:util-linux ip:iproute2; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
if ((${#missing[@]} > 0)); then
  say "installing ${missing[*]}"
  apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  install=("${apt[@]}" install --no-install-recommends "${missing[@]}")
  "${install[@]}" >"$log" 2>&1 || { "${apt[@]}" update >>"$log" 2>&1; "${install[@]}" >>"$log" 2>&1; } || {
    say "apt-get could not install ${missing[*]}; the end of $log:"
    tail -n 20 "$log" >&2
    exit 69
  }
fi

# Somebody who is not root, with user ids of their own to give away (subuid(5)): useradd adds those.
id "$user" >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin --add-subids-for-system "$user"
grep -q "^$user:" /etc/subuid || usermod --add-subuids 300000-365535 --add-subgids 300000-365535 "$user"
say 'ready'
