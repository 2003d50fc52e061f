"""List what was set aside, for operators."""

from kith.kit.sql import Tx
from kith.wallet import unclaimed
from kith.wallet.unclaimed import SetAside


async def list_set_aside(tx: Tx, limit: int) -> list[SetAside]:
    """What was taken out of wallets whose owners left, the last first."""
    return await unclaimed.latest.all(tx, limit=limit)
