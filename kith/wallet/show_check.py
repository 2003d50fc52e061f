"""Show a person one of their identity checks."""

from kith import people
from kith.kit.sql import Tx
from kith.wallet import identity_check as checks
from kith.wallet.identity_check import CheckId, IdentityCheck, IdentityCheckNotFound


async def show_check(tx: Tx, person_id: people.PersonId, check_id: CheckId) -> IdentityCheck:
    """How it stands. Raises `IdentityCheckNotFound`."""
    check = await checks.by_id.maybe(tx, person_id=person_id, check_id=check_id)
    if check is None:
        raise IdentityCheckNotFound
    return checks.shown(check)
