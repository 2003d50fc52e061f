"""A slice of `make attack`: nobody who stays at home is found to 600 m, by attackers who find anybody without noise."""

from datetime import datetime

from rich.console import Console

from kith.kit.sql import Tx
from tests.attack.attackers import AGAINST_NOISE, SLICE
from tests.attack.plane import Country
from tests.attack.suite import TOWN, attacked, show

SEED = 18
"""A draw in which the few people of a slice are about as far from their noised cells as people are in the median."""


def _soon(country: Country, attack: str) -> bool:
    return attack != AGAINST_NOISE if country is TOWN else attack in ("trilateration on bands", "flip points")


async def test_no_home_is_found(tx: Tx, now: datetime) -> None:
    outcomes = [one async for one in attacked(tx, 14, SLICE, SEED, now, _soon)]
    show(outcomes, Console(width=120))
    assert [one for one in outcomes if not one.able] == []
    assert [one for one in outcomes if not one.held] == []
