"""Begin an attempt to pay."""

from datetime import datetime, timedelta

from kith import people
from kith.kit.sql import Database, Tx
from kith.payments import attempt as attempts
from kith.payments import charge as charges
from kith.payments.attempt import (
    Attempt,
    AttemptDiffers,
    Checkout,
    GatewayDeclined,
    GatewayNotFound,
    GatewaySilent,
)
from kith.payments.charge import AttemptId, Charge, ChargeId
from kith.payments.gateway import Begun, Declined, Gateways, Order, Unknown, Way
from kith.payments.policy import Policy


async def begin(
    db: Database,
    gateways: Gateways,
    policy: Policy,
    *,
    attempt_id: AttemptId,
    charge_id: ChargeId,
    payer_id: people.PersonId,
    gateway: str,
    way: Way,
    site: str,
    payer: str | None = None,
    payer_ip: str | None = None,
    now: datetime,
) -> Checkout:
    """Make a charge payable at a gateway, and say where. `payer` and `payer_ip` are as in `gateway.Order`.

    First the attempt is committed as `unknown`; then the gateway is asked; then its answer is committed. When there is
    no clear answer the attempt stays `unknown`: the payer may begin it again under the same id, and the sweep asks.

    Raises `ChargeNotFound`, `ChargePaid`, `ChargeOver`, `GatewayNotFound`, `AttemptDiffers`, `AttemptOver`; after the
    gateway answered, `GatewayDeclined` or `GatewaySilent`.
    """
    async with db.transaction() as tx:
        charge = charges.payable(await charges.by_id.maybe(tx, charge_id=charge_id), payer_id, now)
        if gateway not in gateways or way not in gateways[gateway].ways:
            raise GatewayNotFound
        attempt, fresh = await _intend(tx, charge, policy, attempt_id=attempt_id, gateway=gateway, way=way, now=now)
    if attempt.checkout is not None:
        return attempts.checkout(attempt, attempt.checkout)
    answer = await gateways[gateway].begin(_order(charge, attempt, site, payer=payer, payer_ip=payer_ip))
    async with db.transaction() as tx:
        checkout = await _record(tx, charge, policy, attempt=attempt, fresh=fresh, answer=answer, now=now)
    if checkout is not None:
        return checkout
    # A declined repetition proves nothing: the first call may have worked, and be the reason for it.
    if isinstance(answer, Declined) and fresh:
        raise GatewayDeclined(gateway_code=answer.code)
    raise GatewaySilent(retry_after=policy.retry_after_seconds)


async def _intend(
    tx: Tx, charge: Charge, policy: Policy, *, attempt_id: AttemptId, gateway: str, way: Way, now: datetime
) -> tuple[Attempt, bool]:
    """The attempt, and whether it is new: only then can a refusal by the gateway be the last word."""
    if not await attempts.claim_number.run(tx, attempt_id=attempt_id, charge_id=charge.charge_id):
        if await attempts.charge_of_number.one(tx, attempt_id=attempt_id) != charge.charge_id:
            raise AttemptDiffers
        there = await attempts.by_id.maybe(tx, charge_id=charge.charge_id, attempt_id=attempt_id)
        return attempts.same(there, gateway, way), False
    attempt = attempts.fresh(
        charge, attempt_id, gateway, way, lease_until=now + timedelta(seconds=policy.lease_seconds)
    )
    attempts.insert.send(
        tx,
        charge_id=attempt.charge_id,
        attempt_id=attempt_id,
        gateway=gateway,
        way=way,
        fen=attempt.fen,
        due_at=attempts.next_check(charge, policy, 0, now),
        lease_until=attempt.lease_until,
        now=now,
    )
    return attempt, True


async def _record(
    tx: Tx,
    charge: Charge,
    policy: Policy,
    *,
    attempt: Attempt,
    fresh: bool,
    answer: Begun | Unknown | Declined,
    now: datetime,
) -> Checkout | None:
    """Commit what the gateway answered; None when the payer cannot pay by it."""
    one = {"charge_id": attempt.charge_id, "attempt_id": attempt.attempt_id}
    next_check = attempts.next_check(charge, policy, 0, now)
    if isinstance(answer, Begun):
        where = attempts.where(answer)
        if not await attempts.begun.run(
            tx, **one, checkout=where, gateway_number=answer.gateway_number, due_at=next_check
        ):
            attempts.same(await attempts.by_id.maybe(tx, **one), attempt.gateway, attempt.way)
        return attempts.checkout(attempt, where)
    if not fresh:
        return None
    if isinstance(answer, Declined):
        await attempts.decline.run(tx, **one, code=answer.code, lease_until=attempt.lease_until, now=now)
    else:
        await attempts.postpone.run(
            tx, **one, exists=False, code=answer.why, due_at=next_check, lease_until=attempt.lease_until
        )
    return None


def _order(charge: Charge, attempt: Attempt, site: str, *, payer: str | None, payer_ip: str | None) -> Order:
    back = f"{site}/app/charges/{charge.charge_id}"
    return Order(
        number=attempt.number,
        fen=attempt.fen,
        subject=charge.subject,
        way=attempt.way,
        pay_by=charge.pay_by,
        notify_url=f"{site}/gateways/{attempt.gateway}/notifications",
        return_url=back if attempt.way in ("page", "wap", "card") else None,
        quit_url=back if attempt.way == "wap" else None,
        payer=payer if attempt.way == "jsapi" else None,
        payer_ip=payer_ip if attempt.way == "wap" else None,
    )
