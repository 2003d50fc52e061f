"""A thousand ways in which the gateway and the carrier may misbehave around one gift, each drawn from its number."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal, NamedTuple

from kith.main.stories.actor import Json
from tests.faults.scene import Scene
from tests.faults.stories import STORIES

ANSWER_SECONDS = 1.0
"""How long the installation waits for the gateway here; silence lasts a little longer."""

_ANSWERS = (
    "timeout_with_effect",
    "timeout_without_effect",
    "error_20000_with_effect",
    "error_20000_without_effect",
    "system_error_with_effect",
    "system_error_without_effect",
    "unsigned_answer",
    "tampered_answer",
    "other_key",
)
_NOTIFICATIONS = (
    "notify_duplicate",
    "notify_late",
    "notify_reordered",
    "notify_early",
    "notify_forged",
    "notify_tampered",
    "notify_lost",
)
_CARRIER = (
    "carrier_duplicate",
    "carrier_late",
    "carrier_reordered",
    "carrier_forged",
    "carrier_lost",
    "carrier_error",
    "carrier_timeout",
    "carrier_silent",
    "carrier_exception",
)
_PAID_BACK = ("declined", "withdrawn", "shop_unable", "ignored", "paid_twice", "paid_after_the_end", "withdrawn_unpaid")


LATER_AT_THE_CASHIER = frozenset({"shared", "shared_for_less", "two_for_the_last", "planned"})
"""Stories in which somebody asks where to pay when time has moved on."""


class Kind(NamedTuple):
    """One mistake: its name, in which call, and the stories in which that call is made."""

    name: str
    method: str | None
    stories: Sequence[str]
    ways: Sequence[str] = ("page", "wap", "qr", "app")


_TRANSFERS = ("transfer_dealing", "transfer_failed", "transfer_returned", "transfer_name_refused")
_EVERY = tuple(STORIES)
_PAID = ("received", "declined", "withdrawn", "paid_in_the_last_minute", "blocked")
_UNPAID = ("unpaid", "withdrawn_unpaid")
KINDS: Sequence[Kind] = (
    *(Kind(name, "alipay.trade.precreate", _EVERY, ("qr",)) for name in _ANSWERS),
    *(Kind(name, "alipay.trade.query", _PAID) for name in _ANSWERS),
    *(Kind(name, "alipay.trade.close", _UNPAID) for name in _ANSWERS),
    *(Kind(name, "alipay.trade.cancel", ("code_not_answered",), ("qr",)) for name in _ANSWERS),
    *(Kind(name, "alipay.trade.refund", _PAID_BACK) for name in _ANSWERS),
    *(Kind(name, "alipay.trade.fastpay.refund.query", _PAID_BACK) for name in _ANSWERS),
    *(Kind(name, None, _PAID_BACK) for name in ("refund_unconfirmed", "refund_delayed", "refund_lost")),
    *(Kind(name, None, _EVERY) for name in _NOTIFICATIONS),
    Kind("other_key", "notify", _EVERY),
    *(Kind(name, None, ("received",)) for name in (*_CARRIER, "carrier_returned")),
    *(Kind(name, "alipay.fund.trans.uni.transfer", ("paid_out",)) for name in _ANSWERS),
    *(Kind(name, "alipay.fund.trans.common.query", ("paid_out",)) for name in _ANSWERS),
    *(Kind(name, None, ("paid_out",)) for name in _TRANSFERS),
)
COVERED = frozenset(kind.name for kind in KINDS)

_BEFORE = {
    "alipay.trade.query": "notify_lost",
    "alipay.trade.fastpay.refund.query": "refund_unconfirmed",
    "alipay.trade.cancel": "timeout_with_effect",
    "alipay.fund.trans.common.query": "transfer_dealing",
}
"""What makes such a call likely."""


class Schedule(NamedTuple):
    """What happens to one gift, and what goes wrong with its first trade, its parcel and its shop's payout."""

    seed: int
    story: str
    ways: Sequence[str]
    trade: Sequence[Json]
    parcel: Sequence[Json]
    payout: Sequence[Json]

    def __str__(self) -> str:
        wrong = [
            f"{fault['name']} {fault['method'] or ''}".strip() for fault in (*self.trade, *self.parcel, *self.payout)
        ]
        return f"schedule {self.seed} `{self.story}` with {', '.join(wrong)}"


def draw(seed: int) -> Schedule:
    """The schedule of this number, always the same. Its first mistake goes through all there are."""
    chance = random.Random(f"schedule {seed}")
    first = KINDS[seed % len(KINDS)]
    more = chance.sample(KINDS, chance.choice((0, 1, 1, 2, 3)))
    names = [_fault(kind, chance) for kind in (first, *(kind for kind in more if kind.method != "alipay.trade.cancel"))]
    before = _BEFORE.get(first.method or "")
    if before is not None:
        method = "alipay.trade.precreate" if first.method == "alipay.trade.cancel" else None
        names.insert(0, _fault(Kind(before, method, ()), chance))
    faults: dict[str, list[Json]] = {"trade": [], "parcel": [], "payout": []}
    for fault in names:
        faults[_of(fault)].append(fault)
    return Schedule(seed, chance.choice(first.stories), first.ways, **faults)


def some_of_each() -> list[int]:
    """Numbers of schedules whose first mistakes are all that there are; those that come in many calls, in two."""
    numbers: dict[str, list[int]] = {}
    for number, kind in enumerate(KINDS):
        numbers.setdefault(kind.name, []).append(number)
    return sorted(
        {
            chosen
            for place, (first, *more) in enumerate(numbers.values())
            for chosen in (first, [first, *more][place % (1 + len(more))])
        }
    )


async def play(schedule: Schedule, scene: Scene) -> None:
    """Play it."""
    scene.ways = schedule.ways
    await scene.town.faults(scene.numbers[0], [*schedule.trade])
    await scene.town.faults(scene.tracking_no, [*schedule.parcel])
    scene.wrong_with_payout = [*schedule.payout]
    await STORIES[schedule.story](scene)


def _of(fault: Json) -> Literal["trade", "parcel", "payout"]:
    if fault["name"].startswith("carrier_"):
        return "parcel"
    ours = fault["name"].startswith("transfer_") or (fault["method"] or "").startswith("alipay.fund.")
    return "payout" if ours else "trade"


def _fault(kind: Kind, chance: random.Random) -> Json:
    times = 1 if kind.name.startswith(("timeout", "carrier_timeout")) else chance.choice((1, 1, 2, 3))
    return {"name": kind.name, "method": kind.method, "times": times, "seconds": ANSWER_SECONDS + 0.3}
