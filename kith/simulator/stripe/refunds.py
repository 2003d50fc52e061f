"""Refunds of the simulated Stripe."""

from datetime import datetime
from typing import Literal

from kith.kit import ids
from kith.simulator import deals
from kith.simulator.deals import Back, Deal
from kith.simulator.stripe import intents
from kith.simulator.stripe.intents import SIDE, Answer, Asked, Refused
from kith.simulator.world import World

Status = Literal["pending", "succeeded", "canceled"]


def create(world: World, asked: Asked, now: datetime) -> Answer:
    """Money back. Checks: amount, the intent, paid, no more than is left."""
    fen = intents.whole(asked, "amount")
    deal = intents.found(world, asked.get("payment_intent", ""))
    if deal.paid_at is None:
        raise Refused(400, "payment_intent_unexpected_state", "This PaymentIntent does not have a successful charge.")
    if deals.promised(deals.refunds_of(world.store, deal)) + fen > deal.fen:
        raise Refused(400, "charge_already_refunded", "Refund amount is greater than unrefunded amount on charge.")
    lost = world.faults.strikes("refund_lost", None, deal.number)
    late = world.faults.strikes("refund_delayed", None, deal.number)
    unsaid = world.faults.strikes("refund_unconfirmed", None, deal.number)
    metadata = intents.metadata_in(asked)
    back = Back(
        side=SIDE,
        refund_id=f"re_{ids.token()}",
        deal_id=deal.deal_id,
        refund_number=metadata.get("refund_number", ""),
        fen=fen,
        notify_url=deal.notify_url,
        asked_at=now,
        effective_at=None if lost else now + deals.REFUND_DELAY if late else now,
    )
    deals.put_refund(world.store, back)
    intents.keep(world, back.refund_id, metadata)
    answer = told(world, back, now)
    return answer | {"status": "pending"} if unsaid else answer


def list_of(world: World, asked: Asked, now: datetime) -> Answer:
    """Those of one intent, newest first."""
    deal = intents.found(world, asked.get("payment_intent", ""))
    backs = sorted(deals.refunds_of(world.store, deal), key=lambda back: (back.asked_at, back.refund_id), reverse=True)
    return paged("/v1/refunds", [told(world, back, now) for back in backs], asked)


def told(world: World, back: Back, now: datetime) -> Answer:
    """A refund as it is told."""
    return {
        "id": back.refund_id,
        "object": "refund",
        "amount": back.fen,
        "charge": f"ch_{back.deal_id.removeprefix('pi_')}",
        "created": intents.seconds(back.asked_at),
        "currency": "cny",
        "metadata": intents.kept(world, back.refund_id),
        "payment_intent": back.deal_id,
        "reason": None,
        "status": _status(back, now),
    }


def tell(world: World, back: Back, now: datetime) -> None:
    """The shop hears that a refund has gone, with the refund or afterwards."""
    deal: Deal = intents.found(world, back.deal_id)
    event = "refund.created" if back.effective_at == back.asked_at else "refund.updated"
    intents.enqueue(world, deal, event, told(world, back, now), now)


def paged(url: str, rows: list[Answer], asked: Asked) -> Answer:
    """One page of a list."""
    names = [row["id"] for row in rows]
    start = names.index(asked["starting_after"]) + 1 if asked.get("starting_after") in names else 0
    end = start + int(asked.get("limit", "10"))
    return {"object": "list", "url": url, "has_more": end < len(rows), "data": rows[start:end]}


def _status(back: Back, now: datetime) -> Status:
    """One whose money never moves is given up after a while."""
    if back.effective_at is None:
        return "canceled" if now >= back.asked_at + deals.REFUND_DELAY else "pending"
    return "succeeded" if back.effective_at <= now else "pending"
