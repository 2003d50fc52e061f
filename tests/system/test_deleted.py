"""Somebody who left stands nowhere any more: in no table, no log and no file of the whole installation."""

import asyncio
import secrets

from kith.kit import ids
from kith.kit.sql import Database
from kith.main.stories.stage import ADDRESS, Stage
from tests import traces

NICKNAME, BIO, INTEREST = "Ottoline Periwinkle", "Mends clocks by candlelight", "horology"
MESSAGE, REPORTED = "May it tick for ever", "They stole my pendulum"
HOME = ADDRESS | {"name": "Periwinkle", "mobile": "13700008642", "street": "Pendulum Court 8642"}
NOT_OURS = ("postgres",)
"""What PostgreSQL keeps of rows that are gone is its own affair, until it has written over them."""


async def test_who_left_stands_nowhere(stage: Stage) -> None:
    phone = f"+86198{secrets.randbelow(10**8):08d}"
    otto, bo = await stage.person("Otto", phone), await stage.person("Bo")
    profile = {"nickname": NICKNAME, "gender": "unsaid", "bio": BIO, "interests": [INTEREST]}
    await otto.put("/me/profile", profile)
    await otto.follow(bo)
    await bo.follow(otto)
    shop = await stage.shop()
    given, received = await otto.give(bo, shop.red, message=MESSAGE), await bo.give(otto, shop.red)
    for giver, gift_id in ((otto, given), (bo, received)):
        await stage.pay(await giver.begin_payment(gift_id))
    await otto.accept(received, shop.red, HOME)
    await shop.ship(await shop.next_order())
    await otto.put(f"/me/addresses/{ids.new()}", {"address": HOME})
    await otto.post(
        f"/people/{bo.person_id}/reports", {"report_id": str(ids.new()), "reason": "spam", "text": REPORTED}
    )
    await otto.post("/me/exports", {"export_id": str(ids.new())}, expect=202)
    await stage.settle()
    token = ids.digest(otto.token).hex()
    values = (phone, phone[3:], NICKNAME, BIO, INTEREST, MESSAGE, REPORTED, HOME["mobile"], HOME["street"], token)
    before = await _found(stage, values)
    assert {NICKNAME, BIO, INTEREST, MESSAGE, REPORTED, token} <= {found.partition(": ")[2] for found in before}

    await stage.advance(minutes=2)
    await stage.leave(otto)
    await stage.settle()
    assert await _found(stage, values) == [f"report: {REPORTED}"]
    await stage.advance(minutes=20)
    assert await _found(stage, values) == [f"report: {REPORTED}"]
    await stage.finish()


async def _found(stage: Stage, values: tuple[str, ...]) -> list[str]:
    async with stage.parts[Database].transaction() as tx:
        rows = await traces.in_tables(tx, values)
    return rows + await asyncio.to_thread(traces.in_files, stage.settings.home, values, but=NOT_OURS)
