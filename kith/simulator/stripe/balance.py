"""The balance transactions of the simulated Stripe: made from its own book, newest first."""

from datetime import UTC, datetime

from kith.simulator import bill_faults, deals
from kith.simulator.bill_faults import Kind, Moved, day_of
from kith.simulator.deals import Back, Deal
from kith.simulator.stripe import intents, refunds
from kith.simulator.stripe.intents import SIDE, Answer, Asked, Refused
from kith.simulator.trade import BEIJING
from kith.simulator.world import World

_TYPES: dict[str, Kind] = {"charge": "payment", "refund": "refund"}
_OF_STRIPE: dict[Kind, str] = {"payment": "charge", "refund": "refund", "fee": "stripe_fee", "bank": "payout"}


def list_of(world: World, asked: Asked, now: datetime) -> Answer:
    """Those of a span of time, of one type or all. What a bill gets wrong of a day in Beijing is wrong of these."""
    start, end = (datetime.fromtimestamp(intents.whole(asked, f"created[{edge}]"), UTC) for edge in ("gte", "lt"))
    name = start.astimezone(BEIJING).date().isoformat()
    if world.faults.strikes("bill_not_ready", None, name):
        raise Refused(429, "rate_limit", "Too many requests")
    found = {deal.deal_id: deal for deal in deals.every(world.store, SIDE)}
    backs = {back.refund_id: back for back in deals.refunds(world.store, SIDE, now)}
    moves = _said(world, start, _moves(found, backs), asked.get("type"))
    rows = [
        _told(world, move, found, backs)
        for move in sorted(moves, key=lambda move: (move.at, move.gateway_number), reverse=True)
        if start <= move.at < end
    ]
    answer = refunds.paged("/v1/balance_transactions", rows, asked)
    cut = world.faults.strikes("bill_cut_off", None, name)
    return {name: value for name, value in answer.items() if name != "has_more"} if cut else answer


def _moves(found: dict[str, Deal], backs: dict[str, Back]) -> list[Moved]:
    """All that ever moved the balance. Here a movement is named by the object that moved it."""
    paid = [
        Moved(deal.paid_at, "payment", deal.number, deal.deal_id, deal.fen) for deal in found.values() if deal.paid_at
    ]
    gone = [
        Moved(back.effective_at, "refund", found[back.deal_id].number, back.refund_id, -back.fen, back.refund_number)
        for back in backs.values()
        if back.effective_at
    ]
    return sorted([*paid, *gone], key=lambda move: (move.at, move.gateway_number))


def _said(world: World, start: datetime, moves: list[Moved], only: str | None) -> list[Moved]:
    """What is told of the trades, with their mistakes; asked for everything, what Stripe itself moved as well."""
    day = start.astimezone(BEIJING).date()
    if only is None:
        came = sum(move.fen for move in moves if day_of(move) == day and move.fen > 0)
        return [*moves, *bill_faults.said(world, day, [], came)]
    of_type = [move for move in moves if move.kind == _TYPES.get(only)]
    said = bill_faults.said(world, day, of_type) if only in _TYPES else []
    # What stands on a later day than its own was booked there.
    at = datetime.combine(day, datetime.min.time(), BEIJING)
    return [move if day_of(move) == day else _later(move, at) for move in said]


def _later(move: Moved, at: datetime) -> Moved:
    return Moved(at, move.kind, move.number, move.gateway_number, move.fen, move.refund_number)


def _told(world: World, move: Moved, found: dict[str, Deal], backs: dict[str, Back]) -> Answer:
    source: Answer | None = None
    if deal := found.get(move.gateway_number):
        source = intents.charge(world, deal)
    elif back := backs.get(move.gateway_number):
        source = refunds.told(world, back, move.at)
    elif move.kind == "payment":
        source = {"id": "ch_strange", "object": "charge", "created": intents.seconds(move.at), "payment_intent": None,
                  "metadata": {"number": move.number}}  # fmt: skip
    return {
        "id": f"txn_{move.gateway_number.replace('_', '')}",
        "object": "balance_transaction",
        "amount": move.fen,
        "created": intents.seconds(move.at),
        "currency": "cny",
        "fee": 0,
        "net": move.fen,
        "reporting_category": _OF_STRIPE[move.kind],
        "source": source,
        "status": "available",
        "type": _OF_STRIPE[move.kind],
    }
