"""Tend the identity checks that are due."""

from datetime import datetime

import structlog

from kith.kit.keyring import KeyRing
from kith.kit.sql import Database
from kith.wallet import identity_check as checks
from kith.wallet.identity import Checkers
from kith.wallet.policy import Policy
from kith.wallet.tend_check import tend_check

_log = structlog.get_logger("kith.wallet")


async def sweep_checks(db: Database, checkers: Checkers, ring: KeyRing, policy: Policy, *, now: datetime) -> None:
    """Ask those that no job has asked, and again those without an end. One that fails does not stop the others."""
    async with db.transaction() as tx:
        due = await checks.due.all(tx, now=now, limit=policy.sweep_size)
    for each in due:
        try:
            await tend_check(db, checkers, ring, policy, person_id=each.person_id, check_id=each.check_id, now=now)
        except Exception as error:
            # Without the trace: the database quotes whole rows in its errors.
            _log.error("identity check stays due", check=str(each.check_id), error=type(error).__name__)
