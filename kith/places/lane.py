"""The parts of nearby that a process keeps: the lane on which positions come in, and the brakes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kith import people
from kith.kit.batch import Lane
from kith.kit.brake import Brake
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.places.check_in import check_in
from kith.places.noise import Noise
from kith.places.policy import Policy
from kith.places.position import Fix, Placed

_MINUTE = timedelta(minutes=1)


class TooManyPositions(Refusal, status=429):
    """Your position was sent often enough for now. It is kept; try again in a little while."""


class TooManyLooks(Refusal, status=429):
    """You have looked around very often. Try again in a little while."""


class CheckIns(Lane[Fix, Placed]):
    """The positions of all who send them at the same time, in one transaction."""

    def __init__(self, db: Database, noise: Noise, policy: Policy) -> None:
        async def run(fixes: Sequence[Fix]) -> Sequence[Placed | Exception]:
            async with db.transaction() as tx:
                return await check_in(tx, noise, policy, fixes)

        super().__init__(run)


class Brakes:
    """How often a person, and a device, may send a position or look around."""

    def __init__(self, policy: Policy, span: timedelta = _MINUTE) -> None:
        self._policy = policy
        self._positions = Brake(span)
        self._looks = Brake(span)

    def position(self, me: people.Me, now: datetime) -> None:
        """Count a position. Raises `TooManyPositions`."""
        policy = self._policy
        most = (me.person_id, policy.positions_a_minute), (me.device_id, policy.positions_a_minute_device)
        wait = self._positions.press(most, now)
        if wait:
            raise TooManyPositions(retry_after=wait)

    def look(self, me: people.Me, now: datetime) -> None:
        """Count a page of people. Raises `TooManyLooks`."""
        policy = self._policy
        most = (me.person_id, policy.looks_a_minute), (me.device_id, policy.looks_a_minute_device)
        wait = self._looks.press(most, now)
        if wait:
            raise TooManyLooks(retry_after=wait)
