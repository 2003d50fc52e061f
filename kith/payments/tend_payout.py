"""Send a payout, or ask what became of it."""

from datetime import datetime, timedelta
from uuid import UUID

from kith import ledger
from kith.kit.keyring import KeyRing, Sealed
from kith.kit.sql import Database, Tx
from kith.payments import payout as payouts
from kith.payments import posting
from kith.payments.attempt import step
from kith.payments.gateway import Declined, Gateway, Gateways, Missing, Unknown
from kith.payments.outward import Confirm, Dealing, Failed, PaidOut, Returned
from kith.payments.payout import Payout, PayoutId, PayoutMoved
from kith.payments.policy import Policy

_Said = PaidOut | Dealing | Confirm | Failed | Returned | Declined | Missing | Unknown


async def tend_payout(
    db: Database,
    gateways: Gateways,
    ring: KeyRing,
    policy: Policy,
    moved: PayoutMoved,
    *,
    owner_id: UUID,
    payout_id: PayoutId,
    now: datetime,
) -> None:
    """Bring one payout nearer to its end.

    Lease it, which makes a wanted one `unknown`: from then on it may have happened. One that was sent is asked about,
    and sent again, under its same number, only when the gateway has never heard of it. A refusal counts when the
    gateway, asked, knows of no money that moved. Only a definite word moves money: paid posts the hold, failed voids
    it, and what comes back after it was paid is the owner's again. One that waits for its payee to confirm it is shown
    to them, and asked about as any other. Does nothing to a payout that has ended or is another's to tend.
    """
    one = {"owner_id": owner_id, "payout_id": payout_id}
    async with db.transaction() as tx:
        before = await payouts.by_id.one(tx, **one)
        if before.state in ("failed", "returned"):
            return
        lease_until = now + timedelta(seconds=policy.lease_seconds)
        payout = await payouts.lease.maybe(tx, **one, state=before.state, lease_until=lease_until, now=now)
        if payout is None:
            return
        sealed = await payouts.payee_of.maybe(tx, **one)
        if payout.state != before.state:
            await moved.table[payout.purpose](tx, payout, now)
    said = await _ask(gateways[payout.gateway], payout, sealed, ring, sent=before.state != "wanted")
    async with db.transaction() as tx:
        after = await _record(tx, payout, said, policy, now)
        if after is not None and after.state != payout.state:
            await moved.table[payout.purpose](tx, after, now)


async def _ask(gateway: Gateway, payout: Payout, sealed: Sealed | None, ring: KeyRing, *, sent: bool) -> _Said:
    if sent:
        known = await gateway.query_payout(payout.number)
        # Once the gateway has said that it has it, no silence of its own is a reason to send it again. What its payee
        # is shown stands only in the answer to the order, which the same order gives again.
        unnamed = isinstance(known, Confirm) and (known.package or payout.package) is None
        if sealed is None or not (unnamed or (isinstance(known, Missing) and payout.state == "unknown")):
            return known
    assert sealed is not None
    said = await gateway.pay_out(payouts.order(payout, sealed, ring))
    if not isinstance(said, Declined) or said.again:
        return said
    known = await gateway.query_payout(payout.number)
    return said if isinstance(known, Missing) else known


async def _record(tx: Tx, payout: Payout, said: _Said, policy: Policy, now: datetime) -> Payout | None:
    """Commit the answer; the payout as it is now, None where another was faster."""
    one = {"owner_id": payout.owner_id, "payout_id": payout.payout_id}
    if isinstance(said, PaidOut | Returned) and said.fen == payout.fen:
        return await _pay(tx, payout, said, policy, now)
    if isinstance(said, Failed) or (isinstance(said, Declined) and not said.again):
        failed = await payouts.fail.maybe(tx, **one, code=said.code, lease_until=payout.lease_until, now=now)
        if failed is not None:
            await ledger.transfer(tx, posting.void_payout(payout), now)
            return failed
    state = payout.state
    if isinstance(said, Declined):
        state = "wanted"
    elif isinstance(said, Dealing | Confirm) and state != "paid":
        state = "confirm" if isinstance(said, Confirm) else "dealing"
    return await payouts.postpone.maybe(
        tx,
        **one,
        state=state,
        code=_code(said),
        due_at=_next(payout, policy, now),
        lease_until=payout.lease_until,
        package=(isinstance(said, Confirm) and said.package) or payout.package if state == "confirm" else None,
    )


async def _pay(tx: Tx, payout: Payout, said: PaidOut | Returned, policy: Policy, now: datetime) -> Payout | None:
    """It was paid, and may have come back by now; each is posted once."""
    one = {"owner_id": payout.owner_id, "payout_id": payout.payout_id}
    after = None
    if payout.state != "paid":
        watch = now + timedelta(seconds=policy.payout_watch_every_seconds)
        after = await payouts.pay.maybe(tx, **one, gateway_number=said.gateway_number, due_at=watch, now=now)
        if after is not None:
            await ledger.transfer(tx, posting.post_payout(payout), now)
    if isinstance(said, PaidOut):
        return after or await payouts.postpone.maybe(
            tx,
            **one,
            state="paid",
            code=None,
            due_at=_next(payout, policy, now),
            lease_until=payout.lease_until,
            package=None,
        )
    returned = await payouts.take_back.maybe(tx, **one, now=now)
    if returned is not None:
        await ledger.transfer(tx, posting.take_payout_back(payout), now)
    return returned


def _next(payout: Payout, policy: Policy, now: datetime) -> datetime | None:
    """When to ask again; a paid payout is watched for some days only."""
    if payout.paid_at is None:
        return now + step(policy, payout.checks)
    until = payout.paid_at + timedelta(seconds=policy.payout_watch_seconds)
    following = now + timedelta(seconds=policy.payout_watch_every_seconds)
    return following if following <= until else None


def _code(said: _Said) -> str | None:
    """What an operator reads of a payout that takes long."""
    match said:
        case PaidOut() | Returned():
            return "amount_differs"
        case Missing():
            return "missing"
        case Unknown():
            return said.why
        case Declined() | Failed():
            return said.code
        case Dealing() | Confirm():
            return None
