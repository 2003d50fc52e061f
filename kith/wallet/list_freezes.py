"""Tell how often a wallet was frozen and freed, for operators."""

from kith import people
from kith.kit.sql import Tx
from kith.wallet import wallet as wallets
from kith.wallet.wallet import FreezeMove


async def list_freezes(tx: Tx, person_id: people.PersonId) -> list[FreezeMove]:
    """Each with who did it and why, the first one first."""
    return await wallets.notes.all(tx, person_id=person_id)
