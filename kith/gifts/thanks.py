"""A thank-you: what the recipient says, once, to those who gave."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from kith.gifts.gift import Gift, GiftId, reached
from kith.gifts.move import ENDED, GiftEnded, GiftNotFound, NotYetAccepted
from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement


class AlreadyThanked(Refusal):
    """You have already said thank you for this gift."""


class Words(Struct, frozen=True):
    """What she says; the picture is one that she uploaded."""

    text: Annotated[str, Meta(min_length=1, max_length=300, pattern=r"^[^\x00]*$", description="words of thanks")]
    picture_id: (
        Annotated[str, Meta(max_length=64, pattern=r"^[0-9a-f]*$", description="as the upload was answered")] | None
    ) = None


class Thanks(Struct, frozen=True):
    """The row of a thank-you."""

    gift_id: GiftId
    text: str
    picture_id: str | None
    thanked_at: datetime


class Note(Struct, frozen=True):
    """A thank-you, as everybody sees it who may: with its day in Beijing. Its picture has an address of its own."""

    text: str
    picture_id: str | None
    day: date


class GiftNote(Note, frozen=True):
    """A thank-you for one of several gifts."""

    gift_id: GiftId


def may_thank(gift: Gift, now: datetime) -> None:
    """The recipient says thank you any time after accepting.

    Raises `GiftNotFound`, `GiftEnded`, `NotYetAccepted`.
    """
    if not reached(gift, now):
        raise GiftNotFound
    if gift.state in ENDED or gift.quietly_declined_at:
        raise GiftEnded
    if gift.state == "offered":
        raise NotYetAccepted


def same(thanks: Thanks, said: Words) -> bool:
    """Whether these words were said before."""
    return (thanks.text, thanks.picture_id) == (said.text, said.picture_id)


def by_gift(notes: Sequence[GiftNote]) -> dict[GiftId, Note]:
    """The thank-you of each gift that has one."""
    return {note.gift_id: Note(note.text, note.picture_id, note.day) for note in notes}


insert = Statement(
    """INSERT INTO thanks (gift_id, text, picture_id, thanked_at)
    VALUES (%(gift_id)s, %(text)s, %(picture_id)s, %(now)s)"""
)
of = Query(Thanks, "SELECT gift_id, text, picture_id, thanked_at FROM thanks WHERE gift_id = %(gift_id)s")
unsay = Query(
    UUID,
    """DELETE FROM thanks USING gift WHERE thanks.gift_id = ANY(%(gift_ids)s) AND gift.gift_id = thanks.gift_id
        AND gift.recipient_id = %(recipient_id)s
    RETURNING thanks.gift_id""",
)
notes = Query(
    GiftNote,
    """SELECT text, picture_id, (thanked_at AT TIME ZONE INTERVAL '08:00')::date AS day, gift_id FROM thanks
    WHERE gift_id = ANY(%(gift_ids)s)""",
)
