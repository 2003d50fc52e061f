"""Operators: who runs the installation, what each of them may do, and the log of what they did.

An operator is invited by a link that works once, makes a passkey with it, and signs in with that passkey only; their
sessions have nothing to do with those of people. Each route under `/ops` names the roles that may.

Invariants:
- What an operator does, and whenever one looks at something private, is written into the log by the same transaction.
- The log only grows, and each entry holds the hash of the one before it.
- An admin who can sign in cannot be taken away while there is no other.
- Capabilities below know no operators: their verbs take who did it as a name.
"""

from kith.ops.audit import audit
from kith.ops.find_by_name import find_by_name
from kith.ops.invitation import Invited
from kith.ops.invite import invite
from kith.ops.invite_again import invite_again
from kith.ops.list_log import list_log
from kith.ops.list_operators import list_operators
from kith.ops.log import LogEntry
from kith.ops.operator import Operator, OperatorId, OperatorNotFound, OperatorView, Role
from kith.ops.policy import Policy
from kith.ops.record import record
from kith.ops.revoke import revoke
from kith.ops.session_routes import authenticate
from kith.ops.set_roles import set_roles

__all__ = [
    "Invited",
    "LogEntry",
    "Operator",
    "OperatorId",
    "OperatorNotFound",
    "OperatorView",
    "Policy",
    "Role",
    "audit",
    "authenticate",
    "find_by_name",
    "invite",
    "invite_again",
    "list_log",
    "list_operators",
    "record",
    "revoke",
    "set_roles",
]
