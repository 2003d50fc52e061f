"""A copy of everything that is kept of a person: complete, the person's alone, and with nothing of others in it."""

import io
import json
import zipfile
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from msgspec import to_builtins

from kith.gifts.tests.town import HOME
from kith.kit import ids
from kith.kit.sql import Database
from tests.arena import Arena, arena
from tests.cast import ANN, BO, EVE, GAO, name_of, phone_of
from tests.estate import BROWSER

MESSAGE = "For your window"


@pytest.fixture
async def town(db: Database, fresh_url: str, tmp_path: Path) -> AsyncGenerator[Arena]:
    async with arena(db, fresh_url, tmp_path) as made:
        yield made


async def copy_of(town: Arena, who: Any) -> dict[str, Any]:
    """Have a copy made as the app does, and open it."""
    export_id = str(ids.new())
    assert await town.post(who, "/me/exports", {"export_id": export_id}) == "done"
    await town.work(1)
    seen = (await town.get(who, f"/me/exports/{export_id}")).json()
    assert (seen["state"], seen["done"]) == ("ready", seen["total"])
    answer = await town.get(who, f"/me/exports/{export_id}/archive")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert answer.headers["cache-control"] == "no-store"
    assert int(answer.headers["content-length"]) == len(answer.content) == seen["bytes"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {
            name.removesuffix(".json"): json.loads(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".json")
        }


async def test_both_sides_of_a_gift_get_what_they_see_and_no_more(town: Arena) -> None:
    gift_id = await town.town.offered()
    assert await town.accept(gift_id) == "done"
    await town.town.ship(gift_id, "SF7777777777777")
    withdrawn = await town.town.offered()
    assert await town.withdraw(withdrawn) == "done"
    await town.work(1)
    await town.heal()
    kept = {"address": to_builtins(HOME)}
    assert await town.post(BO, f"/me/addresses/{ids.new()}", kept, "PUT") == "done"
    assert await town.post(BO, f"/me/shop-blocks/{town.town.shop}", method="PUT") == "done"
    report = {"report_id": str(ids.new()), "reason": "spam", "text": "again and again"}
    assert await town.post(BO, f"/people/{GAO}/reports", report) == "done"
    assert await town.block(BO, GAO) == "done"
    assert await town.post(BO, "/me/push/subscription", BROWSER | {"zone": "Europe/Berlin"}, "PUT") == "done"

    ann, bo = await copy_of(town, ANN), await copy_of(town, BO)
    for copy in (ann, bo):
        assert copy.keys() == {name.removesuffix(".json") for name in copy["index"]["entries"]} | {"index"}
    assert bo["people/account"][0]["phone"] == phone_of(BO)
    assert bo["people/account"][0]["nickname"] == name_of(BO)
    assert bo["people/choices"][0]["gift_door"]["per_week"] == 100
    assert {device["name"] for device in bo["people/devices"]} == {"test"}
    assert {card["nickname"] for card in bo["people/friends"]} == {"Ann", "Chen", "Dee", "Eve"}
    assert [card["nickname"] for card in bo["people/blocks"]] == ["Gao"]
    assert [(each["reported_id"], each["text"]) for each in bo["people/reports"]] == [(str(GAO), "again and again")]
    assert [each["state"] for each in bo["people/exports"]] == ["working"]
    assert bo["push/choices"][0]["quiet"]["zone"] == "Europe/Berlin"
    assert [each.keys() for each in bo["push/devices"]] == [{"device_id", "made_at", "used_at"}]

    seen = (await town.get(BO, "/me/received")).json()["items"]
    assert [each["gift"] for each in bo["gifts/received"]] == seen
    addresses = {each["gift"]["gift_id"]: each["address"] for each in bo["gifts/received"]}
    assert addresses[str(gift_id)]["street"] == HOME.street
    assert addresses[str(withdrawn)] is None
    assert [each["address"] for each in bo["gifts/addresses"]] == [to_builtins(HOME)]
    assert ann["gifts/given"] == (await town.get(ANN, "/me/given")).json()["items"]
    for view in ann["gifts/given"]:
        [charge] = [each for each in ann["payments/charges"] if each["charge_id"] == view["parts"][0]["charge_id"]]
        assert charge["state"] == "paid"
    assert [each["fen"] for each in ann["payments/refunds"]] == [view["fen"] for view in ann["gifts/given"][:1]]
    assert ann["notices/events"] != []
    assert [shop["name"] for shop in bo["merchants/blocks"]] == ["Vases"]
    assert [shop["name"] for shop in (await copy_of(town, EVE))["merchants/shops"]] == ["Vases"]

    said = json.dumps(ann, ensure_ascii=False)
    for secret in (HOME.street, HOME.mobile, f'"{HOME.district}"', "SF7777777777777", phone_of(BO), "again and again"):
        assert secret not in said
    assert phone_of(ANN) not in json.dumps(bo)


async def test_a_long_list_is_read_to_its_end(town: Arena) -> None:
    """More than one page of events."""
    for _ in range(51):
        gift_id = await town.town.give()
        assert await town.withdraw(gift_id) == "done"
    ann = await copy_of(town, ANN)
    assert len(ann["gifts/given"]) == 51
    assert len(ann["payments/charges"]) == 51
    assert len(ann["notices/events"]) > 100
    assert ann["index"]["entries"]["notices/events.json"] == len(ann["notices/events"])
