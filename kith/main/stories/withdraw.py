"""Money of a wallet: put in, spent, given back, and sent to an account."""

from kith import people, wallet
from kith.kit import clock, ids
from kith.kit.sql import Database
from kith.main.stories.actor import Actor, Json
from kith.main.stories.shop import Shop
from kith.main.stories.stage import Stage

_PAYEE: Json = {"gateway": "alipay", "account": "ann@wallet.example", "name": "安安"}


async def withdraw(stage: Stage) -> None:
    """Ann is checked, tops up, gives by wallet, gets it back, and has the rest sent: it fails, returns, and arrives."""
    stage.step("Ann wants to top up, and nobody has checked who she is")
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    top_up: Json = {"top_up_id": str(ids.new()), "fen": shop.fen + 5_000}
    await ann.refused("POST", "/me/wallet/top-ups", top_up, 403, "identity_needed")
    sequence = str(ids.new().int % 100)
    places = f"99000019940506{sequence:0>2}4"
    check: Json = {"check_id": str(ids.new()), "name": "安 安", "id_number": places + wallet.check_digit(places)}
    await ann.post("/me/wallet/identity-checks", check)
    await stage.settle()
    await stage.sees(ann, f"/me/wallet/identity-checks/{check['check_id']}", state="under_way")
    await stage.advance(minutes=2)
    await stage.sees(ann, "/me/wallet", identity_class=2, balance_fen=0, top_up_obstacle=None)

    await _spend(stage, ann, bo, shop, top_up)
    await _send(stage, ann, top_up["fen"])
    await _send_again(stage, ann, top_up["fen"])


async def _spend(stage: Stage, ann: Actor, bo: Actor, shop: Shop, top_up: Json) -> None:
    stage.step("She pays it at the gateway, and gives Bo a bouquet from it")
    charge = (await ann.post("/me/wallet/top-ups", top_up))["charge_id"]
    begun: Json = {"attempt_id": str(ids.new()), "gateway": "alipay", "way": "page"}
    await stage.pay(await ann.post(f"/charges/{charge}/attempts", begun))
    await stage.sees(ann, "/me/wallet", balance_fen=top_up["fen"])
    gift_id = await ann.give(bo, shop.red)
    charge = (await ann.given(gift_id))["parts"][0]["charge_id"]
    offer = (await ann.get(f"/charges/{charge}"))["wallet"]
    await stage.same("the wallet as a way to pay", offer, {"balance_fen": top_up["fen"], "obstacle": None})
    by_wallet: Json = {"attempt_id": str(ids.new()), "gateway": "wallet", "way": "balance"}
    await ann.post(f"/charges/{charge}/attempts", by_wallet)
    await stage.giver_waits(ann, gift_id)
    await stage.sees(ann, "/me/wallet", balance_fen=5_000)

    stage.step("She takes it back, and has the money again at once")
    await ann.post(f"/gifts/{gift_id}/withdrawal", expect=200)
    await stage.refunded(ann, gift_id, shop.fen)
    await stage.sees(ann, "/me/wallet", balance_fen=top_up["fen"])


async def _send(stage: Stage, ann: Actor, fen: int) -> None:
    stage.step("Her wallet is frozen for an hour")
    await _decide(stage, ann.id, frozen=True)
    await ann.put("/me/wallet/payee", _PAYEE)
    wanted: Json = {"withdrawal_id": str(ids.new()), "fen": fen}
    await ann.refused("POST", "/me/wallet/withdrawals", wanted, 403, "wallet_frozen")
    await _decide(stage, ann.id, frozen=False)

    stage.step("Alipay takes hours and then will not send it")
    await stage.faults("transfer_dealing", "transfer_failed")
    await ann.post("/me/wallet/withdrawals", wanted)
    await ann.post("/me/wallet/withdrawals", wanted)
    await stage.settle()
    await stage.sees(ann, "/me/wallet", balance_fen=0, held_fen=fen)
    await stage.same("withdrawals", await _withdrawals(ann), ["under_way"])
    await stage.advance(hours=13)
    await stage.same("withdrawals", await _withdrawals(ann), ["failed"])
    await stage.sees(ann, "/me/wallet", balance_fen=fen, held_fen=0)


async def _send_again(stage: Stage, ann: Actor, fen: int) -> None:
    stage.step("The next one is paid, and is back a day later")
    await stage.faults("transfer_returned")
    await ann.post("/me/wallet/withdrawals", {"withdrawal_id": str(ids.new()), "fen": fen})
    await stage.settle()
    await stage.sees(ann, "/me/wallet", balance_fen=0, held_fen=0)
    await stage.advance(days=2)
    await stage.same("withdrawals", await _withdrawals(ann), ["returned", "failed"])

    stage.step("The third one stays, and the statement tells it all")
    await stage.faults()
    await ann.post("/me/wallet/withdrawals", {"withdrawal_id": str(ids.new()), "fen": fen})
    await stage.advance(days=2)
    await stage.same("withdrawals", await _withdrawals(ann), ["paid", "returned", "failed"])
    lines = (await ann.get("/me/wallet/lines"))["items"]
    expected = [
        "withdrawal",
        "withdrawal_returned",
        "withdrawal",
        "withdrawal_failed",
        "withdrawal",
        "refund",
        "paid",
        "top_up",
    ]
    await stage.same("the statement", [line["kind"] for line in lines], expected)
    await stage.same("its sum", sum(line["fen"] for line in lines), 0)


async def _withdrawals(ann: Actor) -> list[str]:
    return [each["state"] for each in (await ann.get("/me/wallet/withdrawals"))["items"]]


async def _decide(stage: Stage, person_id: people.PersonId, *, frozen: bool) -> None:
    async with stage.parts[Database].transaction() as tx:
        decide = wallet.freeze if frozen else wallet.unfreeze
        await decide(tx, person_id, reason="asked by the bank", by="story", now=clock.now())
