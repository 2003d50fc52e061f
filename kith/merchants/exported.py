"""What merchants keep of a person, as files of an export."""

from datetime import datetime

from kith import people
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.merchants import shop as shops
from kith.merchants.shop import Merchant
from kith.merchants.staffed import staffed


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    return (
        people.Part("merchants/shops", "你经营的店铺", "the shops you work for", _shops),
        people.Part("merchants/blocks", "你拉黑的店铺", "the shops you blocked", _blocks),
    )


async def _shops(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Merchant]:
    del after, now
    return Page(await staffed(tx, person_id), None)


async def _blocks(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Merchant]:
    del after, now
    found = await shops.blocks_of.all(tx, person_id=person_id)
    return Page(await shops.by_ids.all(tx, ids=found), None)
