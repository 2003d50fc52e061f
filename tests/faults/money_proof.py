"""What must hold of every part, wallet and envelope when everything is over, by the books of all gateways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kith.kit.sql import Database
from tests.faults.gateways import GATEWAYS
from tests.faults.part import Part
from tests.faults.purse import Purse
from tests.faults.scene import Scene
from tests.faults.town import Town, in_wallets

MOVES = (
    "put into a wallet",
    "paid from a wallet",
    "came back into a wallet",
    "sent out",
    "sent in vain",
    "sent and came back",
    "taken from an envelope",
    "left in an envelope",
)
"""What money must have done somewhere, for the proof to be one."""


class Ledgers:
    """The simulator's books of all gateways: what was paid and what went back by trade, and of transfers whether they
    came back."""

    def __init__(self) -> None:
        self.paid: dict[str, int] = {}
        self.back: Counter[str] = Counter()
        self.sent: dict[str, bool] = {}
        self.balance_fen = 0


async def ledgers(town: Town) -> Ledgers:
    """Read them."""
    found = Ledgers()
    for gateway in GATEWAYS:
        book = (await town.at_gateway("GET", gateway.book)).raise_for_status().json()
        found.balance_fen += book["balance_fen"]
        found.paid |= {trade["number"]: trade["paid_fen"] for trade in book["trades"]}
        for refund in book["refunds"]:
            found.back[refund["number"]] += refund["fen"]
        found.sent |= {one["number"]: one["returned"] for one in book["transfers"]}
    return found


async def what_came_back(scenes: Iterable[Scene]) -> list[str]:
    """Note in each part what its payer sees of refunds; whatever is still under way is wrong."""
    wrong: list[str] = []
    for scene in scenes:
        for part in scene.all_parts:
            seen = (await part.payer.get("/me/refunds?limit=100"))["items"]
            refunds = [each for each in seen if each["charge_id"] == part.charge_id]
            part.returned = sum(each["fen"] for each in refunds)
            if any(each["state"] != "refunded" for each in refunds):
                wrong.append(f"{scene.name}: {part} sees refunds {refunds}")
    return wrong


def put_in(part: Part, books: Ledgers) -> tuple[int, list[str]]:
    """What somebody has put in and not got back; and where the gateways say otherwise."""
    if part.by_wallet:
        return part.paid * part.fen - part.returned, []
    paid, back = (sum(book.get(number, 0) for number in part.numbers) for book in (books.paid, books.back))
    wrong: list[str] = []
    if paid != part.paid * part.fen:
        wrong.append(f"{paid} fen of {part} are in the gateways' books")
    if back != part.returned:
        wrong.append(f"{back} fen of {part} went back by the gateways' books")
    return paid - back, wrong


def reached(scene: Scene, books: Ledgers) -> Counter[str]:
    """How often it did each of `MOVES` here."""
    numbers = [each.number for purse in scene.purses.values() for each in purse.withdrawals]
    if scene.till and scene.till.wanted:
        numbers.append(scene.till.number)
    sent = [books.sent.get(number) for number in numbers]
    packet, parts = scene.packet, scene.all_parts
    times = (
        sum(part.paid for purse in scene.purses.values() for part in purse.top_ups),
        sum(part.by_wallet for part in parts),
        sum(part.by_wallet and part.returned > 0 for part in parts),
        sent.count(False),
        sent.count(None),
        sent.count(True),
        len(packet.taken) if packet else 0,
        int(packet is not None and 0 < packet.part.returned < packet.part.fen),
    )
    return Counter(dict(zip(MOVES, times, strict=True)))


async def of_purses(scene: Scene, books: Ledgers) -> tuple[int, list[str]]:
    """What must be in all wallets of the scene, and where it is not."""
    total, wrong = 0, list[str]()
    for purse in scene.purses.values():
        expected = purse.expected(books.paid, books.back, books.sent)
        total += expected
        wrong += await _purse(purse, expected, books)
        wrong += [line for part in purse.top_ups for line in put_in(part, books)[1]]
    return total, wrong


async def _purse(purse: Purse, expected: int, books: Ledgers) -> list[str]:
    seen = await purse.owner.get("/me/wallet")
    wrong: list[str] = []
    if (seen["balance_fen"], seen["held_fen"]) != (expected, 0):
        wrong.append(f"{expected} fen must be in {purse}, and it is {seen['balance_fen']} and {seen['held_fen']} held")
    states = {None: "failed", True: "returned", False: "paid"}
    listed = (await purse.owner.get("/me/wallet/withdrawals"))["items"]
    stands = {each["withdrawal_id"]: each["state"] for each in listed}
    ends = {each.withdrawal_id: states[books.sent.get(each.number)] for each in purse.withdrawals}
    if stands != ends:
        wrong.append(f"withdrawals are {stands}, and by the gateway's book {ends}")
    return wrong


async def of_packet(scene: Scene, books: Ledgers) -> list[str]:
    """Who opened it has what they were told, and the rest is where it came from."""
    packet = scene.packet
    if packet is None:
        return []
    kept, wrong = put_in(packet.part, books)
    if kept != sum(packet.taken):
        wrong.append(f"{packet.taken} of an envelope was taken, and {kept} of it is kept")
    state = (await scene.giver.get(f"/envelopes/{packet.envelope_id}"))["state"]
    if state not in ("emptied", "expired", "lapsed"):
        wrong.append(f"the envelope is still {state}")
    return wrong


async def of_all_wallets(town: Town, expected: Sequence[int]) -> list[str]:
    """All wallets of the ledger together."""
    async with town.parts[Database].transaction() as tx:
        there = await in_wallets.one(tx) - town.in_wallets
    return [] if there == sum(expected) else [f"{there} fen are in all wallets, and {sum(expected)} must be"]
