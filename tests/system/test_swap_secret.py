"""Whoever gave never learns that something else was taken for the same price, from which shop, or by which parcel.

The giver of a gift that is swapped tries every route with all that is known, and hears every event all the while;
every byte that comes back is searched for what only the other shop has.
"""

from contextlib import AsyncExitStack

from kith.main.stories.stage import ADDRESS, Stage
from tests.listener import listening
from tests.operations import Json, operations
from tests.system.test_address_secret import forms, searching
from tests.system.walker import Ear, Walker, headers_of

PUBLIC = ("listGoods", "viewGoods", "viewGoodsWishes")
"""What is for sale is the same for everybody."""


async def test_what_was_taken_instead_stays_secret(stage: Stage) -> None:
    ear, doors = Ear(stage.client), operations()
    shop, other = await stage.shop(), await stage.shop()
    ann, bo = await stage.friends("Ann", "Bo")
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id))
    [part] = (await ann.given(gift_id))["parts"]
    ear.introduce("giver", ann)
    walker = Walker(stage.client, ann, doors)
    known = {
        "gift_id": [gift_id],
        "charge_id": [part["charge_id"]],
        "person_id": [bo.person_id],
        "product_id": [shop.product_id],
        "sku_id": [shop.red],
        "merchant_id": [str(shop.merchant_id)],
        "token": ["0" * 43],
        "picture_id": ["0" * 64],
        "size": ["full"],
        "gateway": ["alipay"],
        "name": ["tracker"],
        "path": ["nowhere"],
    }
    bodies: dict[str, Json] = {
        "giveGift": {"gift_id": gift_id, "charge_id": part["charge_id"]}
        | {"recipient_id": bo.person_id, "sku_id": shop.red, "message": "", "wrapping": "classic"},
        "beginPayment": {"attempt_id": "", "gateway": "alipay", "way": "page"},
        "acceptGift": {"sku_id": shop.red, "address": ADDRESS},
    }
    async with AsyncExitStack() as stack:
        stream = await stack.enter_async_context(listening(stage.settings.local_url, headers_of(ann)))
        await bo.accept(gift_id, other.white, ADDRESS)
        await stage.settle()
        order = await other.next_order()
        parts = (str(other.merchant_id), other.product_id, other.red, other.white, order)
        assert await walker.walk(known, bodies, spare=PUBLIC) > 50
        await other.ship(order)
        await bo.post(f"/gifts/{gift_id}/receipt", expect=200)
        await stage.advance(days=1)
        await stage.giver_sees(ann, gift_id, "received")
        assert await walker.walk(known, bodies, spare=PUBLIC) > 50
        await stream.until(lambda stream: ("gift_given", gift_id) in stream.told())
        ear.overhear("giver", f"{stream.answer.headers.multi_items()}\n{stream.said}")
    secrets = searching([*forms(*parts), other.tracking_no, other.tracking_no[2:]])
    heard = ear.take("giver")
    assert any(gift_id in answer.said for answer in heard)
    for answer in heard:
        found = secrets.search(answer.said)
        assert not found, f"the giver heard {found[0]!r} in {answer.asked}: {answer.said[:2000]}"
    staff = await other.staff.get(f"/orders/{order}")
    assert secrets.search(str(staff)), "what the shop itself may see was not found either"
