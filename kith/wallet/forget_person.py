"""Forget what wallets keep of somebody who leaves."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.wallet import due as dues
from kith.wallet import identity_check as checks
from kith.wallet import payee as payees
from kith.wallet import spent as spents
from kith.wallet import wallet as wallets
from kith.wallet.clear_out import clear_out
from kith.wallet.policy import Policy


async def forget_person(tx: Tx, person_id: people.PersonId, now: datetime, *, policy: Policy) -> None:
    """Who they were goes, and where their money went. The account stays in the books, under an id that leads to nobody.

    What is too little to be sent anywhere is set aside. For `people.Leaving`.
    """
    await clear_out(
        tx, person_id, below_fen=policy.smallest_withdrawal_fen, reason="too little to be sent", by="kith", now=now
    )
    one = {"person_id": person_id}
    await checks.disown.run(tx, **one)
    for forget in (checks.forget, payees.forget, spents.forget, dues.done, wallets.forget):
        await forget.run(tx, **one)
