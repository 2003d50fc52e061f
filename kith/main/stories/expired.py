"""A gift that nobody answers."""

from kith.main.stories.stage import Stage


async def expired(stage: Stage) -> None:
    """Three days after the offer it is over and the giver has every fen back."""
    stage.step("Ann gives Bo a bouquet and pays by QR code")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id, "qr"))
    await stage.giver_sees(ann, gift_id, "waiting")

    stage.step("A minute before the third day ends Bo could still accept")
    await stage.advance(days=2, hours=23, minutes=58)
    await stage.recipient_sees(bo, gift_id, "offered")

    stage.step("Then it is over")
    await stage.advance(minutes=3)
    await stage.giver_sees(ann, gift_id, "not_taken_up")
    await stage.recipient_sees(bo, gift_id, "expired")
    await stage.refunded(ann, gift_id, shop.fen)
    await bo.refused("POST", f"/gifts/{gift_id}/decline", {"tell": False}, 409, "gift_ended")
    await stage.same("the stock", await shop.available(), shop.stock)
