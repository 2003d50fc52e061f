"""A gift that is not wanted, and a giver who is spared the word."""

from kith.main.stories.stage import Stage


async def declined(stage: Stage) -> None:
    """Bo declines silently, Chen lets hers run out; to Ann both look the same to the end."""
    stage.step("Ann gives Bo and Chen the same bouquet")
    ann, bo = await stage.friends("Ann", "Bo")
    chen = await stage.person("Chen")
    await ann.follow(chen)
    await chen.follow(ann)
    shop = await stage.shop()
    gifts = {person: await ann.give(person, shop.red) for person in (bo, chen)}
    for gift_id in gifts.values():
        await stage.pay(await ann.begin_payment(gift_id))

    stage.step("Bo declines and says nothing")
    await bo.decline(gifts[bo], tell=False)
    await stage.recipient_sees(bo, gifts[bo], "declined")
    for gift_id in gifts.values():
        await stage.giver_waits(ann, gift_id)

    stage.step("An hour before the window ends Ann still waits")
    await stage.advance(days=2, hours=23)
    for gift_id in gifts.values():
        await stage.giver_waits(ann, gift_id)

    stage.step("The window ends: neither was taken up, both are refunded")
    await stage.advance(hours=1, minutes=2)
    for gift_id in gifts.values():
        await stage.giver_sees(ann, gift_id, "not_taken_up")
        await stage.refunded(ann, gift_id, shop.fen)

    stage.step("Bo tells Ann at once the next time")
    again = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(again))
    await bo.decline(again, tell=True)
    await stage.settle()
    await stage.giver_sees(ann, again, "declined")
    await stage.refunded(ann, again, shop.fen)
