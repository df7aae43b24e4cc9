#!/usr/bin/env bash
# Runs for every block that inherits the action: $POLYCRATE_BLOCK and $BLOCK_CONFIG_… are that block's.
set -euo pipefail

echo "Hello $BLOCK_CONFIG_SUBJECT, says $POLYCRATE_BLOCK"
