"""Keeps Ansible from warning, task by task, that `block` and `action` are names of its own.

Polycrate hands every playbook the variables `workspace`, `block`, `action` and so on; they work, since they are only read as
variables. A callback plugin is the one kind of plugin that is loaded before the first check.
"""

from ansible.plugins.callback import CallbackBase
from ansible.vars import reserved

DOCUMENTATION = """
    name: polycrate_names
    type: aggregate
    short_description: lets playbooks use the variables block and action without warnings
    description: Takes the names of Polycrate's variables off the list that Ansible warns about.
"""

reserved._RESERVED_NAMES = reserved._RESERVED_NAMES - {"action", "block"}


class CallbackModule(CallbackBase):
    """Does nothing: being loaded is its work."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "polycrate_names"
    CALLBACK_NEEDS_ENABLED = True
