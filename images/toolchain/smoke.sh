#!/usr/bin/env bash
# Runs every tool of the toolchain image and uses every collection; one line `ok TOOL VERSION` each, the first failure ends it.
#
#   smoke.sh                             inside the image
#   smoke.sh --image REF [--user UID]    in a container of that image, as root or as that uid (needs a docker or podman client)
set -euo pipefail

if [[ ${1-} == --image ]]; then
  image=$2 user=0
  if [[ ${3-} == --user ]]; then user=$4; fi
  client=$(command -v docker || command -v podman) || { echo 'smoke: no docker or podman client' >&2; exit 69; }
  exec "$client" run --rm --interactive --network none --user "$user" "$image" bash -s <"${BASH_SOURCE[0]}"
fi

fail() { printf 'not ok %s\n' "$*" >&2; exit 1; }

# What the supervisor does at the start of an action: without an entry ssh and Ansible refuse to work for an unknown uid.
if ! getent passwd "$(id -u)" >/dev/null; then
  printf 'polycrate:x:%s:%s::%s:/bin/bash\n' "$(id -u)" "$(id -g)" "$HOME" >>/etc/passwd
fi
[[ $(whoami) == root || $(whoami) == polycrate ]] || fail "passwd entry: $(whoami)"
for folder in "$HOME" /workspace /run/polycrate; do
  { touch "$folder/.smoke-$$" && rm "$folder/.smoke-$$"; } || fail "$folder is not writable"
done
[[ -z $(find / -xdev -type f -perm /6000 2>/dev/null) ]] || fail 'a setuid program is in an image whose passwd everybody may write'

inventory=/etc/polycrate/toolchain.json
says() { jq --raw-output --arg part "$1" --arg name "$2" '.[$part][$name] // empty' "$inventory"; }

# tool NAME COMMAND…: the command must succeed, and what it prints must have the version of the inventory as a word of its own.
tool() {
  local name=$1 version answer
  shift
  version=$(says tools "$name")
  [[ -n $version ]] || fail "$name is not in $inventory"
  answer=$("$@" 2>&1) || fail "$name: $* failed: $answer"
  [[ $answer =~ (^|[^0-9.])"$version"($|[^0-9]) ]] || fail "$name: $inventory says $version, the tool says: $answer"
  printf 'ok %s %s\n' "$name" "$version"
}
tool ansible-core ansible-playbook --version
tool curl curl --version
tool docker-buildx docker buildx version
tool docker-cli docker --version
tool docker-compose docker compose version
tool git git --version
tool helm helm version
tool jq jq --version
tool kubectl kubectl version --client
tool openssh ssh -V
tool python python3 --version
tool rsync rsync --version
tool sshpass sshpass -V
tool terraform terraform version
tool tini tini --version
if [[ -n $(says tools awscli) ]]; then tool awscli aws --version; fi
if [[ -n $(says tools azure-cli) ]]; then tool azure-cli az version; fi
if [[ -n $(says tools opentofu) ]]; then tool opentofu tofu version; fi
if [[ -n $(says tools yq) ]]; then tool yq yq --version; fi

# Tools that print a version may still be of no use: the cheapest real thing of each.
work=$(mktemp -d) && cd "$work"
trap 'rm -rf "$work"' EXIT
{ git init -q . && git -c user.name=smoke -c user.email=smoke@localhost commit -q --allow-empty -m smoke; } || fail 'git commit'
{ ssh-keygen -q -t ed25519 -N '' -f key && eval "$(ssh-agent)" >/dev/null && ssh-add -q key && ssh-agent -k >/dev/null; } || fail 'ssh-agent'
{ helm create chart >/dev/null && helm template chart >manifests.yaml && grep -q 'kind: Deployment' manifests.yaml; } || fail 'helm template'
printf 'resource "terraform_data" "x" { input = "y" }\noutput "hosts" { value = { web = "10.0.0.1" } }\n' >main.tf
{ terraform init -input=false >/dev/null && terraform apply -input=false -auto-approve >/dev/null; } || fail 'terraform apply'
terraform output -json | polycrate-inventory >inventory.yml || fail 'polycrate-inventory'
[[ $(ansible-inventory -i inventory.yml --host web | jq -r .ansible_host) == 10.0.0.1 ]] || fail 'inventory of the outputs'
if echo '{}' | polycrate-inventory 2>/dev/null; then fail 'polycrate-inventory takes no outputs for an inventory'; fi
{ printf 'services: { web: { image: x } }\n' >compose.yml && docker compose config --quiet; } || fail 'docker compose config'
kubectl create deployment x --image=x --dry-run=client -o json --server=http://127.0.0.1:1 | jq -e '.kind == "Deployment"' >/dev/null || fail 'kubectl create'
printf 'ok together git ssh-agent helm terraform inventory compose kubectl\n'

# collection NAME MODULE PYTHON…: its documentation is found by ansible, its plugins and the libraries they need by Python.
collection() {
  local name=$1 module=$2 version
  shift 2
  version=$(says collections "$name")
  [[ -n $version ]] || fail "$name is not in $inventory"
  ansible-doc --type module "$name.$module" >/dev/null || fail "$name.$module has no documentation"
  python3 -c 'import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]' "ansible_collections.$name" "$@" || fail "$name: $*"
  printf 'ok %s %s\n' "$name" "$version"
}
collection ansible.posix authorized_key ansible_collections.ansible.posix.plugins.callback.profile_tasks
collection ansible.windows win_ping ansible_collections.ansible.windows.plugins.action.win_copy winrm
collection community.docker docker_compose_v2 ansible_collections.community.docker.plugins.inventory.docker_containers docker requests
collection community.general ini_file ansible_collections.community.general.plugins.filter.json_query jmespath passlib netaddr
collection kubernetes.core k8s ansible_collections.kubernetes.core.plugins.action.k8s_info kubernetes

cat >play.yml <<'PLAY'
- hosts: localhost
  connection: local
  tasks:
    - community.general.ini_file: { path: ./x.ini, section: a, option: b, value: c, mode: '0600' }
    - kubernetes.core.helm_template: { chart_ref: ./chart, release_name: smoke }
      register: rendered
    - ansible.builtin.assert: { that: ["'Deployment' in rendered.stdout", "[{'a': 1}] | community.general.json_query('[0].a') == 1"] }
PLAY
ansible-playbook -i localhost, play.yml >play.log 2>&1 || { cat play.log >&2; fail 'ansible-playbook'; }
printf 'ok playbook as uid %s\n' "$(id -u)"
