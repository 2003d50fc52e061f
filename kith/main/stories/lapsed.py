"""A gift that is never paid."""

from kith.main.stories.stage import Stage


async def lapsed(stage: Stage) -> None:
    """After the payment window the stock is free again and nobody has heard of it."""
    stage.step("Ann begins a gift and opens the cashier")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    await ann.begin_payment(gift_id)

    stage.step("She leaves; half an hour later it has lapsed")
    await stage.advance(minutes=31)
    await stage.giver_sees(ann, gift_id, "lapsed")
    await stage.refunded(ann, gift_id)
    await stage.nothing_reached(bo, gift_id)
    await stage.same("the stock", await shop.available(), shop.stock)
