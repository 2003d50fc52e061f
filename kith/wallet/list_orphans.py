"""List the wallets whose owners left with something in them, for operators."""

from uuid import UUID

from kith import ledger, people
from kith.kit.sql import Database
from kith.wallet.unclaimed import Orphan

_PAGE = 5000


async def list_orphans(db: Database) -> list[Orphan]:
    """A refund or a payout that came back found its owner gone: nobody can send it on. `set_aside` takes it out."""
    found: list[Orphan] = []
    after = UUID(int=0)
    while True:
        async with db.transaction() as tx:
            page = await ledger.list_owners(tx, "wallet", after, _PAGE)
            balances = await ledger.balances(tx, [owned.account_id for owned in page])
            rich = [owned for owned in page if balances[owned.account_id].free > 0]
            gone = await people.who_left(tx, [people.PersonId(owned.owner) for owned in rich])
        found += [Orphan(owned.owner, balances[owned.account_id].free) for owned in rich if owned.owner in gone]
        if len(page) < _PAGE:
            return found
        after = page[-1].account_id
