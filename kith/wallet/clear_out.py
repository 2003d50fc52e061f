"""Take out of a wallet what is in it, for whoever may claim it."""

from datetime import datetime

from kith import ledger, people
from kith.kit.sql import Tx
from kith.wallet import money, unclaimed


async def clear_out(
    tx: Tx, person_id: people.PersonId, *, below_fen: int | None = None, reason: str, by: str, now: datetime
) -> int:
    """Move it to what the house keeps, and note why; nothing, unless it is less than `below_fen`. Returns how much that
    was, in fen. What is still on its way out stays.
    """
    account = money.account(person_id)
    balance = (await ledger.balances(tx, [account])).get(account)
    if balance is None or balance.free == 0:
        return 0
    await ledger.open_accounts(tx, [money.unclaimed_account()], now)
    await ledger.hold_accounts(tx, [account, money.UNCLAIMED])
    fen = (await ledger.balances(tx, [account]))[account].free
    if fen <= 0 or (below_fen is not None and fen >= below_fen):
        return 0
    number = await unclaimed.numbered.one(tx, person_id=person_id)
    await ledger.transfer(tx, money.set_aside(person_id, number, fen), now)
    await unclaimed.note.run(tx, person_id=person_id, number=number, fen=fen, reason=reason, by=by, now=now)
    return fen
