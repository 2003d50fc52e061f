"""What must hold when everything is over, whatever failed on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

import httpx

from kith import gifts, payments
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.audit import audit, books
from tests.faults.line import stable
from tests.faults.scene import KEPT, Scene
from tests.faults.town import UNITS, Town

AFTERWARDS = tuple(
    timedelta(**span)
    for span in (
        {"minutes": 20},
        {"minutes": 20},
        {"hours": 2},
        {"hours": 7},
        {"days": 1},
        {"days": 3},
        {"days": 8},
        {"days": 16},
        {"days": 8},
    )
)
"""The moves of the clock after the last story, until no gift has any deadline before it."""

ENDS = frozenset({"received", "lapsed", "withdrawn", "declined", "not_taken_up", "cancelled"})


class Wrong(AssertionError):
    """Something was lost, or done twice; says what."""


async def heal(town: Town, scenes: Iterable[Scene]) -> None:
    """Let so much time pass that everything comes to its end, and its people come back to look."""
    for span in AFTERWARDS:
        town.director.at += span
        await town.move(town.director.at)
    for scene in scenes:
        scene.giver, scene.recipient = await town.signed_in(scene.giver), await town.signed_in(scene.recipient)
    town.staff = await town.signed_in(town.staff)


async def ask_again(town: Town, most: int) -> None:
    """Repeat so many acknowledged requests, spread over all: nothing is an error, and twice is the same as once."""
    deeds = town.line.deeds
    for deed in deeds[:: max(1, len(deeds) // most)]:
        answers = [await _repeat(deed.request) for _ in range(2)]
        first, second = ((answer.status_code, stable(answer.content)) for answer in answers)
        where = f"{deed.request.method} {deed.request.url.path}"
        if first != second:
            raise Wrong(f"{where} is answered {first} and then {second}")
        if first[0] not in (deed.status, 409):
            raise Wrong(f"{where} was answered {deed.status} and is now {first}")


async def prove(town: Town, scenes: Sequence[Scene]) -> list[str]:
    """Everything that is wrong, as lines."""
    wrong = [*await _books(town), *await _stuck(town), *await _stock(town, scenes)]
    book = (await town.at_gateway("GET", "/admin/book")).raise_for_status().json()
    paid = {trade["number"]: trade["paid_fen"] for trade in book["trades"]}
    back: Counter[str] = Counter()
    for refund in book["refunds"]:
        back[refund["number"]] += refund["fen"]
    for scene in scenes:
        wrong += [f"{scene.name}: {line}" for line in await _scene(town, scene, paid, back)]
    return wrong


async def _books(town: Town) -> list[str]:
    wrong = [f"audit: {finding}" for finding in await audit(town.parts)]
    async with town.parts[Database].transaction() as tx:
        money = await books(tx)
    if money.difference:
        wrong.append(f"books: {money}")
    book = (await town.at_gateway("GET", "/admin/book")).raise_for_status().json()
    ours = money.captured - money.refunded - money.paid_out
    if book["balance_fen"] != ours:
        wrong.append(f"the gateway has {book['balance_fen']}, we {ours}")
    return wrong


async def _stuck(town: Town) -> list[str]:
    async with town.parts[Database].transaction() as tx:
        found = [
            *await payments.stuck(tx, town.parts[payments.Policy], clock.now()),
            *await gifts.stuck(tx, town.parts[gifts.Policy], clock.now()),
        ]
    return [f"stuck: {each}" for each in found]


async def _stock(town: Town, scenes: Iterable[Scene]) -> list[str]:
    goods = await town.staff.get(f"/shops/{town.merchant_id}/goods?limit=100")
    available = {
        variant["sku_id"]: variant["available"] for product in goods["items"] for variant in product["variants"]
    }
    sold = Counter([scene.sku_id for scene in scenes if (await scene.state())[0] in KEPT])
    return [
        f"stock of {sku_id}: {available[sku_id]} are left, {sold[sku_id]} sold of {UNITS}"
        for sku_id in town.skus
        if available[sku_id] != UNITS - sold[sku_id]
    ]


async def _scene(town: Town, scene: Scene, paid: dict[str, int], back: Counter[str]) -> list[str]:
    given = await scene.giver.get(f"/me/given/{scene.gift_id}")
    wrong: list[str] = []
    if given["state"] not in ENDS:
        wrong.append(f"is still {given['state']}")
    kept = sum(paid.get(number, 0) - back[number] for number in scene.numbers)
    if kept != (scene.fen if given["state"] in KEPT else 0):
        wrong.append(f"is {given['state']}, and {kept} fen of it are kept")
    if sum(paid.get(number, 0) for number in scene.numbers) != scene.paid * scene.fen:
        wrong.append("what the buyer paid is not in the gateway's book")
    refunds = [refund for part in given["parts"] for refund in part["refunds"]]
    if any(refund["state"] != "refunded" for refund in refunds) or sum(refund["fen"] for refund in refunds) != sum(
        back[number] for number in scene.numbers
    ):
        wrong.append(f"the giver sees refunds {refunds}")
    steps = {"giver": given["steps"], "recipient": []}
    if any(side == "recipient" for side, _ in scene.acknowledged):
        steps["recipient"] = (await scene.recipient.get(f"/me/received/{scene.gift_id}"))["steps"]
    wrong += [
        f"{side} was told `{state}` and sees {[step['state'] for step in steps[side]]}"
        for side, state in scene.acknowledged
        if state not in [step["state"] for step in steps[side]]
    ]
    return wrong


async def _repeat(request: httpx.Request) -> httpx.Response:
    headers = {name: value for name, value in request.headers.items() if name != "host"}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        return await client.request(request.method, request.url, content=request.content, headers=headers)
