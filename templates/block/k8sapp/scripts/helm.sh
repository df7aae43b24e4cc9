#!/usr/bin/env bash
# helm.sh install|template|status|uninstall [ARGS…]: the Helm release of this block, as block.config describes it.
set -euo pipefail

verb=$1
shift

# Named after the block, so that a block that inherits from this one has a release of its own.
release=${POLYCRATE_BLOCK,,}
release=${release//[^a-z0-9-]/-}

chart=("$BLOCK_CONFIG_CHART_NAME")
if [[ -n ${BLOCK_CONFIG_CHART_REPO_URL:-} ]]; then chart+=(--repo "$BLOCK_CONFIG_CHART_REPO_URL"); fi
if [[ -n ${BLOCK_CONFIG_CHART_VERSION:-} ]]; then chart+=(--version "$BLOCK_CONFIG_CHART_VERSION"); fi

where=(--namespace "$BLOCK_CONFIG_NAMESPACE")

# By a pipe, not by a file or an argument: there may be secrets among the values.
values() {
  jq --from-file values.jq "$POLYCRATE_WORKSPACE_SNAPSHOT_JSON"
}

case $verb in
  install)
    if [[ ${BLOCK_CONFIG_CREATE_NAMESPACE:-true} == true ]]; then where+=(--create-namespace); fi
    values | helm upgrade --install --atomic --wait --timeout 10m "$release" "${chart[@]}" "${where[@]}" --values - "$@"
    ;;
  template)
    values | helm template "$release" "${chart[@]}" "${where[@]}" --values - "$@"
    ;;
  status)
    helm status "$release" "${where[@]}" --show-resources "$@"
    ;;
  uninstall)
    helm uninstall "$release" "${where[@]}" --ignore-not-found --wait "$@"
    ;;
  *)
    echo "helm.sh knows install, template, status and uninstall, not $verb" >&2
    exit 64
    ;;
esac
