"""A bouquet that becomes something else."""

from kith.main.stories.stage import ADDRESS, Stage

_LESS = 12_900


async def swap(stage: Stage) -> None:
    """Bo takes something of the same value, which Ann cannot tell; then of a lower one, and the difference is back."""
    stage.step("Ann gives Bo and Chen the same bouquet; another florist has one of its price, a third a cheaper one")
    ann, bo = await stage.friends("Ann", "Bo")
    chen = await stage.person("Chen")
    await ann.follow(chen)
    await chen.follow(ann)
    shop, other, cheap = await stage.shop(), await stage.shop(), await stage.shop(_LESS)
    gifts = {person: await ann.give(person, shop.red) for person in (bo, chen)}
    for gift_id in gifts.values():
        await stage.pay(await ann.begin_payment(gift_id))

    stage.step("Bo looks for something else, and the list has what costs as much before what costs less")
    await stage.recipient_sees(bo, gifts[bo], "offered", value_fen=shop.fen)
    page = await stage.sees(bo, f"/me/received/{gifts[bo]}/swaps?limit=100")
    found = [(card["product_id"], card["from_fen"]) for card in page["items"]]
    for wanted in ((other.product_id, shop.fen), (cheap.product_id, _LESS)):
        await stage.same(f"{wanted} is offered", wanted in found, True)
    await stage.same("the order of the list", found, sorted(found, key=lambda card: -card[1]))

    stage.step("Bo takes a bouquet of the other florist, Chen the one that she was given")
    await bo.accept(gifts[bo], other.white, ADDRESS)
    await chen.accept(gifts[chen], shop.red, ADDRESS)
    await stage.settle()
    plain = await stage.giver_sees(ann, gifts[chen], "accepted", returned_fen=0)
    swapped = await stage.giver_sees(ann, gifts[bo], "accepted", returned_fen=0)
    for name in ("title", "shop", "fen", "product_id", "sku_id", "steps", "late"):
        await stage.same(f"what Ann sees: {name}", swapped[name], plain[name])

    stage.step("The other florist ships it and is paid")
    order = await other.next_order()
    await stage.sees(other.staff, f"/orders/{order}/address", street=ADDRESS["street"])
    await other.ship(order)
    for _ in range(3):
        await stage.advance(days=1)
    await stage.advance(days=7)
    await stage.same("what the other florist is owed", await other.payable(), shop.fen)
    await stage.same("the stock", await shop.available(), shop.stock)

    stage.step("Ann gives another; Bo takes a cheaper one, and must say that he knows what goes back")
    again = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(again))
    answer = {"sku_id": cheap.red, "address": ADDRESS}
    path = f"/gifts/{again}/acceptance"
    await bo.refused("POST", path, answer, 409, "swap_differs")
    back = shop.fen - _LESS
    await bo.post(path, {**answer, "returned_fen": back}, expect=200)
    await stage.settle()
    await stage.giver_sees(ann, again, "accepted", fen=shop.fen, returned_fen=back)
    await stage.refunded(ann, again, back)
    await cheap.ship(await cheap.next_order())
    for _ in range(3):
        await stage.advance(days=1)
    await stage.advance(days=7)
    await stage.same("what the third florist is owed", await cheap.payable(), _LESS)
