"""Goods that the shop turns out not to have."""

from kith.main.stories.stage import ADDRESS, Stage


async def soldout(stage: Stage) -> None:
    """Bo chooses again and Ann notices nothing; Chen does not, and Ann has her money."""
    stage.step("Bo and Chen accept bouquets from Ann")
    ann, bo = await stage.friends("Ann", "Bo")
    chen = await stage.person("Chen")
    await ann.follow(chen)
    await chen.follow(ann)
    shop = await stage.shop()
    gifts = {person: await ann.give(person, shop.red) for person in (bo, chen)}
    orders: dict[str, str] = {}
    for person, gift_id in gifts.items():
        await stage.pay(await ann.begin_payment(gift_id))
        await person.accept(gift_id, shop.red, ADDRESS)
        known = {*orders.values()}
        queue = await shop.staff.get(f"/shops/{shop.merchant_id}/orders?state=to_ship")
        orders[gift_id] = next(row["order_id"] for row in queue["items"] if row["order_id"] not in known)
    before = await stage.giver_sees(ann, gifts[bo], "accepted")

    stage.step("The shop has none left: both are asked to choose again, and the shop can read the addresses no more")
    for gift_id, order in orders.items():
        await shop.staff.post(f"/orders/{order}/refusal", {"reason": "sold_out"}, expect=200)
        await shop.staff.refused("GET", f"/orders/{order}/address", None, 404, "address_gone")
        await stage.giver_sees(ann, gift_id, "accepted")
        await stage.refunded(ann, gift_id)
    for person, gift_id in gifts.items():
        await stage.recipient_sees(person, gift_id, "to_choose", value_fen=shop.fen)

    stage.step("Bo takes the white one, to the same address, and the shop ships it")
    await bo.refused("POST", f"/gifts/{gifts[bo]}/acceptance", {"sku_id": shop.red}, 409, "sold_out")
    await bo.post(f"/gifts/{gifts[bo]}/acceptance", {"sku_id": shop.white}, expect=200)
    after = await stage.giver_sees(ann, gifts[bo], "accepted")
    await stage.same("what Ann sees", after, before)
    order = await shop.next_order()
    await stage.sees(shop.staff, f"/orders/{order}/address", street=ADDRESS["street"])
    await shop.ship(order)

    stage.step("Chen does not choose in three days: the gift is cancelled, and Ann has her money")
    await stage.advance(days=2, hours=23)
    await stage.recipient_sees(chen, gifts[chen], "to_choose")
    await stage.advance(hours=1, minutes=2)
    await stage.recipient_sees(chen, gifts[chen], "cancelled")
    await stage.giver_sees(ann, gifts[chen], "cancelled")
    await stage.refunded(ann, gifts[chen], shop.fen)
    for _ in range(3):
        await stage.advance(days=1)
    await stage.advance(days=7)
    await stage.same("what the shop is owed", await shop.payable(), shop.fen)
