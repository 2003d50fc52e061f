"""An operator's commands about money: where a shop is paid, what was paid out, and the gateway's bill."""

import asyncio
import json
from datetime import datetime, timedelta, timezone
from typing import Any

from kith.kit import ids
from kith.kit.settings import Settings
from kith.main.stories.actor import Actor
from kith.main.stories.shop import Shop
from kith.main.stories.stage import ADDRESS, Stage
from tests.system.test_cli import kith, of

BEIJING = timezone(timedelta(hours=8))
ACCOUNT, NAME, MASKED = "wen@flowers.example", "Wen Flowers", "wen***@flowers.example"


async def today(stage: Stage) -> str:
    clock = (await stage.client.get("/dev/clock")).json()["now"]
    return datetime.fromisoformat(clock).astimezone(BEIJING).date().isoformat()


async def earned(stage: Stage) -> tuple[Shop, Actor, str, str]:
    """A shop that may be paid out, its owner, the gateway's number of the payment, and its day."""
    ann, bo = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    gift_id = await ann.give(bo, shop.red)
    checkout = await ann.begin_payment(gift_id)
    await stage.pay(checkout)
    day = await today(stage)
    await bo.accept(gift_id, shop.white, ADDRESS)
    await shop.ship(await shop.next_order())
    await bo.post(f"/gifts/{gift_id}/receipt", expect=200)
    await stage.settle()
    await stage.advance(days=8)
    return shop, await stage.person("Wen", shop.staff.phone), checkout["attempt_id"].replace("-", ""), day


async def test_a_shop_is_paid_out_and_the_bill_fetched(stage: Stage, installation: Settings) -> None:
    here = of(installation)

    async def run(*command: str, code: int = 0) -> Any:
        done = await asyncio.to_thread(kith, here, *command, "--json")
        assert done.returncode == code, done.stderr
        assert ACCOUNT not in done.stdout + done.stderr
        assert NAME not in done.stdout + done.stderr
        return json.loads(done.stdout) if done.stdout else done.stderr

    shop, wen, number, day = await earned(stage)
    entered = ("merchant", "payout-account", str(shop.merchant_id), "--account", ACCOUNT, "--name", NAME)
    assert [row["account"] for row in await run(*entered)] == [MASKED]

    payout_id = str(ids.new())
    await wen.post(f"/shops/{shop.merchant_id}/payouts", {"payout_id": payout_id, "fen": shop.fen})
    await stage.settle()
    [listed] = [row for row in await run("payouts", "list") if row["payout_id"] == payout_id]
    assert (listed["fen"], listed["hint"], listed["state"]) == (shop.fen, MASKED, "paid")

    trades = await run("payments", "bill", "--day", day)
    assert [(row["kind"], row["fen"]) for row in trades if row["number"] == number] == [("payment", shop.fen)]
    moved = await run("payments", "bill", "--day", day, "--funds")
    assert shop.fen in [row["fen"] for row in moved if row["number"] == number]
    [reconciled] = await run("books", "reconcile", "--day", day, "--gateway", "alipay")
    assert (reconciled["day"], reconciled["state"], reconciled["open_breaks"]) == (day, "reconciled", 0)
    assert reconciled["came"] >= shop.fen
    [account] = [row for row in await run("books", "accounts") if row["gateway"] == "alipay"]
    assert (account["clearing"], account["suspense"]) == (account["clearing_explained"], 0)
    assert (await run("books", "breaks", "--kind", "missing_here"))["items"] == []
    assert "no such break" in (await run("books", "close", str(ids.new()), "--reason", "fee", code=1)).lower()
    assert "no bill" in (await run("payments", "bill", "--day", "2999-01-01", code=1)).lower()
