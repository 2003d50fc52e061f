"""A shop gets what it earned."""

from kith import payments, tills
from kith.kit import clock, ids
from kith.kit.keyring import KeyRing
from kith.kit.sql import Database
from kith.main.stories.stage import ADDRESS, Stage

_WEN = payments.Payee("wen@flowers.example", "Wen Flowers")


async def payout(stage: Stage) -> None:
    """A gift is settled, its shop is paid out: dealt with for hours, paid, and a day later the money is back."""
    stage.step("Ann gives Bo a bouquet, he gets it, and a week goes by")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    await stage.pay(await ann.begin_payment(gift_id))
    await bo.accept(gift_id, shop.white, ADDRESS)
    order = await shop.next_order()
    await shop.ship(order)
    money, paid = f"/shops/{shop.merchant_id}/money", f"/shops/{shop.merchant_id}/payouts"
    await stage.sees(shop.staff, money, pending_fen=shop.fen, available_fen=0, account=None)
    await bo.post(f"/gifts/{gift_id}/receipt", expect=200)
    await stage.settle()
    await stage.advance(days=7, hours=1)
    wen = await stage.person("Wen", shop.staff.phone)
    await stage.sees(wen, money, pending_fen=0, available_fen=shop.fen)

    stage.step("Wen wants it, and nobody knows where to send it")
    wanted = {"payout_id": str(ids.new()), "fen": shop.fen}
    await wen.refused("POST", paid, wanted, 409, "no_payout_account")
    async with stage.parts[Database].transaction() as tx:
        await tills.set_payout_account(
            tx, stage.parts[KeyRing], shop.merchant_id, gateway="alipay", payee=_WEN, now=clock.now()
        )

    stage.step("Alipay deals with it for hours")
    await stage.faults("transfer_dealing", "transfer_returned")
    await wen.refused("POST", paid, wanted | {"fen": shop.fen + 1}, 409, "payout_too_large")
    await wen.post(paid, wanted)
    await wen.post(paid, wanted)
    await stage.settle()
    await stage.same("payouts", [(each["state"], each["fen"]) for each in (await wen.get(paid))["items"]],
                     [("dealing", shop.fen)])  # fmt: skip
    await stage.sees(wen, money, available_fen=0, under_way_fen=shop.fen, account="wen***@flowers.example")

    stage.step("In the evening it is paid")
    await stage.advance(hours=13)
    await stage.sees(wen, money, available_fen=0, under_way_fen=0, paid_fen=shop.fen)

    stage.step("Two days later it is back, and Wen's again")
    await stage.faults()
    await stage.advance(days=2)
    await stage.sees(wen, money, available_fen=shop.fen, paid_fen=0)
    lines = (await wen.get(f"/shops/{shop.merchant_id}/statement"))["items"]
    await stage.same("the statement", [(line["kind"], line["fen"]) for line in lines],
                     [("returned", shop.fen), ("paid", -shop.fen), ("order", shop.fen)])  # fmt: skip
    await stage.same("the order in it", lines[-1]["id"], order)

    stage.step("The second time it stays")
    await wen.post(paid, {"payout_id": str(ids.new()), "fen": shop.fen})
    await stage.advance(days=3)
    await stage.sees(wen, money, available_fen=0, paid_fen=shop.fen)
