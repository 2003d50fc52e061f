"""A shop that takes the order and does nothing."""

from kith.main.stories.stage import ADDRESS, Stage


async def shop_silent(stage: Stage) -> None:
    """Two days after its promise the gift is cancelled, the giver has the money and the address is unreadable."""
    stage.step("Bo accepts a bouquet from Ann")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id))
    await bo.accept(gift_id, shop.red, ADDRESS)
    order = await shop.next_order()

    stage.step("The promise passes; the shop has two more days")
    await stage.advance(hours=shop.promise_hours + 47)
    await stage.giver_sees(ann, gift_id, "accepted")
    await stage.refunded(ann, gift_id)

    stage.step("They pass too")
    await stage.advance(hours=1, minutes=2)
    await stage.giver_sees(ann, gift_id, "cancelled")
    await stage.recipient_sees(bo, gift_id, "cancelled")
    await stage.refunded(ann, gift_id, shop.fen)
    await shop.refused_shipment(order)
    await stage.same("the stock", await shop.available(), shop.stock)
