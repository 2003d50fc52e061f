"""A gift that its giver asks friends to pay."""

from kith.main.stories.stage import ADDRESS, Stage


async def delegated(stage: Stage) -> None:
    """One friend pays a part, another would rather not, the giver pays the rest; then it goes as every gift."""
    stage.step("Ann would give Bo a bouquet, and asks Chen and Dee to pay for it with her")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    chen, dee = await stage.person("Chen"), await stage.person("Dee")
    for friend in (chen, dee):
        await ann.follow(friend)
        await friend.follow(ann)
    gift_id = await ann.give(bo, shop.red, collect_days=3)
    asks = [{"payer_id": chen.person_id, "fen": 5_000}, {"payer_id": dee.person_id}]
    await ann.post(f"/gifts/{gift_id}/asks", {"asks": asks, "why": "他最近很累"}, expect=200)
    await stage.giver_sees(ann, gift_id, "collecting", left_fen=shop.fen, payers=[])
    await stage.same("the stock", await shop.available(), shop.stock - 1)
    await stage.settle()

    stage.step("Chen reads what for, for whom and why, and pays what he was asked for")
    ask = await chen.asked()
    path = f"/asks/{ask['ask_id']}"
    await stage.sees(chen, path, state="open", asked_fen=5_000, why="他最近很累", warning="asked_first")
    await stage.pay_part(chen, gift_id, 5_000)
    await stage.sees(chen, path, state="paid_by_you", left_fen=shop.fen - 5_000)
    seen = await stage.giver_sees(ann, gift_id, "collecting", left_fen=shop.fen - 5_000)
    await stage.same("who has paid", [one["payer"]["nickname"] for one in seen["payers"]], ["Chen"])

    stage.step("Dee does not want to; nobody else can tell")
    await dee.post(f"/asks/{(await dee.asked())['ask_id']}/dismissal", expect=200)
    await stage.settle()
    await stage.same("what Ann sees", await ann.given(gift_id), seen)
    await stage.nothing_reached(bo, gift_id)

    stage.step("Ann pays the rest, and Bo hears of it, and from whom")
    await stage.pay_part(ann, gift_id, shop.fen - 5_000)
    await stage.giver_sees(ann, gift_id, "waiting", left_fen=0)
    offered = await stage.recipient_sees(bo, gift_id, "offered")
    await stage.same("who gave", [offered["giver"]["nickname"], *_names(offered["payers"])], ["Ann", "Chen"])
    await stage.sees(chen, f"/me/paid/{gift_id}", state="waiting")
    await stage.sees(chen, path, state="funded")
    await chen.refused("POST", f"/gifts/{gift_id}/withdrawal", {}, 404, "gift_not_found")

    stage.step("Bo accepts, Wen ships, it arrives")
    await bo.accept(gift_id, shop.red, ADDRESS)
    await stage.until(20)
    await shop.ship(await shop.next_order())
    await stage.until(0)
    await stage.sees(chen, f"/me/paid/{gift_id}", state="shipped")
    for hour in (12, 0, 22, 0, 12, 0):
        await stage.until(hour)
    await stage.recipient_sees(bo, gift_id, "received")
    given = await stage.giver_sees(ann, gift_id, "received")
    await stage.sees(chen, f"/me/paid/{gift_id}", state="received", steps=given["steps"])

    stage.step("A week later the shop's money is the shop's, all of it")
    await stage.advance(days=7, hours=1)
    await stage.same("what the shop is owed", await shop.payable(), shop.fen)


def _names(cards: list[dict[str, str]]) -> list[str]:
    return [card["nickname"] for card in cards]
