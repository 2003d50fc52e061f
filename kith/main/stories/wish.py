"""A friend's wish is fulfilled, and another one paid for."""

from kith.main.stories.stage import ADDRESS, Stage


async def wish(stage: Stage) -> None:
    """Bo wishes for flowers; Ann finds them on Bo's page and gives them; a stranger sees nothing of it. The next time
    Bo asks Ann himself.
    """
    stage.step("Ann and Bo follow each other; Wen sells flowers; Chen knows nobody")
    ann, bo = await stage.friends("Ann", "Bo")
    chen = await stage.person("Chen")
    shop = await stage.shop()
    goods = f"/goods/{shop.product_id}/wishes"

    stage.step("Bo wishes for the bouquet")
    await bo.put(f"/me/wishes/{shop.product_id}", expect=204)
    await stage.sees(bo, goods, mine=True, by_friend=False)
    await stage.sees(ann, goods, mine=False, by_friend=True)
    await stage.sees(chen, goods, mine=False, by_friend=False)
    await chen.refused("GET", f"/people/{bo.person_id}/wishes", None, 403, "friends_only")

    stage.step("Ann finds it on Bo's page and gives it")
    seen = await ann.get(f"/people/{bo.person_id}/wishes")
    await stage.same("what Bo wishes for", [one["goods"]["product_id"] for one in seen["items"]], [shop.product_id])
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id))
    await bo.accept(gift_id, shop.red, ADDRESS)
    await stage.giver_sees(ann, gift_id, "accepted")

    stage.step("Bo has what he wished for")
    await bo.call("DELETE", f"/me/wishes/{shop.product_id}", None, 204)
    await stage.sees(ann, goods, mine=False, by_friend=False)

    stage.step("Bo would like another one, and asks Ann to pay for it")
    wished = await bo.give(bo, shop.white, collect_days=2)
    await bo.post(f"/gifts/{wished}/asks", {"asks": [{"payer_id": ann.person_id}], "why": "又想要了"}, expect=200)
    await stage.settle()
    ask = f"/asks/{(await ann.asked())['ask_id']}"
    await stage.sees(ann, ask, state="open", why="又想要了", warning=None, left_fen=shop.fen)
    await stage.pay_part(ann, wished, shop.fen)
    await stage.sees(ann, ask, state="funded")
    await stage.recipient_sees(bo, wished, "offered")
    await bo.accept(wished, shop.white, ADDRESS)
    await stage.sees(ann, f"/me/paid/{wished}", state="accepted")
