"""What the simulated Stripe does with payment intents, and how it answers: rules and effects, no wire."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct

from kith.kit import ids
from kith.simulator import deals, letters
from kith.simulator.deals import Deal
from kith.simulator.letters import News
from kith.simulator.world import World

Answer = dict[str, object]
Asked = dict[str, str]
"""The parts of the path and the form, by names as on the wire: `metadata[number]`."""
Method = Callable[[World, Asked, datetime], Answer]

SIDE: deals.SideName = "stripe"
SEARCHED_AFTER = timedelta(minutes=1)
"""So long a search does not find what was made."""
VERSION = "2026-10-28.endive"

SCHEMA = """
CREATE TABLE IF NOT EXISTS stripe_metadata (object_id TEXT PRIMARY KEY, content TEXT NOT NULL);
"""


class Refused(Exception):
    """Answered with this status and error. What was wrong with the form is not remembered under the call's key."""

    def __init__(self, status: int, code: str, said: str, *, remembered: bool = True) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.said = said
        self.remembered = remembered


class _Kept(Struct):
    content: str


def create(world: World, asked: Asked, now: datetime) -> Answer:
    """A fresh intent, which nobody has paid. Checks: amount, currency."""
    fen = whole(asked, "amount")
    if asked.get("currency") != "cny":
        raise Refused(400, "parameter_invalid", "Invalid currency", remembered=False)
    metadata = metadata_in(asked)
    intent_id = f"pi_{ids.token()}"
    deal = Deal(
        side=SIDE,
        deal_id=intent_id,
        number=metadata.get("number", ""),
        gateway_number=intent_id,
        token=f"{intent_id}_secret_{ids.token()}",
        way="card",
        subject=asked.get("description", ""),
        fen=fen,
        notify_url=metadata.get("webhook"),
        return_url=None,
        created_at=now,
        expires_at=None,
    )
    deals.insert(world.store, deal)
    keep(world, intent_id, metadata)
    return told(world, deal, now)


def retrieve(world: World, asked: Asked, now: datetime) -> Answer:
    return told(world, found(world, asked["id"]), now, whole_charge="latest_charge" in asked.values())


def cancel(world: World, asked: Asked, now: datetime) -> Answer:
    deal = found(world, asked["id"])
    if not deals.close(world.store, deal, now):
        raise Refused(400, "payment_intent_unexpected_state", "You cannot cancel this PaymentIntent.")
    after = found(world, asked["id"])
    tell(world, after, "payment_intent.canceled", now)
    return told(world, after, now)


def search(world: World, asked: Asked, now: datetime) -> Answer:
    """By a number in the metadata, which is behind by a while."""
    number = asked.get("query", "").removeprefix("metadata['number']:'").removesuffix("'")
    seen = [
        told(world, deal, now)
        for deal in deals.by_number(world.store, number)
        if deal.side == SIDE and deal.created_at <= now - SEARCHED_AFTER
    ]
    return {"object": "search_result", "url": "/v1/payment_intents/search", "has_more": False, "data": seen}


def told(world: World, deal: Deal, now: datetime, *, whole_charge: bool = False) -> Answer:
    """An intent as it is told."""
    standing = deals.standing(deal, now)
    paid = deal.paid_at is not None
    return {
        "id": deal.deal_id,
        "object": "payment_intent",
        "amount": deal.fen,
        "amount_received": deal.fen if paid else 0,
        "automatic_payment_methods": {"allow_redirects": "always", "enabled": True},
        "canceled_at": seconds(deal.closed_at) if deal.closed_at else None,
        "client_secret": deal.token,
        "created": seconds(deal.created_at),
        "currency": "cny",
        "description": deal.subject,
        "latest_charge": (charge(world, deal) if whole_charge else charge_id(deal)) if paid else None,
        "livemode": False,
        "metadata": kept(world, deal.deal_id),
        "payment_method_types": ["card", "alipay"],
        "status": {"waiting": "requires_payment_method", "paid": "succeeded", "closed": "canceled"}[standing],
    }


def charge(world: World, deal: Deal) -> Answer:
    """The payment of an intent, which has its metadata."""
    assert deal.paid_at is not None
    return {
        "id": charge_id(deal),
        "object": "charge",
        "amount": deal.fen,
        "amount_captured": deal.fen,
        "captured": True,
        "created": seconds(deal.paid_at),
        "currency": "cny",
        "description": deal.subject,
        "livemode": False,
        "metadata": kept(world, deal.deal_id),
        "paid": True,
        "payment_intent": deal.deal_id,
        "status": "succeeded",
    }


def charge_id(deal: Deal) -> str:
    return f"ch_{deal.deal_id.removeprefix('pi_')}"


def tell(world: World, deal: Deal, event: str, now: datetime) -> None:
    """The shop hears of an intent as it is now."""
    enqueue(world, deal, event, told(world, deal, now), now)


def tell_paid(world: World, deal: Deal, now: datetime, forged: bool) -> None:
    """The shop hears that an intent was paid."""
    claimed = msgspec.structs.replace(deal, paid_at=deal.paid_at or now)
    enqueue(world, deal, "payment_intent.succeeded", told(world, claimed, now), now, forged=forged)


def enqueue(world: World, deal: Deal, event: str, about: Answer, now: datetime, *, forged: bool = False) -> None:
    """A webhook about something, as it is at this moment."""
    event_id = f"evt_{ids.token()}"
    content = {
        "id": event_id,
        "object": "event",
        "api_version": VERSION,
        "created": seconds(now),
        "data": {"object": about},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": event,
    }
    news = News(SIDE, deal.number, deal.notify_url, event_id, json.dumps(content, ensure_ascii=False))
    (letters.enqueue_forged if forged else letters.enqueue)(world, news, now)


def found(world: World, intent_id: str) -> Deal:
    deal = deals.by_id(world.store, SIDE, intent_id)
    if deal is None:
        raise Refused(404, "resource_missing", f"No such payment_intent: '{intent_id}'", remembered=False)
    return deal


def whole(asked: Asked, name: str) -> int:
    """An amount above zero."""
    text = asked.get(name, "")
    if not text.isdecimal() or not 0 < int(text) < 10**12:
        raise Refused(400, "parameter_invalid_integer", f"Invalid integer: {name}", remembered=False)
    return int(text)


def metadata_in(asked: Asked) -> dict[str, str]:
    return {
        name.removeprefix("metadata[").removesuffix("]"): value
        for name, value in asked.items()
        if name.startswith("metadata[")
    }


def keep(world: World, object_id: str, metadata: dict[str, str]) -> None:
    world.store.run(
        "INSERT INTO stripe_metadata (object_id, content) VALUES (:object_id, :content)",
        object_id=object_id,
        content=json.dumps(metadata),
    )


def kept(world: World, object_id: str) -> dict[str, str]:
    row = world.store.one(
        _Kept, "SELECT content FROM stripe_metadata WHERE object_id = :object_id", object_id=object_id
    )
    return json.loads(row.content) if row else {}


def seconds(at: datetime) -> int:
    return int(at.timestamp())
