"""Accept a gift: choose the variant and say where it goes."""

from datetime import datetime, timedelta

from kith import mall, merchants, people
from kith.gifts import acceptance as acceptances
from kith.gifts import address as addresses
from kith.gifts import gift as gifts
from kith.gifts import part as parts
from kith.gifts import timer as timers
from kith.gifts import vault
from kith.gifts.acceptance import ShopCannotServe
from kith.gifts.address import Address
from kith.gifts.end import end
from kith.gifts.gift import Gift, GiftId
from kith.gifts.keep_address import keep_address
from kith.gifts.move import GiftNotFound, may_answer, step
from kith.gifts.policy import Policy
from kith.gifts.recipient_view import ReceivedGift
from kith.gifts.show_received import show_received
from kith.gifts.tell_giver import tell_giver
from kith.gifts.tell_recipient import tell_recipient
from kith.kit import ids
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx


async def accept(
    tx: Tx,
    ring: KeyRing,
    policy: Policy,
    *,
    gift_id: GiftId,
    recipient_id: people.PersonId,
    sku_id: mall.SkuId,
    address: Address,
    now: datetime,
) -> ReceivedGift | ShopCannotServe:
    """Answer yes: exchange the unit for the chosen one, seal the address, and place an order that names nobody.

    Whoever gave or paid may by now work for the shop; then the gift ends, refunded, and `ShopCannotServe` is returned
    for the route to raise after the commit. The same answer again is answered as it stands. Raises `GiftNotFound`,
    `AlreadyAnswered`, `GiftEnded`, `WindowOver`, `UnknownRegion`, what `mall` says of a variant that is not there,
    `NotThisVariant`, `ShopBlocked`, `OutsideDeliveryArea`, `mall.SoldOut`.
    """
    gift = await gifts.lock.maybe(tx, gift_id=gift_id)
    if gift is None or gift.recipient_id != recipient_id:
        raise GiftNotFound
    if await _said_so(tx, ring, gift, sku_id, address):
        return await show_received(tx, gift_id, recipient_id, now)
    may_answer(gift, now)
    addresses.check(address)
    product = await mall.product(tx, gift.product_id)
    acceptances.may_send(
        gift,
        await mall.variant(tx, sku_id),
        blocked=await merchants.shop_blocked(tx, recipient_id, gift.merchant_id),
        delivers=mall.delivers_to(product, address.district),
    )
    if await _insider(tx, gift):
        await end(tx, gift, "cancel", by="clock", by_id=None, now=now)
        return ShopCannotServe()
    await gifts.answer.one(tx, **step(gift, "accept", "recipient", recipient_id, now))
    await _exchange(tx, gift, sku_id, now)
    await keep_address(tx, ring, gift_id, address, now)
    await tell_giver(tx, gift, "accept", now)
    await tell_recipient(tx, gift, now)
    await _order(tx, gift, sku_id, now, promise=timedelta(hours=product.ship_within_hours), lateness=policy.lateness)
    return await show_received(tx, gift_id, recipient_id, now)


async def _said_so(tx: Tx, ring: KeyRing, gift: Gift, sku_id: mall.SkuId, address: Address) -> bool:
    """Whether this very answer was given before, by somebody who may not have heard that it arrived."""
    accepted = await acceptances.of.maybe(tx, gift_id=gift.gift_id)
    if accepted is None or accepted.sku_id != sku_id:
        return False
    vaulted = await vault.of.maybe(tx, gift_id=gift.gift_id)
    if vaulted is None or vaulted.wrapped is None:
        return False
    return vault.unseal(vaulted, ring, gift.gift_id) == address


async def _insider(tx: Tx, gift: Gift) -> bool:
    payers = {part.payer_id for part in await parts.of.all(tx, gift_id=gift.gift_id) if part.paid_at}
    for person_id in sorted(payers | {gift.giver_id}):
        if await merchants.is_staff(tx, gift.merchant_id, person_id):
            return True
    return False


async def _exchange(tx: Tx, gift: Gift, sku_id: mall.SkuId, now: datetime) -> None:
    """In the order of ids, so that two exchanges never wait for each other in a circle."""
    if sku_id == gift.sku_id:
        return
    for each in sorted((sku_id, gift.sku_id)):
        if each == gift.sku_id:
            await mall.give_back(tx, each, gift.gift_id, now)
        else:
            await mall.reserve(tx, each, gift.gift_id, now + timedelta(minutes=1), now)
            await mall.take(tx, each, gift.gift_id, now)


async def _order(
    tx: Tx, gift: Gift, sku_id: mall.SkuId, now: datetime, *, promise: timedelta, lateness: timedelta
) -> None:
    order_id = mall.OrderId(ids.new(now))
    ship_by = now + promise
    await acceptances.insert.run(tx, gift_id=gift.gift_id, sku_id=sku_id, order_id=order_id, now=now)
    await acceptances.point.run(tx, order_id=order_id, gift_id=gift.gift_id)
    # The mall is not told which gift this is: it knows the order by the order's own id.
    await mall.place_order(
        tx,
        order_id=order_id,
        merchant_id=gift.merchant_id,
        sku_id=sku_id,
        purpose="gift",
        ref=order_id,
        fen=gift.fen,
        ship_by=ship_by,
        now=now,
    )
    await mall.hand_over(tx, sku_id, gift.gift_id, now)
    await timers.stop.run(tx, gift_id=gift.gift_id, kinds=["expire"])
    await timers.start.run(tx, gift_id=gift.gift_id, kind="ship_late", due_at=ship_by + lateness)
