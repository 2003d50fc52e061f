"""Money that comes after the gift is gone."""

from kith.main.stories.stage import Stage


async def late_payment(stage: Stage) -> None:
    """Paid in the last minute, and for hours the gateway says nothing: credited when it does, then refunded whole."""
    stage.step("Ann opens the cashier; the gateway falls silent, and in the last minute she pays")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    checkout = await ann.begin_payment(gift_id)
    await stage.advance(minutes=29)
    await stage.faults("notify_late", "error_20000_without_effect")
    await stage.pay(checkout)
    await stage.giver_sees(ann, gift_id, "unpaid")

    stage.step("The window ends; nobody could tell Kith that she paid")
    await stage.advance(minutes=2)
    await stage.giver_sees(ann, gift_id, "lapsed")
    await stage.refunded(ann, gift_id)

    stage.step("Then the gateway speaks again")
    await stage.faults()
    await stage.advance(hours=4)
    await stage.giver_sees(ann, gift_id, "lapsed")
    await stage.refunded(ann, gift_id, shop.fen)
    await stage.nothing_reached(bo, gift_id)
    await stage.same("the stock", await shop.available(), shop.stock)
