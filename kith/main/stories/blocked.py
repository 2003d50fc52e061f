"""Someone blocks someone while gifts are under way."""

from kith.main.stories.stage import ADDRESS, Stage


async def blocked(stage: Stage) -> None:
    """The blocker's gifts come back at once; those to the blocker end like a silence; what was accepted runs on."""
    stage.step("Ann and Bo have each given the other something, and Bo has accepted one more")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    from_ann, from_bo, taken = (
        await ann.give(bo, shop.red),
        await bo.give(ann, shop.red),
        await ann.give(bo, shop.white),
    )
    for giver, gift_id in ((ann, from_ann), (bo, from_bo), (ann, taken)):
        await stage.pay(await giver.begin_payment(gift_id))
    await bo.accept(taken, shop.white, ADDRESS)

    stage.step("Bo blocks Ann")
    await bo.block(ann)
    await stage.settle()
    await stage.giver_sees(bo, from_bo, "withdrawn")
    await stage.refunded(bo, from_bo, shop.fen)
    await stage.giver_waits(ann, from_ann)

    stage.step("What was accepted is delivered all the same")
    await shop.ship(await shop.next_order())
    await stage.settle()
    await stage.advance(days=2, hours=1)
    await stage.recipient_sees(bo, taken, "received")

    stage.step("What was not is, to Ann, simply not taken up")
    await stage.advance(hours=23, minutes=2)
    await stage.giver_sees(ann, from_ann, "not_taken_up")
    await stage.refunded(ann, from_ann, shop.fen)
    await stage.giver_sees(ann, taken, "received")
    await stage.advance(days=8)
