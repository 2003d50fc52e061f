"""Accept a gift: choose what it is to be and say where it goes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kith import mall, merchants, payments, people
from kith.gifts import acceptance as acceptances
from kith.gifts import address as addresses
from kith.gifts import gift as gifts
from kith.gifts import part as parts
from kith.gifts import vault
from kith.gifts.acceptance import Acceptance, AddressNeeded, Answer, Choice, ShopCannotServe
from kith.gifts.address import Address
from kith.gifts.end import end
from kith.gifts.exchange import exchange
from kith.gifts.gift import Gift, GiftId
from kith.gifts.giver_step import tomorrow_begins
from kith.gifts.keep_address import keep_address
from kith.gifts.move import GiftNotFound, may_accept, step
from kith.gifts.order_goods import order_goods
from kith.gifts.part import Part
from kith.gifts.policy import Policy
from kith.gifts.promise_anew import promise_anew
from kith.gifts.recipient_view import ReceivedGift
from kith.gifts.show_received import show_received
from kith.gifts.tell_giver import tell_giver
from kith.gifts.tell_recipient import tell_recipient
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx, together


async def accept(
    tx: Tx,
    ring: KeyRing,
    policy: Policy,
    *,
    gift_id: GiftId,
    recipient_id: people.PersonId,
    answer: Answer,
    now: datetime,
) -> ReceivedGift | ShopCannotServe:
    """Answer yes: exchange the unit and the promise for the chosen ones, seal the address, and place an order that
    names nobody. Of something that costs less the difference goes back to who paid.

    Whoever gives, pays or receives may by now work for the shop; then the gift ends, refunded, and `ShopCannotServe` is
    returned for the route to raise after the commit. The same answer again is answered as it stands. Raises
    `GiftNotFound`, what `may_accept` says, `AddressNeeded`, `UnknownRegion`, what `mall` says of a variant that is not
    there, what `may_take` says, `mall.SoldOut`.
    """
    locked = gifts.lock.send(tx, gift_id=gift_id)
    taken = acceptances.of.send(tx, gift_id=gift_id)
    paying = parts.of.send(tx, gift_id=gift_id)
    gift, accepted, asked = await locked.maybe(), await taken.maybe(), await paying.all()
    if gift is None or gift.recipient_id != recipient_id:
        raise GiftNotFound
    if accepted and gift.state != "to_choose" and await _said_so(tx, ring, accepted, answer):
        return await show_received(tx, gift_id, recipient_id, now)
    may_accept(gift, accepted.choose_by if accepted else None, now)
    address = answer.address or await _kept(tx, ring, gift_id)
    if address is None:
        raise AddressNeeded
    addresses.check(address)
    choice = await _choice(tx, gift, accepted, asked, sku_id=answer.sku_id, district=address.district)
    acceptances.may_take(gift, accepted, answer, choice)
    if choice.insiders:
        await end(tx, gift, "cancel", by="clock", by_id=None, now=now)
        return ShopCannotServe()
    late_at = None if accepted else await _late_at(tx, gift, choice, now)
    move = step(gift, "accept", "recipient", recipient_id, now)
    if late_at:
        gifts.answer.expect(tx, **move, late_at=late_at)
    else:
        gifts.move.expect(tx, **move)
    promised = acceptances.promised(gift, accepted)
    promise = acceptances.next_promise(promised, choice)
    if promise.fen < promised.fen:
        await payments.hold_money(tx, [part.charge_id for part in asked if part.paid_at])
    await exchange(tx, policy, gift, answer.sku_id, first=accepted is None, now=now)
    if answer.address:
        await keep_address(tx, ring, gift_id, address, now)
    if promise != promised:
        await promise_anew(tx, gift, asked, before=promised, after=promise, now=now)
    await tell_giver(tx, gift, "accept", now)
    await tell_recipient(tx, gift, now)
    await order_goods(tx, policy, gift, choice, promise, returned_fen=answer.returned_fen, late_at=late_at, now=now)
    return await show_received(tx, gift_id, recipient_id, now)


async def _said_so(tx: Tx, ring: KeyRing, accepted: Acceptance, answer: Answer) -> bool:
    """Whether this very answer was given before, by somebody who may not have heard that it arrived."""
    if (accepted.sku_id, accepted.returned_fen) != (answer.sku_id, answer.returned_fen):
        return False
    return answer.address in (None, await _kept(tx, ring, accepted.gift_id))


async def _kept(tx: Tx, ring: KeyRing, gift_id: GiftId) -> Address | None:
    vaulted = await vault.of.maybe(tx, gift_id=gift_id)
    return vault.unseal(vaulted, ring, gift_id) if vaulted and vaulted.wrapped else None


async def _choice(
    tx: Tx, gift: Gift, accepted: Acceptance | None, asked: Sequence[Part], *, sku_id: mall.SkuId, district: str
) -> Choice:
    variant, product = await mall.identify(tx, sku_id)
    near = {gift.giver_id, *(part.payer_id for part in asked if part.paid_at)}
    if acceptances.is_swap(gift, accepted, product):
        near.add(gift.recipient_id)
    blocked, insiders = await together(
        tx,
        merchants.shop_blocked(tx, gift.recipient_id, product.merchant_id),
        _any_staff(tx, product.merchant_id, near),
    )
    return Choice(variant, product, blocked=blocked, insiders=insiders, delivers=mall.delivers_to(product, district))


async def _any_staff(tx: Tx, merchant_id: merchants.MerchantId, persons: Iterable[people.PersonId]) -> bool:
    return any([await merchants.is_staff(tx, merchant_id, person_id) for person_id in sorted(persons)])


async def _late_at(tx: Tx, gift: Gift, choice: Choice, now: datetime) -> datetime:
    """By the promise of what was given: of another choice the giver's clock says nothing."""
    given = choice.product if choice.product.product_id == gift.product_id else await mall.product(tx, gift.product_id)
    return tomorrow_begins(now + given.promise)
