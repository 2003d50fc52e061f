"""A stranger gives a stranger a real gift."""

from kith.main.stories.stage import ADDRESS, Stage

_STEPS = ["unpaid", "waiting", "accepted", "shipped", "in_delivery", "received"]


async def gift(stage: Stage) -> None:
    """Given, paid, offered, accepted, shipped, on its way, received, settled."""
    stage.step("Ann and Bo follow each other; Wen sells flowers")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()

    stage.step("Ann gives Bo a bouquet")
    gift_id = await ann.give(bo, shop.red)
    await stage.giver_sees(ann, gift_id, "unpaid", fen=shop.fen)
    await stage.nothing_reached(bo, gift_id)

    stage.step("Ann pays")
    await stage.pay(await ann.begin_payment(gift_id))
    await stage.giver_sees(ann, gift_id, "waiting")
    await stage.recipient_sees(bo, gift_id, "offered", message="生日快乐！")

    stage.step("Bo picks the white one and says where he lives")
    await bo.accept(gift_id, shop.white, ADDRESS)
    await stage.giver_sees(ann, gift_id, "accepted")
    await stage.recipient_sees(bo, gift_id, "accepted")

    stage.step("In the evening Wen reads the address and ships")
    await stage.until(20)
    order = await shop.next_order()
    await stage.sees(shop.staff, f"/orders/{order}/address", street=ADDRESS["street"], mobile=ADDRESS["mobile"])
    await shop.ship(order)
    shipped = await stage.recipient_sees(bo, gift_id, "shipped")
    await stage.same("the tracking number", shipped["parcel"]["tracking_no"], shop.tracking_no)
    await stage.giver_sees(ann, gift_id, "accepted")

    stage.step("The day is over: Ann sees that it was shipped, and on which day")
    await stage.until(0)
    await stage.giver_sees(ann, gift_id, "shipped")

    stage.step("The parcel moves")
    await stage.until(12)
    await stage.recipient_sees(bo, gift_id, "in_delivery")
    await stage.until(0)
    await stage.giver_sees(ann, gift_id, "in_delivery")

    stage.step("Bo has it")
    await stage.until(22)
    await stage.recipient_sees(bo, gift_id, "received")
    await stage.until(0)
    seen = await stage.giver_sees(ann, gift_id, "received")
    await stage.same("the steps Ann saw", [step["state"] for step in seen["steps"]], _STEPS)
    await stage.refunded(ann, gift_id)

    stage.step("A week later the shop's money is the shop's")
    await stage.advance(days=7, hours=1)
    await stage.same("what the shop is owed", await shop.payable(), shop.fen)

    stage.step("A month later nobody can read the address any more")
    await stage.advance(days=24)
    wen = await stage.person("Wen", shop.staff.phone)
    await wen.refused("GET", f"/orders/{order}/address", None, 404, "address_gone")
