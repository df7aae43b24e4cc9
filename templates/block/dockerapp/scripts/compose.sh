#!/usr/bin/env bash
# docker compose for this block. The project is named after the block, so that a block that inherits from this one has containers of its own.
set -euo pipefail

project=${POLYCRATE_BLOCK,,}
exec docker compose --project-name "${project//[^a-z0-9_-]/-}" --file compose.yml "$@"
