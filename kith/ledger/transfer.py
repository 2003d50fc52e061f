"""Make one transfer."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.ledger.post_transfers import post_transfers
from kith.ledger.posting import Transfer
from kith.ledger.result import Result, TransferRefused


async def transfer(tx: Tx, asked: Transfer, now: datetime) -> None:
    """Make this transfer, or find it made already; anything else raises `TransferRefused`."""
    [result] = await post_transfers(tx, [asked], now)
    if result not in (Result.CREATED, Result.EXISTS):
        raise TransferRefused(result)
