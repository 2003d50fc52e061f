"""List the frozen wallets, for operators."""

from kith.kit.sql import Tx
from kith.wallet import wallet as wallets
from kith.wallet.wallet import FrozenWallet


async def list_frozen(tx: Tx, limit: int) -> list[FrozenWallet]:
    """The last that were frozen first."""
    return await wallets.all_frozen.all(tx, limit=limit)
