"""The showcase: a server's board of placements, kept fresh, and the means to offer one of them."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from uuid import UUID

import structlog

from kith import merchants
from kith.ads import placement as placements
from kith.ads.board import Board, Chosen
from kith.ads.lane import Showing
from kith.ads.live import live
from kith.ads.offer import Offer, Offers
from kith.ads.pacing import EVEN
from kith.ads.placement import Standing
from kith.ads.policy import Policy
from kith.kit.ending import end
from kith.kit.sql import Database, Tx

_log = structlog.get_logger("kith.ads")

_LATE = timedelta(seconds=10)
"""So long after its moment a change may be committed and is still found."""
_MANY = 1_000


class Showcase:
    """While it is entered its board follows, a few seconds late, which placements run and how far they have come."""

    def __init__(
        self, db: Database, showing: Showing, offers: Offers, policy: Policy, time: Callable[[], datetime]
    ) -> None:
        self.board = Board(policy)
        self.showing = showing
        self.offers = offers
        self.policy = policy
        self._db = db
        self._time = time
        self._looked_at: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Showcase":
        self._task = asyncio.create_task(self._look_on())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._task is not None
        await end(self._task)

    async def look(self) -> None:
        """Take in what has changed since the last look; all that runs at the first, or when the clock went back."""
        now = self._time()
        async with self._db.connection() as tx:
            if self._looked_at is None or now < self._looked_at:
                await self._take_in(tx, await placements.running.all(tx, now=now))
            else:
                await self._take_in(tx, await placements.moved.all(tx, since=self._looked_at - _LATE))
        self._looked_at = now

    async def _take_in(self, tx: Tx, rows: list[Standing]) -> None:
        new: list[Standing] = []
        for row in rows:
            known = self.board.get(row.placement_id)
            if row.state != "running":
                self.board.drop(row.placement_id)
            elif known is not None:
                known.follow(row)
            else:
                new.append(row)
        for start in range(0, len(new), _MANY):
            some = {row.placement_id: row for row in new[start : start + _MANY]}
            found = await placements.by_ids.all(tx, placement_ids=list(some))
            names = await merchants.shop_names(tx, {one.merchant_id for one in found})
            for one in found:
                self.board.put(live(one, some[one.placement_id], names[one.merchant_id], EVEN))

    async def _look_on(self) -> None:
        while True:
            try:
                await self.look()
            except Exception as error:
                _log.warning("what placements run is not known", error=type(error).__name__)
            await asyncio.sleep(self.policy.look_seconds)


def offer_of(chosen: Chosen, offer_id: UUID, now: datetime) -> Offer:
    """The word that it is shown now."""
    return Offer(offer_id, chosen.live.placement_id, chosen.ring_km, chosen.price_fen, now)
