"""Make several transfers."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit.sql import Tx
from kith.ledger.post_transfers import post_transfers
from kith.ledger.posting import Transfer
from kith.ledger.result import Result, TransferRefused


async def transfer_all(tx: Tx, asked: Sequence[Transfer], now: datetime) -> None:
    """Make these transfers in order, or find them made already; the first of anything else raises `TransferRefused`."""
    for result in await post_transfers(tx, asked, now):
        if result not in (Result.CREATED, Result.EXISTS):
            raise TransferRefused(result)
