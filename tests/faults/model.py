"""The gift as its users understand it, without a database: who may do what, who sees what, and whose the money is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Literal

BEIJING = timezone(timedelta(hours=8))
PAY = timedelta(minutes=30)
PROMISE = timedelta(hours=48)
LATENESS = timedelta(hours=48)
SILENCE = timedelta(days=15)
ASSUMED = timedelta(days=7)
SETTLED = timedelta(days=7)
KEY = timedelta(days=30)
UNPAID_AT_ONCE = 3

State = Literal[
    "unpaid", "offered", "accepted", "shipped", "in_delivery", "received", "lapsed", "withdrawn", "declined", "expired",
    "cancelled",
]  # fmt: skip
Side = Literal["giver", "recipient"]

KEPT = frozenset({"accepted", "shipped", "in_delivery", "received"})
ENDED = frozenset({"lapsed", "withdrawn", "declined", "expired", "cancelled"})
DELIVERY = frozenset({"shipped", "in_delivery", "received"})
FOR_GIVER = {"offered": "waiting", "expired": "not_taken_up"}


@dataclass
class Gift:
    """One gift. `giver` and `recipient` are names; `by` is what time will do next, and when."""

    giver: str
    recipient: str
    window: timedelta
    given_at: datetime
    state: State = "unpaid"
    due: tuple[str, datetime] | None = None
    key_until: datetime | None = None
    quiet: bool = False
    came: bool = False
    """It reached the recipient, who sees it for ever."""
    offered: bool = False
    refused: bool = False
    settled: bool = False
    steps: list[tuple[State, date]] = field(default_factory=list[tuple[State, date]])

    def move(self, state: State, now: datetime) -> None:
        self.state = state
        self.steps.append((state, now.astimezone(BEIJING).date()))
        if state in ENDED:
            self.due = self.key_until = None

    def seen_by_giver(self, now: datetime) -> str:
        """The state; of the delivery only what happened before today."""
        today = now.astimezone(BEIJING).date()
        shown = [state for state, day in self.steps if state not in DELIVERY or day < today]
        return FOR_GIVER.get(shown[-1], shown[-1])

    def seen_by_recipient(self) -> str | None:
        if not self.came:
            return None
        return "declined" if self.quiet else self.state


class Model:
    """Everybody's gifts, what stands between people, and how many units there are."""

    def __init__(self, units: int) -> None:
        self.units = units
        self.gifts: list[Gift] = []
        self.follows: set[tuple[str, str]] = set()
        self.blocks: set[tuple[str, str]] = set()

    @property
    def available(self) -> int:
        return self.units - sum(gift.state not in ENDED for gift in self.gifts)

    def blocked(self, one: str, other: str) -> bool:
        return bool({(one, other), (other, one)} & self.blocks)

    def give(self, giver: str, recipient: str, days: int, now: datetime) -> str:
        if not {(giver, recipient), (recipient, giver)} <= self.follows:
            return "not_friends"
        if sum(gift.giver == giver and gift.state == "unpaid" for gift in self.gifts) >= UNPAID_AT_ONCE:
            return "too_many_unpaid"
        if self.available < 1:
            return "sold_out"
        gift = Gift(giver, recipient, timedelta(days=days), now, due=("lapse", now + PAY))
        gift.move("unpaid", now)
        self.gifts.append(gift)
        return "done"

    def captured(self, gift: Gift, now: datetime) -> None:
        """The gateway's word came that it is paid."""
        if gift.state != "unpaid":
            return
        gift.move("offered", now)
        gift.offered = True
        gift.due = ("expire", now + gift.window)
        gift.quiet = self.blocked(gift.giver, gift.recipient)
        gift.came = not gift.quiet

    def withdraw(self, gift: Gift, now: datetime) -> str:
        if gift.state == "withdrawn":
            return "done"
        if gift.state in KEPT:
            return "already_accepted"
        if gift.state in ENDED:
            return "gift_ended"
        gift.move("withdrawn", now)
        return "done"

    def accept(self, gift: Gift, now: datetime) -> str:
        if gift.key_until is not None and now < gift.key_until:
            return "done"
        refusal = self._unanswerable(gift)
        if refusal is None:
            gift.move("accepted", now)
            gift.due = ("ship_late", now + PROMISE + LATENESS)
            gift.key_until = now + timedelta(days=10_000)
        return refusal or "done"

    def decline(self, gift: Gift, *, tell: bool, now: datetime) -> str:
        if gift.state == "declined" if tell else gift.quiet and gift.came:
            return "done"
        refusal = self._unanswerable(gift)
        if refusal is None and tell:
            gift.move("declined", now)
        elif refusal is None:
            gift.quiet = True
        return refusal or "done"

    def ship(self, gift: Gift, now: datetime) -> str:
        if gift.state == "cancelled":
            return "order_not_open"
        if gift.state == "accepted":
            gift.move("shipped", now)
            gift.due = ("ask_receipt", now + SILENCE)
        return "done"

    def refuse(self, gift: Gift, now: datetime) -> str:
        if gift.state == "accepted":
            gift.refused = True
            gift.move("cancelled", now)
        return "done" if gift.refused else "order_not_open"

    def carrier(self, gift: Gift, *, delivered: bool, now: datetime) -> None:
        if delivered and gift.state in ("shipped", "in_delivery"):
            self._received(gift, now)
        elif gift.state == "shipped":
            gift.move("in_delivery", now)
            gift.due = ("ask_receipt", now + SILENCE)

    def confirm(self, gift: Gift, now: datetime) -> str:
        if not gift.came:
            return "gift_not_found"
        if gift.state in ENDED or gift.quiet:
            return "gift_ended"
        if gift.state in ("offered", "accepted"):
            return "not_yet_accepted" if gift.state == "offered" else "nothing_sent_yet"
        if gift.state != "received":
            self._received(gift, now)
        return "done"

    def follow(self, one: str, other: str) -> str:
        if self.blocked(one, other):
            return "person_not_found"
        self.follows.add((one, other))
        return "done"

    def unfollow(self, one: str, other: str) -> None:
        self.follows.discard((one, other))

    def block(self, one: str, other: str, now: datetime) -> None:
        if (one, other) in self.blocks:
            return
        self.blocks.add((one, other))
        self.follows -= {(one, other), (other, one)}
        for gift in self.gifts:
            if (gift.giver, gift.recipient) == (one, other) and gift.state in ("unpaid", "offered"):
                gift.move("withdrawn", now)
            if (gift.giver, gift.recipient) == (other, one) and gift.state == "offered":
                gift.quiet = True

    def unblock(self, one: str, other: str) -> None:
        self.blocks.discard((one, other))

    def pass_time(self, now: datetime) -> None:
        """What is due, done as of now."""
        for gift in self.gifts:
            if gift.key_until is not None and gift.key_until <= now:
                gift.key_until = None
            while gift.due is not None and gift.due[1] <= now:
                self._due(gift, gift.due[0], now)

    def _due(self, gift: Gift, kind: str, now: datetime) -> None:
        ends: dict[str, State] = {"lapse": "lapsed", "expire": "expired", "ship_late": "cancelled"}
        if kind in ends:
            gift.move(ends[kind], now)
        elif kind == "ask_receipt":
            gift.due = ("assume_receipt", now + ASSUMED)
        elif kind == "assume_receipt":
            self._received(gift, now)
        else:
            gift.due, gift.settled = None, True

    def _received(self, gift: Gift, now: datetime) -> None:
        gift.move("received", now)
        gift.due, gift.key_until = ("settle", now + SETTLED), now + KEY

    def _unanswerable(self, gift: Gift) -> str | None:
        if not gift.came:
            return "gift_not_found"
        if gift.quiet or gift.state == "declined" or gift.state in KEPT:
            return "already_answered"
        return "gift_ended" if gift.state in ENDED else None
