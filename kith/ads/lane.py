"""The parts of ads that a process keeps: the lanes on which sights, views and taps go to the database."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from kith import people
from kith.ads import metering
from kith.ads import sight as sights
from kith.ads.meter import meter
from kith.ads.metering import Deed, Kind, Reason
from kith.ads.offer import Offers
from kith.ads.policy import Policy
from kith.ads.sight import Shown
from kith.kit.batch import Lane
from kith.kit.brake import Brake
from kith.kit.sql import Database
from kith.kit.web import TryAgain

_MINUTE = timedelta(minutes=1)


class Showing(Lane[Shown, None]):
    """What is shown to people at the same time is written down in one transaction, and nobody waits for it."""

    def __init__(self, db: Database, policy: Policy) -> None:
        async def run(shown: Sequence[Shown]) -> Sequence[None]:
            async with db.transaction() as tx:
                sights.put.send(tx, **sights.columns(shown), keep=policy.a_day)
            return [None] * len(shown)

        super().__init__(run)

    def note(self, shown: Shown) -> bool:
        """Have it written down; False where too much waits, and then it must not be shown."""
        with suppress(TryAgain):
            # Whoever was shown what could not be written is not counted as reached.
            self.put(shown).add_done_callback(lambda done: done.cancelled() or done.exception())
            return True
        return False


class Metering(Lane[Deed, Reason | None]):
    """Views and taps that are reported at the same time, in one transaction."""

    def __init__(self, db: Database, policy: Policy) -> None:
        self._policy = policy
        self._deeds = Brake(_MINUTE)

        async def run(deeds: Sequence[Deed]) -> Sequence[Reason | None]:
            async with db.transaction() as tx:
                return await meter(tx, deeds)

        super().__init__(run)

    async def report(
        self, offers: Offers, person_id: people.PersonId, told: Sequence[tuple[Kind, str, int]], now: datetime
    ) -> list[Reason | None]:
        """Count what a device tells: view or tap, the offer as it was signed, and how long it was seen, in
        milliseconds.

        What was not signed here for this person is passed over. Raises `TryAgain`.
        """
        deeds = [
            self.checked(Deed(person_id, kind, offer, now), seen_millis)
            for kind, token, seen_millis in told
            if (offer := offers.read(token, person_id)) is not None
        ]
        return list(await asyncio.gather(*[self.put(deed) for deed in deeds]))

    def checked(self, deed: Deed, seen_millis: int) -> Deed:
        """The deed with what is wrong with it by itself: see `metering.flaw`; or that there are too many of them."""
        flaw = metering.flaw(deed.kind, deed.offer, seen_millis, self._policy, deed.at)
        if flaw is None and self._deeds.press([(deed.person_id, self._policy.deeds_a_minute)], deed.at) is not None:
            flaw = "rate"
        return Deed(deed.person_id, deed.kind, deed.offer, deed.at, flaw)
