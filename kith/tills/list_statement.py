"""Tell a shop how its money became what it is."""

from kith import mall, merchants, payments, people
from kith.kit.page import Page, cursor, key
from kith.kit.sql import Tx
from kith.tills import till as tills
from kith.tills.till import Place, StatementLine


async def list_statement(
    tx: Tx, merchant_id: merchants.MerchantId, person_id: people.PersonId, *, after: str | None, limit: int
) -> Page[StatementLine]:
    """What moved the shop's money, the newest first. Raises `NotYourShop`, `OwnerOnly`, `BadCursor`."""
    await merchants.check_owner(tx, merchant_id, person_id)
    at, of, kind = key(after, Place) or tills.START
    sales = await mall.list_sales(tx, merchant_id, before_at=at, before_id=of, limit=limit + 1)
    moves = await payments.list_payout_moves(
        tx, merchant_id, before_at=at, before_id=of, before_kind=kind, limit=limit + 1
    )
    lines = [*map(tills.of_sale, sales), *map(tills.of_move, moves)]
    lines.sort(key=tills.place_of, reverse=True)
    shown = lines[:limit]
    following = cursor(*tills.place_of(shown[-1])) if len(lines) > limit else None
    return Page(shown, following)
