"""An ask: a friend is asked to pay for a gift, or a part. What the friend does with it is nobody else's to see."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, NewType
from uuid import UUID

from msgspec import Meta, Struct

from kith import people
from kith.gifts.gift import Gift, GiftId
from kith.gifts.giving import NotFriends
from kith.gifts.policy import Policy
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

AskId = NewType("AskId", UUID)
Why = Annotated[str, Meta(max_length=300, pattern=r"^[^\x00]*$", description="what the friend reads")]


class AskNotFound(Refusal, status=404):
    """Nobody asks you for this."""


class NotTheRecipient(Refusal):
    """Who gets the gift cannot be asked to pay for it."""


class AskedTooOften(Refusal, status=429):
    """You may ask three friends a day, and each friend once in thirty days."""


class NewAsk(Struct, frozen=True):
    """A friend, and what part is asked for; null for whatever the friend likes to pay."""

    payer_id: people.PersonId
    fen: Annotated[int, Meta(ge=100, le=100_000_000)] | None = None


class NewAsks(Struct, frozen=True):
    """Friends who are asked to pay, and why. The same again changes nothing."""

    asks: Annotated[list[NewAsk], Meta(min_length=1, max_length=20)]
    why: Why = ""


class Ask(Struct, frozen=True):
    """The row of an ask."""

    payer_id: people.PersonId
    ask_id: AskId
    fen: int | None
    why: str
    by_link: bool


class Asked(Struct, frozen=True):
    """Where a person finds what is asked of them."""

    person_id: people.PersonId
    ask_id: AskId
    gift_id: GiftId
    asked_at: datetime
    dismissed_at: datetime | None


class Asking(Struct, frozen=True):
    """Whom somebody asked, and when."""

    payer_id: people.PersonId
    asked_at: datetime


def ask_id(gift_id: GiftId, payer_id: people.PersonId) -> AskId:
    """What one person is asked for one gift is one ask, however it came about."""
    return AskId(ids.derived(gift_id, f"ask:{payer_id}"))


def unsent(made: Sequence[Ask], asked: NewAsks) -> list[NewAsk]:
    """Those who have not been asked just so before, one for each friend. A friend who came over the link has not."""
    sent = {(ask.payer_id, ask.fen, ask.why) for ask in made if not ask.by_link}
    wanted = {each.payer_id: each for each in asked.asks}
    return [each for each in wanted.values() if (each.payer_id, each.fen, asked.why) not in sent]


def month_before(policy: Policy, now: datetime) -> datetime:
    """Since when a friend who was asked is not asked again."""
    return now - timedelta(days=policy.ask_again_days)


def may_ask(
    gift: Gift,
    friends: frozenset[people.PersonId],
    *,
    mutual: frozenset[people.PersonId],
    recent: Sequence[Asking],
    policy: Policy,
    now: datetime,
) -> None:
    """Raises `NotTheRecipient`, `NotFriends` for whoever is not `mutual`, `AskedTooOften`, in this order.

    `recent` is whom the asker has asked since `month_before`.
    """
    if gift.recipient_id in friends and gift.recipient_id != gift.giver_id:
        raise NotTheRecipient
    if friends - mutual:
        raise NotFriends
    today = sum(1 for each in recent if each.asked_at > now - timedelta(days=1))
    if today + len(friends) > policy.asks_a_day or friends & {each.payer_id for each in recent}:
        raise AskedTooOften


of_gift = Query(
    Ask, "SELECT payer_id, ask_id, fen, why, by_link FROM ask WHERE gift_id = %(gift_id)s ORDER BY payer_id"
)
insert = Statement(
    """INSERT INTO ask (gift_id, payer_id, ask_id, fen, why, by_link, asked_at)
    VALUES (%(gift_id)s, %(payer_id)s, %(ask_id)s, %(fen)s, %(why)s, %(by_link)s, %(now)s)
    ON CONFLICT (gift_id, payer_id) DO UPDATE
    SET fen = excluded.fen, why = excluded.why, by_link = false, asked_at = excluded.asked_at
    WHERE NOT excluded.by_link"""
)
# It is there again for somebody who dismissed it and is asked once more, or comes over the link.
reach = Statement(
    """INSERT INTO asked (person_id, ask_id, gift_id, asker_id, recipient_id, asked_at)
    VALUES (%(person_id)s, %(ask_id)s, %(gift_id)s, %(asker_id)s, %(recipient_id)s, %(now)s)
    ON CONFLICT (person_id, ask_id) DO UPDATE SET dismissed_at = NULL"""
)
note_asking = Statement(
    """INSERT INTO asking (person_id, payer_id, gift_id, asked_at)
    VALUES (%(person_id)s, %(payer_id)s, %(gift_id)s, %(now)s)
    ON CONFLICT (person_id, payer_id, gift_id) DO UPDATE SET asked_at = excluded.asked_at"""
)
recent = Query(
    Asking, "SELECT payer_id, asked_at FROM asking WHERE person_id = %(person_id)s AND asked_at > %(since_at)s"
)

_ASKED = "SELECT person_id, ask_id, gift_id, asked_at, dismissed_at FROM asked"

asked = Query(Asked, _ASKED + " WHERE person_id = %(person_id)s AND ask_id = %(ask_id)s")
reached = Query(Asked, _ASKED + " WHERE person_id = ANY(%(person_ids)s) AND ask_id = ANY(%(ask_ids)s)")
newest = Query(
    Asked,
    _ASKED
    + """ WHERE person_id = %(person_id)s AND dismissed_at IS NULL AND (asked_at, ask_id) < (%(after_at)s, %(after_id)s)
    ORDER BY asked_at DESC, ask_id DESC LIMIT %(limit)s""",
)
dismiss = Statement(
    """UPDATE asked SET dismissed_at = %(now)s
    WHERE person_id = %(person_id)s AND ask_id = %(ask_id)s AND dismissed_at IS NULL"""
)
between = Query(
    Asked, _ASKED + " WHERE person_id = %(person_id)s AND %(other_id)s IN (asker_id, recipient_id) ORDER BY ask_id"
)
take_away = Statement("DELETE FROM asked WHERE person_id = %(person_id)s AND ask_id = %(ask_id)s")
waiting = Query(
    UUID,
    """SELECT gift_id FROM asked
    WHERE person_id = %(person_id)s AND dismissed_at IS NULL AND asked_at > %(since_at)s""",
)
count_collecting = Query(
    int,
    """SELECT count(*)::int FROM gift
    WHERE gift_id = ANY(%(gift_ids)s) AND state = 'collecting' AND collect_by > %(now)s
        AND NOT EXISTS (
            SELECT FROM part WHERE part.gift_id = gift.gift_id AND part.payer_id = %(payer_id)s AND paid_at IS NOT NULL
        )""",
)
all_of = Query(Asked, _ASKED + " WHERE person_id = %(person_id)s ORDER BY ask_id")
unsay = Statement(
    """UPDATE ask SET why = '' FROM gift
    WHERE ask.gift_id = ANY(%(gift_ids)s) AND gift.gift_id = ask.gift_id AND gift.giver_id = %(giver_id)s"""
)
forget_asked = Statement("DELETE FROM asked WHERE person_id = %(person_id)s")
forget_asking = Statement("DELETE FROM asking WHERE person_id = %(person_id)s")
