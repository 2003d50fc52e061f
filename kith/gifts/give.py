"""Give something to a friend."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from kith import mall, notices, people
from kith.gifts import diary as diaries
from kith.gifts import gift as gifts
from kith.gifts import giving, hour
from kith.gifts import part as parts
from kith.gifts import timer as timers
from kith.gifts.brake import brake
from kith.gifts.charge_giver import charge_giver
from kith.gifts.gift import Gift
from kith.gifts.giver_view import GiverView
from kith.gifts.giving import GiftIdTaken, NewGift
from kith.gifts.policy import Policy
from kith.gifts.show_given import show_given
from kith.gifts.weigh import weigh
from kith.kit.sql import Tx


async def give(tx: Tx, policy: Policy, giver_id: people.PersonId, asked: NewGift, now: datetime) -> GiverView:
    """Write the gift down, reserve its unit and ask the giver for the price; it is offered when it is paid.

    If friends may pay, nobody is asked for anything yet, and the unit stays reserved until the collecting is over; what
    is to be paid when its day comes is only written down. What is between the two and how much is being given around
    them holds still meanwhile. The same gift again is answered as it stands. Raises `GiftIdTaken`, what `may_send_at`
    says, `mall.VariantNotFound`, what `may_give` and `charge_giver` say.
    """
    await people.hold_pair(tx, giver_id, asked.recipient_id)
    for key in diaries.lock_keys((giver_id, asked.recipient_id)):
        diaries.hold.send(tx, key=key)
    first = await gifts.by_id.maybe(tx, gift_id=asked.gift_id)
    if first is not None:
        if not giving.same_gift(first, await parts.of.all(tx, gift_id=first.gift_id), asked, giver_id):
            raise GiftIdTaken
        return await show_given(tx, first.gift_id, giver_id, now)
    hour.may_send_at(asked, policy, now)
    variant, product = await mall.identify(tx, asked.sku_id)
    gift = Gift(
        gift_id=asked.gift_id,
        giver_id=giver_id,
        recipient_id=asked.recipient_id,
        merchant_id=product.merchant_id,
        product_id=product.product_id,
        sku_id=asked.sku_id,
        title=product.title,
        picture_id=product.picture_id,
        fen=variant.fen,
        message=asked.message,
        wrapping=asked.wrapping,
        window_days=asked.window_days,
        state="unpaid",
        given_at=now,
        pay_by=now + policy.payment_window,
        send_at=asked.send_at,
        anonymous=asked.anonymous,
    )
    if asked.collect_days is not None:
        over_at = now + timedelta(days=asked.collect_days)
        gift = replace(gift, state="collecting", pay_by=over_at, collect_by=over_at)
    giving.may_give(gift, await weigh(tx, gift, product, now), policy)
    if asked.send_at and asked.pay == "then":
        pay_from = hour.pay_from(asked.send_at, policy, now, cools=await brake(tx, policy, gift, now))
        state = "planned" if pay_from > now else "unpaid"
        pay_by = pay_from + policy.payment_window
        gift = replace(gift, state=state, pay_from=pay_from, pay_by=pay_by, charge_id=asked.charge_id)
    await _write(tx, gift)
    match gift.state:
        case "planned":
            timers.start.send(tx, gift_id=gift.gift_id, kind="charge", due_at=gift.pay_from)
        case "collecting":
            await mall.reserve(tx, gift.sku_id, gift.gift_id, gift.pay_by, now)
            timers.start.send(tx, gift_id=gift.gift_id, kind="lapse", due_at=gift.pay_by)
        case _:
            await charge_giver(tx, policy, gift, asked.charge_id, now)
    await notices.tell(tx, giver_id, "gift_given", gift.gift_id, now)
    return await show_given(tx, gift.gift_id, giver_id, now)


async def _write(tx: Tx, gift: Gift) -> None:
    written = await gifts.insert.maybe(
        tx,
        gift_id=gift.gift_id,
        giver_id=gift.giver_id,
        recipient_id=gift.recipient_id,
        merchant_id=gift.merchant_id,
        product_id=gift.product_id,
        sku_id=gift.sku_id,
        title=gift.title,
        picture_id=gift.picture_id,
        fen=gift.fen,
        message=gift.message,
        wrapping=gift.wrapping,
        window_days=gift.window_days,
        state=gift.state,
        pay_from=gift.pay_from,
        charge_id=gift.charge_id,
        pay_by=gift.pay_by,
        collect_by=gift.collect_by,
        send_at=gift.send_at,
        anonymous=gift.anonymous,
        by_role="giver",
        by_id=gift.giver_id,
        now=gift.given_at,
    )
    if written is None:
        raise GiftIdTaken
    diaries.write_given.send(
        tx,
        gift_id=gift.gift_id,
        person_id=gift.giver_id,
        recipient_id=gift.recipient_id,
        merchant_id=gift.merchant_id,
        unpaid_until=None if gift.state == "planned" else gift.pay_by,
        now=gift.given_at,
    )
    diaries.write_received.send(
        tx,
        gift_id=gift.gift_id,
        person_id=gift.recipient_id,
        giver_id=gift.giver_id,
        unpaid_until=gift.pay_by,
        arrives_at=gift.send_at,
    )
