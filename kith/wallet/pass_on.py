"""Send on what came in, where no wallet may keep it."""

from datetime import datetime

import structlog

from kith import notices, payments
from kith.kit import ids
from kith.kit.keyring import KeyRing
from kith.kit.settings import Custody
from kith.kit.sql import Database, Tx
from kith.wallet import due as dues
from kith.wallet import payee as payees
from kith.wallet import withdrawal as withdrawals
from kith.wallet.due import Due
from kith.wallet.money import accounts
from kith.wallet.policy import Policy
from kith.wallet.stand import stand

_log = structlog.get_logger("kith.wallet")


async def pass_on(
    db: Database, ring: KeyRing, gateways: payments.Gateways, policy: Policy, custody: Custody, *, now: datetime
) -> None:
    """For custody `provider`: open a payout of all that is in the wallet of each who is due.

    Whoever has entered no account is told so once, and looked at again when they do. Nothing goes out of a wallet that
    is frozen. One that fails does not stop the others.
    """
    if custody != "provider":
        return
    async with db.transaction() as tx:
        due = await dues.due.all(tx, now=now, limit=policy.sweep_size)
    for each in due:
        try:
            async with db.transaction() as tx:
                await _pass_on(tx, ring, gateways, policy, due=each, now=now)
        except Exception as error:
            _log.error("money is not sent on yet", person=str(each.person_id), error=type(error).__name__)


async def _pass_on(
    tx: Tx, ring: KeyRing, gateways: payments.Gateways, policy: Policy, *, due: Due, now: datetime
) -> None:
    one = {"person_id": due.person_id}
    standing = await stand(tx, "provider", due.person_id, now, alone=True)
    if standing.free_fen < policy.smallest_withdrawal_fen:
        await dues.done.run(tx, **one)
        return
    kept = await payees.of.maybe(tx, **one)
    sends = kept.gateway in gateways.sending if kept else bool(gateways.sending)
    if standing.decided.frozen_at is not None or not sends:
        await dues.postpone.run(tx, **one, due_at=now + dues.AGAIN)
        return
    if kept is None:
        await dues.tell.run(tx, **one, now=now)
        if due.told_at is None:
            await notices.tell(tx, due.person_id, "wallet", due.person_id, now)
        return
    await dues.done.run(tx, **one)
    await payments.open_payout(
        tx,
        ring,
        gateways,
        payout_id=payments.PayoutId(ids.new(now)),
        owner_id=due.person_id,
        account=accounts([due.person_id])[0],
        purpose=withdrawals.PURPOSE,
        gateway=kept.gateway,
        payee=payments.unseal_payee(ring, kept, payees.bound_to(due.person_id)),
        fen=standing.free_fen,
        now=now,
    )
    await notices.tell(tx, due.person_id, "wallet", due.person_id, now)
