"""Apply what a gateway definitely says of an attempt."""

from datetime import datetime

from kith import ledger, people
from kith.kit import commit, ids, jobs
from kith.kit.sql import Tx
from kith.payments import attempt as attempts
from kith.payments import charge as charges
from kith.payments import posting
from kith.payments.attempt import Attempt
from kith.payments.charge import AttemptId, Charge, ChargeId, Flaw, Moved, Paid
from kith.payments.gateway import Closed, Settled
from kith.payments.refund import RefundId
from kith.payments.start_refund import start_refund


async def settle(
    tx: Tx,
    paid: Paid,
    moved: Moved,
    *,
    charge_id: ChargeId,
    attempt_id: AttemptId,
    fact: Settled | Closed,
    now: datetime,
) -> bool:
    """Close an attempt, or take its money in, once; False when that was done before.

    What it is for is held first, and then the accounts. Money is always taken in as it came: the attempt becomes
    `paid`, whatever it was, and the ledger captures it. Then the one who asked for it is told. If it is not accepted
    (the charge was cancelled, or paid by another attempt; the amount is wrong; the hook turns it down) all of it is
    refunded in the same transaction.
    """
    one = {"charge_id": charge_id, "attempt_id": attempt_id}
    if isinstance(fact, Closed):
        return bool(await attempts.close.run(tx, **one, now=now))
    attempt = await attempts.pay.maybe(
        tx, **one, fen=fact.fen, paid_at=fact.paid_at, gateway_number=fact.gateway_number, now=now
    )
    if attempt is None:
        return False
    payer_id = await _hold(tx, paid, attempt, now)
    await ledger.transfer(tx, posting.capture(attempt, payer_id, fact.fen), now)
    # Read only now: the charge's account is locked by the capture, so that of two payments the second sees the first.
    charge = await charges.by_id.one(tx, charge_id=charge_id)
    flaw = charges.flaw_of(charge, fact.fen) or await _offer(tx, paid, charge, attempt, now)
    if flaw is not None:
        attempts.mark.send(tx, **one, flaw=flaw)
        refund_id = RefundId(ids.derived(attempt_id, "refund"))
        await start_refund(tx, refund_id=refund_id, charge=charge, attempt=attempt, fen=fact.fen, reason=flaw, now=now)
    if flaw != "amount" and await attempts.unended.all(tx, charge_id=charge_id):
        await jobs.later(tx, "payments.close_attempts", charge_id=str(charge_id))
    await moved.table[charge.purpose](tx, charge, now)
    return True


async def _hold(tx: Tx, paid: Paid, attempt: Attempt, now: datetime) -> people.PersonId:
    """Lock what it is for, open the accounts; answers who pays."""
    charge = await charges.by_id.one(tx, charge_id=attempt.charge_id)
    if hold := paid.holds.get(charge.purpose):
        await hold(tx, charge.ref)
    accounts = posting.accounts_of(attempt, charge.payer_id)
    if charge.purpose in paid.into_purse:
        accounts.append(posting.purse_account(charge.payer_id))
        await ledger.hold_accounts(tx, [account.account_id for account in accounts])
    await ledger.want_accounts(tx, accounts, now)
    return charge.payer_id


async def _offer(tx: Tx, paid: Paid, charge: Charge, attempt: Attempt, now: datetime) -> Flaw | None:
    """Hand the money to the one who asked for it, and mark the charge paid; otherwise say why not.

    The charge is written after the hook has taken its own locks, in the order in which those who cancel take them. Who
    cancelled in between has won: what the hook did is undone.
    """
    accepted = False
    async with commit.savepoint(tx):
        accepted = await paid.table[charge.purpose](tx, charge, now)
        if accepted and not await charges.pay.run(
            tx, charge_id=charge.charge_id, attempt_id=attempt.attempt_id, now=now
        ):
            raise commit.TakenBack
        if not accepted:
            await charges.cancel.run(tx, charge_id=charge.charge_id, now=now)
            return "unaccepted"
        return None
    return "late"
