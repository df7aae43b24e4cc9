#!/usr/bin/env bash
# Makes sure of what the tests of remote engines need: sshd and openssl. Installed with apt-get where missing (root on a
# Debian-like system); no service is started. Exit codes: 0 they are there, 69 (EX_UNAVAILABLE) they are not.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

missing=()
command -v sshd >/dev/null || missing+=(openssh-server)
command -v ssh >/dev/null || missing+=(openssh-client)
command -v openssl >/dev/null || missing+=(openssl)
((${#missing[@]} > 0)) || exit 0

if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
  printf 'remote-tools: install %s; tests of remote engines need it\n' "${missing[*]}" >&2
  exit 69
fi
printf 'remote-tools: installing %s with apt-get\n' "${missing[*]}" >&2
# The package would start its server at once; the tests start one of their own, on another port.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
log=$(mktemp)
install=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}")
if ! "${install[@]}" >"$log" 2>&1; then
  apt-get -q update >>"$log" 2>&1 || true
  "${install[@]}" >>"$log" 2>&1 || { tail -n 20 "$log" >&2; rm -f "$log"; exit 69; }
fi
rm -f "$log"
