"""A thousand ways in which a gateway, the carrier and the one who checks identities may misbehave around one gift, one
envelope or one wallet, each drawn from its number."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Literal, NamedTuple

from kith.main.stories.actor import Json
from tests.faults.gateways import GATEWAYS, Gateway
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
_PAID_BACK = (
    "declined",
    "withdrawn",
    "shop_unable",
    "ignored",
    "paid_twice",
    "paid_after_the_end",
    "withdrawn_unpaid",
    "enveloped",
    "enveloped_too_late",
)
_PAID = ("received", "declined", "withdrawn", "paid_in_the_last_minute", "blocked", "enveloped", "given_from_wallet")
_UNPAID = ("unpaid", "withdrawn_unpaid")
_IDENTITY = ("identity_error", "identity_timeout")
_REFUNDS = ("refund_unconfirmed", "refund_delayed", "refund_lost")
_TRANSFERS = ("transfer_dealing", "transfer_failed", "transfer_returned", "transfer_name_refused")
_SENT_OUT = ("paid_out", "withdrawn_from_wallet")
_WALLETS = ("shared_anyhow", "given_from_wallet", "withdrawn_from_wallet", "enveloped_from_wallet")
_EVERY = tuple(STORIES)

LATER_AT_THE_CASHIER = frozenset({"shared", "shared_for_less", "two_for_the_last", "planned", *_WALLETS})
"""Stories in which somebody asks where to pay when time has moved on."""


class Kind(NamedTuple):
    """One mistake: whose, its name, in which call, and the stories and ways to pay in which that call is made."""

    gateway: Gateway
    name: str
    method: str | None
    stories: Sequence[str]
    ways: Sequence[str]


def _kinds(gateway: Gateway) -> list[Kind]:
    """All mistakes around what is paid at one gateway; it sends money out only if it knows how to."""
    calls, ways = gateway.calls, gateway.ways

    def of(names: Sequence[str], method: str | None, stories: Sequence[str], ways: Sequence[str] = ways) -> list[Kind]:
        return [Kind(gateway, name, method, stories, ways) for name in names]

    cancels = calls.cancel or calls.close
    return [
        *of(_ANSWERS, calls.begin, _EVERY, gateway.called),
        *of(_ANSWERS, calls.query, _PAID),
        *of(_ANSWERS, calls.close, _UNPAID),
        *of(_ANSWERS, cancels, ("code_not_answered",), gateway.called[:1]),
        *of(_ANSWERS, calls.refund, _PAID_BACK),
        *of(_ANSWERS, calls.query_refund, _PAID_BACK),
        *of(_REFUNDS, None, _PAID_BACK),
        *of(_NOTIFICATIONS, None, _EVERY),
        *of(("other_key",), "notify", _EVERY),
        *of((*_CARRIER, "carrier_returned"), None, ("received",)),
        *of(_ANSWERS if calls.pay_out else (), calls.pay_out, _SENT_OUT),
        *of(_ANSWERS if calls.query_payout else (), calls.query_payout, _SENT_OUT),
        *of(_TRANSFERS if calls.pay_out else (), None, _SENT_OUT),
        *of(_IDENTITY, None, _WALLETS),
    ]


KINDS: Sequence[Kind] = tuple(kind for gateway in GATEWAYS for kind in _kinds(gateway))
COVERED = frozenset(kind.name for kind in KINDS)

_BEFORE = {
    before: mistake
    for gateway in GATEWAYS
    for before, mistake in (
        (gateway.calls.query, "notify_lost"),
        (gateway.calls.query_refund, "refund_unconfirmed"),
        (gateway.calls.query_payout, "transfer_dealing"),
    )
}
"""What makes such a call likely."""


class Schedule(NamedTuple):
    """What happens, and what goes wrong with the first trade, the parcel, what is sent out and the identity check."""

    seed: int
    gateway: Gateway
    story: str
    ways: Sequence[str]
    trade: Sequence[Json]
    parcel: Sequence[Json]
    payout: Sequence[Json]
    identity: Sequence[Json]

    def __str__(self) -> str:
        faults = (*self.trade, *self.parcel, *self.payout, *self.identity)
        wrong = [f"{fault['name']} {fault['method'] or ''}".strip() for fault in faults]
        return f"schedule {self.seed} `{self.story}` at {self.gateway.name} with {', '.join(wrong)}"


def draw(seed: int) -> Schedule:
    """The schedule of this number, always the same. Its first mistake goes through all there are."""
    chance = random.Random(f"schedule {seed}")
    first = KINDS[seed % len(KINDS)]
    near = [kind for kind in KINDS if kind.gateway is first.gateway and "code_not_answered" not in kind.stories]
    more = chance.sample(near, chance.choice((0, 1, 1, 2, 3)))
    names = [_fault(kind, chance) for kind in (first, *more)]
    before = _BEFORE.get(first.method or "")
    if before is not None:
        names.insert(0, _fault(first._replace(name=before, method=None), chance))
    if first.stories == ("code_not_answered",):
        # What was not answered is cancelled.
        begin = first._replace(name="timeout_with_effect", method=first.gateway.calls.begin)
        names.insert(0, _fault(begin, chance))
    faults: dict[str, list[Json]] = {"trade": [], "parcel": [], "payout": [], "identity": []}
    for fault in names:
        faults[_of(fault)].append(fault)
    return Schedule(seed, first.gateway, chance.choice(first.stories), first.ways, **faults)


def some_of_each() -> list[int]:
    """Numbers of schedules whose first mistakes are all that there are: those of gateways at two of them, in turn."""
    numbers: dict[str, dict[str, list[int]]] = {}
    for number, kind in enumerate(KINDS):
        numbers.setdefault(kind.name, {}).setdefault(kind.gateway.name, []).append(number)
    chosen: set[int] = set()
    for place, (name, at) in enumerate(numbers.items()):
        makers = [*at.values()]
        for maker in range(place, place + (1 if name in (*_CARRIER, *_IDENTITY) else 2)):
            found = makers[maker % len(makers)]
            chosen.add(found[place % len(found)])
    return sorted(chosen)


async def play(schedule: Schedule, scene: Scene) -> None:
    """Play it."""
    scene.ways = schedule.ways
    await scene.town.faults(scene.numbers[0], [*schedule.trade])
    await scene.town.faults(scene.tracking_no, [*schedule.parcel])
    scene.wrong_with_payout = [*schedule.payout]
    scene.wrong_with_identity = [*schedule.identity]
    await STORIES[schedule.story](scene)


def _of(fault: Json) -> Literal["trade", "parcel", "payout", "identity"]:
    name, method = fault["name"], fault["method"] or "-"
    if name.startswith("carrier_"):
        return "parcel"
    if name.startswith("identity_"):
        return "identity"
    sends = {call for gateway in GATEWAYS for call in (gateway.calls.pay_out, gateway.calls.query_payout)}
    return "payout" if name.startswith("transfer_") or method in sends else "trade"


def _fault(kind: Kind, chance: random.Random) -> Json:
    times = 1 if "timeout" in kind.name else chance.choice((1, 1, 2, 3))
    return {"name": kind.name, "method": kind.method, "times": times, "seconds": ANSWER_SECONDS + 0.3}
