"""A shop that does not keep its promise."""

from kith.main.stories.stage import ADDRESS, Stage


async def late(stage: Stage) -> None:
    """From the promise on Bo may cancel, and from the end of that day Ann, too; the money is back at once."""
    stage.step("Bo and Chen accept bouquets from Ann before noon")
    ann, bo = await stage.friends("Ann", "Bo")
    chen = await stage.person("Chen")
    await ann.follow(chen)
    await chen.follow(ann)
    shop = await stage.shop()
    await stage.until(10)
    gifts = {person: await ann.give(person, shop.red) for person in (bo, chen)}
    for person, gift_id in gifts.items():
        await stage.pay(await ann.begin_payment(gift_id))
        await person.accept(gift_id, shop.red, ADDRESS)

    stage.step("An hour before the promise is over nobody may cancel")
    await stage.advance(hours=shop.promise_hours - 1)
    for person in (ann, bo):
        await person.refused("POST", f"/gifts/{gifts[bo]}/cancellation", None, 409, "not_late")

    stage.step("The promise is over: Bo sees that the shop is late, and cancels")
    await stage.advance(hours=1, minutes=2)
    await stage.recipient_sees(bo, gifts[bo], "accepted", late=True)
    await stage.giver_sees(ann, gifts[bo], "accepted", late=False)
    await ann.refused("POST", f"/gifts/{gifts[bo]}/cancellation", None, 409, "not_late")
    await bo.post(f"/gifts/{gifts[bo]}/cancellation", expect=204)
    await stage.settle()
    await stage.recipient_sees(bo, gifts[bo], "cancelled", late=False)
    await stage.giver_sees(ann, gifts[bo], "cancelled", late=False)
    await stage.refunded(ann, gifts[bo], shop.fen)

    stage.step("That day is over: Ann sees it of the other one, and cancels")
    await stage.until(0)
    await stage.giver_sees(ann, gifts[chen], "accepted", late=True)
    order = await shop.next_order()
    await ann.post(f"/gifts/{gifts[chen]}/cancellation", expect=204)
    await stage.settle()
    await stage.giver_sees(ann, gifts[chen], "cancelled")
    await stage.recipient_sees(chen, gifts[chen], "cancelled")
    await stage.refunded(ann, gifts[chen], shop.fen)
    await shop.refused_shipment(order)
    await stage.same("the stock", await shop.available(), shop.stock)
