"""The moves of a gift: which there are, and who may make them when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

from kith.gifts.gift import Gift, GiftState, reached
from kith.kit.refusal import Refusal

Deed = Literal[
    "charge",
    "cool",
    "schedule",
    "offer",
    "lapse",
    "withdraw",
    "accept",
    "decline",
    "expire",
    "lose_goods",
    "cancel",
    "ship",
    "carry",
    "receive",
]
Role = Literal["giver", "recipient", "payer", "merchant", "carrier", "clock"]

UNPAID: frozenset[GiftState] = frozenset({"unpaid", "collecting"})
RESTING: frozenset[GiftState] = frozenset({"cooling", "scheduled"})
UNDER_WAY: frozenset[GiftState] = frozenset({"accepted", "to_choose", "shipped", "in_delivery", "received"})
ENDED: frozenset[GiftState] = frozenset({"lapsed", "withdrawn", "declined", "expired", "cancelled"})

MOVES: Mapping[Deed, tuple[frozenset[GiftState], GiftState]] = {
    "charge": (frozenset({"planned"}), "unpaid"),
    "cool": (UNPAID, "cooling"),
    "schedule": (frozenset({"unpaid", "collecting", "cooling"}), "scheduled"),
    "offer": (UNPAID | RESTING, "offered"),
    "lapse": (frozenset({"planned", "unpaid", "collecting"}), "lapsed"),
    "withdraw": (frozenset({"planned", "unpaid", "collecting", "cooling", "scheduled", "offered"}), "withdrawn"),
    "accept": (frozenset({"offered", "to_choose"}), "accepted"),
    "decline": (frozenset({"offered"}), "declined"),
    "expire": (frozenset({"offered"}), "expired"),
    "lose_goods": (frozenset({"accepted"}), "to_choose"),
    "cancel": (frozenset({"offered", "accepted", "to_choose"}), "cancelled"),
    "ship": (frozenset({"accepted"}), "shipped"),
    "carry": (frozenset({"shipped"}), "in_delivery"),
    "receive": (frozenset({"shipped", "in_delivery"}), "received"),
}
"""Each deed: the states it may start from, and the state it leads to."""


class GiftNotFound(Refusal, status=404):
    """There is no such gift among yours."""


class AlreadyAccepted(Refusal):
    """The gift has been accepted and can no longer be withdrawn."""


class AlreadyAnswered(Refusal):
    """You have already answered this gift."""


class WindowOver(Refusal):
    """The time to answer this gift is over."""


class GiftEnded(Refusal):
    """This gift has ended. Whoever paid for it gets the money back."""


class NotYetAccepted(Refusal):
    """Accept the gift first."""


class AddressIsFinal(Refusal):
    """The shop has sent the gift; the address can no longer be changed."""


class NothingSentYet(Refusal):
    """The shop has not sent the gift yet."""


class NotLate(Refusal):
    """The shop still has time to send this gift."""


class AlreadySent(Refusal):
    """The shop has sent the gift, and it can no longer be cancelled."""


def may(gift: Gift, deed: Deed) -> bool:
    """Whether the state allows `deed`. A deed of clock, shop or carrier that comes too late does nothing."""
    return gift.state in MOVES[deed][0]


def may_withdraw(gift: Gift) -> None:
    """The giver takes back a gift that nobody accepted; a quiet decline changes nothing of that.

    Raises `AlreadyAccepted`, `GiftEnded`.
    """
    if gift.state in UNDER_WAY:
        raise AlreadyAccepted
    if gift.state in ENDED:
        raise GiftEnded


def may_answer(gift: Gift, now: datetime) -> None:
    """The recipient accepts or declines a gift that reached her.

    Raises `GiftNotFound`, `AlreadyAnswered`, `GiftEnded`, `WindowOver`.
    """
    if gift.answer_by is None or not reached(gift, now):
        raise GiftNotFound
    if gift.quietly_declined_at or gift.state == "declined" or gift.state in UNDER_WAY:
        raise AlreadyAnswered
    if gift.state in ENDED:
        raise GiftEnded
    if now >= gift.answer_by:
        raise WindowOver


def may_accept(gift: Gift, choose_by: datetime | None, now: datetime) -> None:
    """The recipient says yes, or chooses again what the shop has, until `choose_by`.

    Raises `GiftNotFound`, `AlreadyAnswered`, `GiftEnded`, `WindowOver`.
    """
    if gift.state != "to_choose":
        may_answer(gift, now)
    elif choose_by is None or now >= choose_by:
        raise WindowOver


def may_cancel(gift: Gift, role: Role, ship_by: datetime | None, now: datetime) -> None:
    """Giver or recipient end an accepted gift that the shop did not send by its promise, or has not got.

    The giver's time comes by the promise of what was given, when the day in Beijing is over: neither another choice nor
    the hour of a delivery can be told from it. Raises for the giver `GiftEnded`, `NotLate`, `AlreadySent`; for the
    recipient `GiftNotFound`, `GiftEnded`, `NotYetAccepted`, `AlreadySent`, `NotLate`.
    """
    if role == "giver":
        if gift.state in ENDED:
            raise GiftEnded
        if gift.late_at is None or now < gift.late_at:
            raise NotLate
    else:
        _still_on(gift, now)
        if gift.state == "offered":
            raise NotYetAccepted
    if gift.state not in ("accepted", "to_choose"):
        raise AlreadySent
    if role == "recipient" and gift.state == "accepted" and (ship_by is None or now < ship_by):
        raise NotLate


def may_correct(gift: Gift, now: datetime) -> None:
    """The recipient changes the address until the shop has sent the gift.

    Raises `GiftNotFound`, `GiftEnded`, `NotYetAccepted`, `AddressIsFinal`.
    """
    _still_on(gift, now)
    if gift.state == "offered":
        raise NotYetAccepted
    if gift.state not in ("accepted", "to_choose"):
        raise AddressIsFinal


def may_confirm(gift: Gift, now: datetime) -> None:
    """The recipient says that the gift came, any time after the shop sent it.

    Raises `GiftNotFound`, `GiftEnded`, `NotYetAccepted`, `NothingSentYet`.
    """
    _still_on(gift, now)
    if gift.state == "offered":
        raise NotYetAccepted
    if gift.state in ("accepted", "to_choose"):
        raise NothingSentYet


def _still_on(gift: Gift, now: datetime) -> None:
    if not reached(gift, now):
        raise GiftNotFound
    if gift.state in ENDED or gift.quietly_declined_at:
        raise GiftEnded


def step(gift: Gift, deed: Deed, by: Role, by_id: UUID | None, now: datetime) -> dict[str, object]:
    """The parameters of a move."""
    before, after = MOVES[deed]
    return {
        "gift_id": gift.gift_id,
        "before": sorted(before),
        "state": after,
        "by_role": by,
        "by_id": by_id,
        "now": now,
    }
