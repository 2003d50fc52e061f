"""A gift that arrives at its hour, without a name, and is thanked for."""

from datetime import datetime, timedelta

from kith.main.stories.stage import ADDRESS, Stage


async def scheduled(stage: Stage) -> None:
    """Paid now or on its day, nobody sees it before its minute; who gave it shows when it is opened."""
    stage.step("Ann pays for a gift that is to arrive in three hours, and plans another one that she will pay then")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    clock = (await stage.client.get("/dev/clock")).raise_for_status().json()["now"]
    hour = datetime.fromisoformat(clock).replace(second=0, microsecond=0) + timedelta(hours=3)
    paid = await ann.give(bo, shop.red, send_at=hour.isoformat(), anonymous=True)
    planned = await ann.give(bo, shop.white, send_at=hour.isoformat(), pay="then")
    await stage.pay(await ann.begin_payment(paid))
    await stage.giver_sees(ann, paid, "scheduled", answer_by=None)
    await stage.giver_sees(ann, planned, "planned", parts=[])

    stage.step("Half an hour before she is asked for the second one, and pays")
    await stage.advance(hours=2, minutes=32)
    await stage.giver_sees(ann, planned, "unpaid")
    await stage.pay(await ann.begin_payment(planned))

    stage.step("Shortly before the hour both are ready, and Bo sees nothing")
    await stage.advance(minutes=25)
    for gift_id in (paid, planned):
        await stage.giver_sees(ann, gift_id, "scheduled", answer_by=None)
        await stage.nothing_reached(bo, gift_id)

    stage.step("The hour has come: both are there, one of them without a name")
    await stage.advance(minutes=4)
    for gift_id in (paid, planned):
        await stage.giver_waits(ann, gift_id)
    await stage.recipient_sees(bo, paid, "offered", giver=None)

    stage.step("Bo opens it, and sees who gave it; Ann does not learn of that")
    before = await ann.given(paid)
    opened = await bo.post(f"/gifts/{paid}/opening", expect=200)
    await stage.same("who gave it", opened["giver"]["nickname"], "Ann")
    await stage.same("what Ann sees", await ann.given(paid), before)
    await stage.settle()

    stage.step("He accepts it and says thank you; he declines the other one")
    await bo.accept(paid, shop.red, ADDRESS)
    await bo.post(f"/gifts/{paid}/thanks", {"text": "谢谢你！"}, expect=200)
    await bo.decline(planned, tell=True)
    await stage.settle()
    seen = await stage.giver_sees(ann, paid, "accepted")
    await stage.same("the thanks", seen["thanks"]["text"], "谢谢你！")
    await stage.refunded(ann, planned, shop.fen)
    diary = await bo.get("/me/diary")
    await stage.same("Bo's diary", {line["gift_id"] for line in diary["items"]}, {paid, planned})
