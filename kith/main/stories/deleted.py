"""Somebody who leaves for good, in the middle of everything."""

from datetime import timedelta
from typing import Any

from kith.kit import ids
from kith.main.stories.stage import ADDRESS, Stage

GONE: dict[str, Any] = {"nickname": "", "age": 0, "gender": "unsaid", "gone": True, "picture_id": None}


async def deleted(stage: Stage) -> None:
    """Ann has a copy of her data made and leaves: what nobody accepted is refunded, what was accepted arrives, and for
    the others she is somebody who is gone. With her number somebody new begins.
    """
    stage.step("Ann gives Bo two bouquets, and Bo gives Ann one")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    accepted, waiting = await ann.give(bo, shop.red), await ann.give(bo, shop.red)
    hers = await bo.give(ann, shop.red)
    for giver, gift_id in ((ann, accepted), (ann, waiting), (bo, hers)):
        await stage.pay(await giver.begin_payment(gift_id))
    await bo.accept(accepted, shop.red, ADDRESS)
    order_id = await shop.next_order()

    stage.step("Ann has a copy of her data made")
    export_id = str(ids.new())
    await ann.post("/me/exports", {"export_id": export_id}, expect=202)
    await stage.settle()
    await stage.sees(ann, f"/me/exports/{export_id}", state="ready")

    stage.step("Ann leaves")
    await stage.advance(minutes=2)
    await stage.leave(ann)
    await stage.settle()
    await ann.refused("GET", "/me", None, 401, "sign_in_first")
    await bo.refused("GET", f"/people/{ann.person_id}", None, 404, "person_not_found")
    gone = {"person_id": ann.person_id, **GONE}
    await stage.recipient_sees(bo, waiting, "withdrawn", giver=gone, message="")
    await stage.recipient_sees(bo, accepted, "accepted", giver=gone, message="")
    await stage.giver_sees(bo, hers, "waiting", recipient=gone)

    stage.step("the shop sends what Bo accepted, and it arrives")
    await shop.ship(order_id)
    await bo.post(f"/gifts/{accepted}/receipt", expect=200)
    await stage.recipient_sees(bo, accepted, "received", giver=gone)

    stage.step("nobody answers Bo's gift to Ann, and he gets his money back")
    await stage.advance(seconds=timedelta(days=3, hours=1).total_seconds())
    await stage.giver_sees(bo, hers, "not_taken_up", recipient=gone)
    await stage.refunded(bo, hers, shop.fen)

    stage.step("somebody signs in with Ann's number")
    anew = await stage.person("Ann anew", ann.phone)
    await stage.same("she is somebody new", anew.person_id == ann.person_id, expected=False)
    await stage.same("what she gave", (await anew.get("/me/given"))["items"], [])
    await stage.same("whom she follows", (await anew.get("/me/following"))["items"], [])
    await stage.advance(days=8)
