"""What must hold when everything is over, whatever failed on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from kith import gifts, payments
from kith.kit import clock
from kith.kit.sql import Database
from kith.main.audit import audit, books
from kith.main.stories.actor import Json
from tests.faults.line import stable
from tests.faults.money_proof import (
    Ledgers,
    ledgers,
    of_all_wallets,
    of_packet,
    of_purses,
    put_in,
    reached,
    what_came_back,
)
from tests.faults.part import Part
from tests.faults.scene import KEPT, Scene
from tests.faults.town import FEN, UNITS, Town

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
        await scene.come_back()
    town.staff = await town.signed_in(town.staff)


async def ask_again(town: Town, most: int) -> None:
    """Repeat so many acknowledged requests, spread over all: nothing is an error, and twice is the same as once."""
    deeds = town.line.deeds
    for deed in deeds[:: max(1, len(deeds) // most)]:
        answers = [(await town.line.ask(deed.request))[0] for _ in range(2)]
        first, second = ((answer.status_code, stable(deed.request, answer)) for answer in answers)
        where = f"{deed.request.method} {deed.request.url.path}"
        if first != second:
            raise Wrong(f"{where} is answered {first} and then {second}")
        if first[0] not in (deed.status, 409):
            raise Wrong(f"{where} was answered {deed.status} and is now {first}")


async def prove(town: Town, scenes: Sequence[Scene]) -> tuple[list[str], Counter[str]]:
    """Everything that is wrong, as lines; and how often money did what."""
    books, wrong, moves = await ledgers(town), list[str](), Counter[str]()
    wrong += [*await _books(town, books), *await _stuck(town), *await _stock(town, scenes)]
    wrong += await what_came_back(scenes)
    wallets: list[int] = []
    for scene in scenes:
        in_purses, lines = await of_purses(scene, books)
        wallets.append(in_purses)
        lines += [*await of_packet(scene, books), *await _till(scene, books.sent), *await _export(scene)]
        if scene.given:
            lines += await _gift(scene, books)
        wrong += [f"{scene.name}: {line}" for line in lines]
        moves += reached(scene, books)
    return [*wrong, *await of_all_wallets(town, wallets)], moves


async def _books(town: Town, gateways: Ledgers) -> list[str]:
    wrong = [f"audit: {finding}" for finding in await audit(town.parts)]
    async with town.parts[Database].transaction() as tx:
        money = await books(tx)
    if money.difference:
        wrong.append(f"books: {money}")
    ours = money.captured - money.refunded - money.paid_out - money.withdrawn
    if gateways.balance_fen != ours:
        wrong.append(f"the gateways have {gateways.balance_fen}, we {ours}")
    return wrong


async def _stuck(town: Town) -> list[str]:
    async with town.parts[Database].transaction() as tx:
        found = [
            *await payments.stuck(tx, town.parts[payments.Policy], clock.now()),
            *await gifts.stuck(tx, town.parts[gifts.Policy], clock.now()),
        ]
    return [f"stuck: {each}" for each in found]


async def _stock(town: Town, scenes: Iterable[Scene]) -> list[str]:
    pages = [await town.staff.get(f"/shops/{shop}/goods?limit=100") for shop in town.shops]
    available = {
        variant["sku_id"]: variant["available"]
        for page in pages
        for product in page["items"]
        for variant in product["variants"]
    }
    sold = Counter([scene.sku_id for scene in scenes if scene.given and (await scene.state())[0] in KEPT])
    return [
        f"stock of {sku_id}: {available[sku_id]} are left, {sold[sku_id]} sold of {UNITS}"
        for sku_id in (*town.skus, town.cheap)
        if available[sku_id] != UNITS - sold[sku_id]
    ]


async def _gift(scene: Scene, books: Ledgers) -> list[str]:
    given = await scene.giver.get(f"/me/given/{scene.gift_id}")
    wrong: list[str] = []
    kept = 0
    for part in scene.parts:
        share, lines = put_in(part, books)
        kept += share
        wrong += [*lines, *await _part(scene, part, given, share)]
    if given["state"] not in ENDS:
        wrong.append(f"is still {given['state']}")
    if kept != (scene.fen if given["state"] in KEPT else 0):
        wrong.append(f"is {given['state']}, and {kept} fen of it are kept")
    steps = {"giver": given["steps"], "recipient": []}
    if any(side == "recipient" for side, _ in scene.acknowledged):
        steps["recipient"] = (await scene.recipient.get(f"/me/received/{scene.gift_id}"))["steps"]
    wrong += [
        f"{side} was told `{state}` and sees {[step['state'] for step in steps[side]]}"
        for side, state in scene.acknowledged
        if state not in [step["state"] for step in steps[side]]
    ]
    return wrong


async def _part(scene: Scene, part: Part, given: Json, kept: int) -> list[str]:
    """Whoever paid gets back, by the way they paid, all of it or their share of what something cheaper costs less."""
    wrong: list[str] = []
    share = scene.fen * part.fen / FEN if given["state"] in KEPT and part.paid else 0
    if abs(kept - share) >= 1:
        wrong.append(f"is {given['state']}, and {kept} fen of {part} are kept")
    helped = (await part.payer.get("/me/paid"))["items"]
    if any(each["state"] != given["state"] for each in helped):
        wrong.append(f"is {given['state']} for the giver and for {part} {helped}")
    return wrong


async def _till(scene: Scene, sent: dict[str, bool]) -> list[str]:
    """What the shop earned is there or was paid out, and what was paid out has left the gateway."""
    if scene.till is None:
        return []
    shop = f"/shops/{scene.till.merchant_id}"
    money = await scene.till.owner.get(f"{shop}/money")
    payouts = (await scene.till.owner.get(f"{shop}/payouts"))["items"]
    earned = scene.fen if scene.given and (await scene.state())[0] == "received" else 0
    stands = [(each["state"], each["fen"]) for each in payouts]
    gone = sent.get(scene.till.number)
    ends = {"paid"} if gone is False else {"returned"} if gone else {"failed"}
    wrong: list[str] = []
    if [fen for _, fen in stands] != [scene.till.wanted] * bool(scene.till.wanted):
        wrong.append(f"{scene.till.wanted} fen were to be paid out, and {stands} is")
    if not {state for state, _ in stands} <= ends:
        wrong.append(f"the payout is {stands}, and at the gateway {gone}")
    if (money["available_fen"], money["paid_fen"]) != ((0, earned) if gone is False else (earned, 0)):
        wrong.append(f"{earned} were earned, and the till has {money}")
    return wrong


async def _export(scene: Scene) -> list[str]:
    """The copy that was wanted was made, or its time was over when the last worker had died over it."""
    if not scene.export_id:
        return []
    found = await scene.recipient.get(f"/me/exports/{scene.export_id}")
    return [] if found["state"] in ("ready", "over") else [f"the copy is {found}"]
