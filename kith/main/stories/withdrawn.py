"""A giver who thinks again."""

from kith.main.stories.stage import ADDRESS, Stage


async def withdrawn(stage: Stage) -> None:
    """Ann takes the gift back before Bo answers; afterwards Bo cannot accept it."""
    stage.step("Ann gives Bo a bouquet")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id))

    stage.step("Ann withdraws it")
    await ann.withdraw(gift_id)
    await stage.settle()
    await stage.giver_sees(ann, gift_id, "withdrawn")
    await stage.refunded(ann, gift_id, shop.fen)

    stage.step("Bo comes too late")
    answer = {"sku_id": shop.red, "address": ADDRESS}
    await bo.refused("POST", f"/gifts/{gift_id}/acceptance", answer, 409, "gift_ended")

    stage.step("A gift that Bo declined in silence can be withdrawn just the same")
    second = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(second))
    await bo.decline(second, tell=False)
    await ann.withdraw(second)
    await stage.settle()
    await stage.giver_sees(ann, second, "withdrawn")
    await stage.refunded(ann, second, shop.fen)
    await stage.same("the stock", await shop.available(), shop.stock)
