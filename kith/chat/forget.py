"""Forget what no longer counts."""

from datetime import datetime

from kith.chat import joiner as joiners
from kith.chat import writing as writings
from kith.chat.policy import Policy
from kith.chat.writing import DAY
from kith.kit.sql import Tx


async def forget(tx: Tx, policy: Policy, now: datetime) -> int:
    """Counts whose windows are over, and refusals of groups that may be asked again; how many."""
    counts = await writings.forget_old.run(tx, before=now - DAY)
    return counts + await joiners.forget_old.run(tx, before=now - policy.ask_again)
