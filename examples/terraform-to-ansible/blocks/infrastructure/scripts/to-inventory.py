"""Turns `terraform output -json` (stdin) into an Ansible inventory (stdout)."""

import json
import sys

outputs = json.load(sys.stdin)
# JSON is YAML: Ansible reads it as it is.
json.dump({"all": {"hosts": outputs["hosts"]["value"]}}, sys.stdout, indent=2)
print()
