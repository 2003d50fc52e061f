"""Do all that is due."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog

from kith.gifts import timer as timers
from kith.gifts.arrive import arrive
from kith.gifts.ask_payment import ask_payment
from kith.gifts.ask_receipt import ask_receipt
from kith.gifts.assume_receipt import assume_receipt
from kith.gifts.cancel_late import cancel_late
from kith.gifts.cancel_unchosen import cancel_unchosen
from kith.gifts.close_parts import close_parts
from kith.gifts.destroy_key import destroy_key
from kith.gifts.expire import expire
from kith.gifts.gift import GiftId
from kith.gifts.go_on import go_on
from kith.gifts.lapse import lapse
from kith.gifts.policy import Policy
from kith.gifts.release import release
from kith.gifts.remind import remind
from kith.gifts.settle import settle
from kith.gifts.show_late import show_late
from kith.gifts.show_step import show_step
from kith.gifts.tell_late import tell_late
from kith.gifts.timer import Kind, Timer
from kith.kit.sql import Database, Tx

_log = structlog.get_logger("kith.gifts")

_BATCH = 200


async def sweep(db: Database, policy: Policy, now: datetime) -> int:
    """Read what is due, unlocked and in order, and do each in a transaction of its own, until nothing is left.

    One that fails is logged, does not stop the others, and is found again by the next round. Returns how many it did.
    """
    done, last = 0, timers.FIRST
    while True:
        async with db.transaction() as tx:
            due = await timers.due.all(
                tx, now=now, after_at=last.due_at, after_id=last.gift_id, after_kind=last.kind, limit=_BATCH
            )
        if not due:
            return done
        last = due[-1]
        arriving = [timer.gift_id for timer in due if timer.kind == "arrive"]
        done += await _arrive(db, policy, arriving, now)
        for timer in due:
            if timer.kind != "arrive":
                done += await _do(db, policy, timer, now)


async def _arrive(db: Database, policy: Policy, gift_ids: Sequence[GiftId], now: datetime) -> int:
    """All at once, since many choose the same hour; one by one if one of them stands against it."""
    if not gift_ids:
        return 0
    try:
        async with db.transaction() as tx:
            return await arrive(tx, gift_ids, now)
    except Exception as error:
        _log.error("sweep failed", gifts=len(gift_ids), kind="arrive", error=type(error).__name__)
    return sum([await _do(db, policy, Timer(gift_id, "arrive", now), now) for gift_id in gift_ids])


async def _do(db: Database, policy: Policy, timer: Timer, now: datetime) -> bool:
    try:
        async with db.transaction() as tx:
            await _deeds(policy)[timer.kind](tx, timer.gift_id, now)
    except Exception as error:
        # Without the trace: the database quotes whole rows in its errors, and a row has the message in it.
        _log.error("sweep failed", gift=str(timer.gift_id), kind=timer.kind, error=type(error).__name__)
        return False
    return True


def _deeds(policy: Policy) -> Mapping[Kind, Callable[[Tx, GiftId, datetime], Awaitable[object]]]:
    return {
        "charge": lambda tx, gift_id, now: ask_payment(tx, policy, gift_id, now),
        "cool": lambda tx, gift_id, now: go_on(tx, policy, "cool", gift_id, now),
        "send": lambda tx, gift_id, now: go_on(tx, policy, "send", gift_id, now),
        "arrive": lambda tx, gift_id, now: arrive(tx, [gift_id], now),
        "half_time": lambda tx, gift_id, now: remind(tx, "half_time", gift_id, now),
        "last_day": lambda tx, gift_id, now: remind(tx, "last_day", gift_id, now),
        "lapse": lapse,
        "part_over": close_parts,
        "expire": expire,
        "choose": cancel_unchosen,
        "late": tell_late,
        "ship_late": cancel_late,
        "ask_receipt": lambda tx, gift_id, now: ask_receipt(tx, policy, gift_id, now),
        "assume_receipt": lambda tx, gift_id, now: assume_receipt(tx, policy, gift_id, now),
        "settle": settle,
        "destroy_key": destroy_key,
        "show_step": show_step,
        "show_late": show_late,
        "release": release,
    }
