"""Write down what an operator does."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit import commit
from kith.kit.sql import Tx
from kith.ops import log
from kith.ops.log import By, Done, Facts

_NOTHING: Facts = {}


async def record(tx: Tx, by: By, deed: str, about: str, *, now: datetime, facts: Facts = _NOTHING) -> None:
    """Let the deed of this transaction stand in the log, or the look at something private; without it nothing is done.

    It is written at the very end, so that operators wait for each other for one moment only.
    """
    commit.write_last(tx, _write, log.done(by, deed, about, facts, now))


async def _write(tx: Tx, deeds: Sequence[Done]) -> None:
    log.take_turn.expect(tx)
    entries = log.following(await log.head.maybe(tx), list(deeds))
    await log.write.run(tx, **log.columns(entries))
