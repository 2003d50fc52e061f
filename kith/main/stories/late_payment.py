"""Money that comes after the gift is gone."""

from kith.main.stories.stage import Deviation, Stage


async def late_payment(stage: Stage) -> None:
    """The buyer's payment reached the gateway, its news did not: credited when it is known, then refunded whole."""
    stage.step("Ann pays in the last minute, and the gateway's notification is delayed")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    checkout = await ann.begin_payment(gift_id)
    await stage.faults(["late_notify"])
    await stage.advance(minutes=29)
    await stage.pay(checkout)
    await stage.giver_sees(ann, gift_id, "unpaid")

    stage.step("The window ends before the news arrives; then it does")
    await stage.lapse_while_gateway_is_silent()
    await stage.faults([])
    await stage.advance(hours=2)
    seen = await stage.giver_sees(ann, gift_id, "lapsed")
    if [refund["fen"] for refund in seen["refunds"]] != [shop.fen]:
        raise Deviation(f"the late payment was not refunded: {seen['refunds']}")
    await stage.refunded(ann, gift_id, shop.fen)
    await stage.nothing_reached(bo, gift_id)
    assert await shop.available() == shop.stock
