"""Show a break."""

from uuid import UUID

from kith.kit.sql import Tx, together
from kith.payments import bill_break as breaks
from kith.payments import break_view as views
from kith.payments.bill_break import BreakNotFound
from kith.payments.break_view import ShownBreak


async def show_break(tx: Tx, break_id: UUID) -> ShownBreak:
    """Both sides of it, what became of it, and what was moved for it. Raises `BreakNotFound`."""
    found = await breaks.by_id.maybe(tx, break_id=break_id)
    if found is None:
        raise BreakNotFound
    steps, moves = await together(
        tx,
        breaks.steps_of.all(tx, break_id=break_id),
        views.moves_of.all(tx, gateway=found.gateway, break_id=break_id),
    )
    return ShownBreak(found, steps, moves)
