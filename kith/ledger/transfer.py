"""Make one transfer."""

from datetime import datetime

from kith.kit.sql import Tx
from kith.ledger.posting import Transfer
from kith.ledger.transfer_all import transfer_all


async def transfer(tx: Tx, asked: Transfer, now: datetime) -> None:
    """Make this transfer, or find it made already; anything else raises `TransferRefused`."""
    await transfer_all(tx, [asked], now)
