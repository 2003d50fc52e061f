"""A stranger gives a stranger a real gift."""

from kith.main.stories.stage import ADDRESS, Stage


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

    stage.step("Wen reads the address and ships")
    order = await shop.next_order()
    read = await shop.staff.get(f"/orders/{order}/address")
    assert read["street"] == ADDRESS["street"]
    await shop.ship(order)
    await stage.giver_sees(ann, gift_id, "shipped")
    parcel = await stage.recipient_sees(bo, gift_id, "shipped")
    assert parcel["parcel"]["tracking_no"]

    stage.step("A day later the parcel is on its way")
    await stage.advance(hours=8)
    await stage.giver_sees(ann, gift_id, "in_delivery")

    stage.step("Two days later Bo has it")
    await stage.advance(days=2)
    await stage.giver_sees(ann, gift_id, "received", refunds=[])
    await stage.recipient_sees(bo, gift_id, "received")

    stage.step("A week later the shop's money is the shop's")
    await stage.advance(days=7, hours=1)
    assert await shop.payable(stage.parts) == shop.fen

    stage.step("A month later nobody can read the address any more")
    await stage.advance(days=24)
    await shop.staff.refused("GET", f"/orders/{order}/address", None, 409, "address_destroyed")
