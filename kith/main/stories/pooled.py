"""A wish that friends come to pay over a link."""

from kith.main.stories.stage import Stage


async def pooled(stage: Stage) -> None:
    """One friend is about to pay all that is left, another has to wait; it is not enough in the end, all goes back."""
    stage.step("Bo wishes for a bouquet and sends the link around")
    bo, ann = await stage.friends("Bo", "Ann")
    shop = await stage.shop()
    chen, gao = await stage.person("Chen"), await stage.person("Gao")
    await bo.follow(chen)
    await chen.follow(bo)
    gift_id = await bo.give(bo, shop.red, collect_days=2)
    token = (await bo.put(f"/gifts/{gift_id}/pay-link", {"why": "我的生日"}))["token"]
    await stage.settle()

    stage.step("Friends come over it; a stranger does not")
    path = f"/pay-links/{token}/asks"
    for friend in (ann, chen):
        ask = await friend.post(path, expect=200)
        await stage.same("why", (ask["why"], ask["asked_fen"], ask["left_fen"]), ("我的生日", None, shop.fen))
    await gao.refused("POST", path, {}, 403, "not_friends")
    await stage.settle()

    stage.step("Ann has paid a part; Chen is about to pay the rest when Ann wants to add to hers")
    await stage.pay_part(ann, gift_id, 6_000)
    rest = shop.fen - 6_000
    checkout = await chen.begin_part(await chen.open_part(gift_id, rest))
    again = {"charge_id": gift_id, "fen": 100}
    await ann.refused("POST", f"/gifts/{gift_id}/parts", again, 409, "part_too_large")
    await stage.open_cashier(checkout)
    await stage.settle()

    stage.step("Chen leaves the cashier; half an hour later the rest can be paid again, and Ann adds to hers")
    await stage.advance(minutes=31)
    await stage.pay_part(ann, gift_id, 1_000)
    await stage.giver_sees(bo, gift_id, "collecting", left_fen=rest - 1_000)

    stage.step("It is not enough in time: Ann gets both parts back, the stock is free, and nobody owes anything")
    await stage.advance(days=2)
    await stage.giver_sees(bo, gift_id, "lapsed")
    await stage.paid_back(ann, gift_id, 6_000, 1_000)
    await stage.sees(ann, f"/me/paid/{gift_id}", state="lapsed")
    await stage.same("the stock", await shop.available(), shop.stock)
    await stage.nothing_reached(bo, gift_id)
