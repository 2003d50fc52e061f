"""List the brakes that were pulled."""

from collections.abc import Sequence
from datetime import datetime

from kith.envelopes import brake as brakes
from kith.envelopes.brake import Brake
from kith.kit.sql import Tx


async def list_brakes(tx: Tx, since: datetime, limit: int) -> Sequence[Brake]:
    """For the operator: those since a moment, the newest first."""
    return await brakes.newest.all(tx, since=since, limit=limit)
