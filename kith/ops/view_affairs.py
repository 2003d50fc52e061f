"""Look at a person's affairs."""

from datetime import datetime

from kith import ledger, people, wallet
from kith.kit.sql import Tx
from kith.ops import affairs
from kith.ops.affairs import Affairs
from kith.ops.log import By
from kith.ops.record import record

_NOTHING = ledger.Balance(0, 0, 0, 0)


async def view_affairs(tx: Tx, person_id: people.PersonId, *, by: By, now: datetime) -> Affairs:
    """What support needs to answer; the look stands in the log. Raises `PersonNotFound`."""
    card = await people.card(tx, person_id, now)
    account = wallet.account(person_id)
    balance = (await ledger.balances(tx, [account])).get(account, _NOTHING)
    freezes = await wallet.list_freezes(tx, person_id)
    await record(tx, by, "view_person", f"person/{person_id}", now=now)
    return Affairs(card, account, balance.free, balance.debits_pending, affairs.frozen(freezes), freezes)
