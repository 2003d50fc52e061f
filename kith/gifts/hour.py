"""The hour at which a gift arrives: what its giver may choose, and when it is made ready and paid."""

from datetime import datetime, timedelta

from kith.gifts.gift import GiftId
from kith.gifts.giving import NewGift
from kith.gifts.policy import Policy
from kith.kit.refusal import Refusal

_MARGIN = timedelta(minutes=2)
"""At least so long before its hour a gift is made ready: the sweep comes once a minute."""


class NotAMinute(Refusal):
    """A gift arrives at a whole minute. Leave the seconds out."""


class HourPassed(Refusal):
    """This moment is over. Choose a later one, or send the gift at once."""


class TooFarAhead(Refusal):
    """A gift can be sent a year ahead at most. Choose an earlier day."""


class NoHourToPay(Refusal):
    """To pay later, say when the gift is to arrive, and pay it alone."""


class CollectsTooLong(Refusal):
    """Friends could pay until after the gift is to arrive. Collect for a shorter time, or send it later."""


def may_send_at(asked: NewGift, policy: Policy, now: datetime) -> None:
    """Whether the giver may choose this hour. Raises `NoHourToPay`, `NotAMinute`, `HourPassed`, `TooFarAhead`,
    `CollectsTooLong`, in this order.
    """
    if asked.pay == "then" and (asked.send_at is None or asked.collect_days is not None):
        raise NoHourToPay
    if asked.send_at is None:
        return
    if asked.send_at.second or asked.send_at.microsecond:
        raise NotAMinute
    if asked.send_at <= now:
        raise HourPassed
    if asked.send_at > now + policy.horizon:
        raise TooFarAhead
    if asked.collect_days is not None and asked.send_at < now + timedelta(days=asked.collect_days):
        raise CollectsTooLong


def ready_at(gift_id: GiftId, send_at: datetime, policy: Policy) -> datetime:
    """When a gift is made ready for its hour: those of one minute are spread evenly over the time before."""
    span = max(policy.preparation - _MARGIN, timedelta())
    return send_at - _MARGIN - span * (int.from_bytes(gift_id.bytes[-4:]) / 2**32)


def pay_from(send_at: datetime, policy: Policy, now: datetime, *, cools: bool) -> datetime:
    """When a gift that is paid on its day can be paid: early enough for the payment, and for cooling off before."""
    lead = policy.payment_window + (policy.cooling if cools else timedelta())
    return max(now, send_at - lead)
