"""Find out how a wallet stands."""

from datetime import datetime

from kith import ledger, payments, people
from kith.kit.settings import Custody
from kith.kit.sql import Tx
from kith.wallet import spent as spents
from kith.wallet import wallet as wallets
from kith.wallet.money import account
from kith.wallet.spent import Standing

_EMPTY = ledger.Balance(0, 0, 0, 0)


async def stand(
    tx: Tx, custody: Custody, person_id: people.PersonId, now: datetime, *, alone: bool = False
) -> Standing:
    """What is decided about it, what is free in it, and what of its limits is used.

    With `alone` nobody else lets money out of it until this transaction ends; then no money account may be locked yet.
    """
    one = {"person_id": person_id}
    if alone:
        wallets.want.send(tx, **one)
    decided = await (wallets.lock if alone else wallets.by_id).maybe(tx, **one) or wallets.NOTHING
    balances = await ledger.balances(tx, [account(person_id)])
    found = spents.windows(await spents.of.all(tx, **one), now)
    since_at = found[spents.counting(decided.identity_class)].since_at
    back = await payments.came_back(tx, person_id, since_at)
    today = await payments.came_back(tx, person_id, found["day"].since_at)
    free = balances.get(account(person_id), _EMPTY).free
    return Standing(custody, decided, free, spents.used(decided.identity_class, found, back, today))
