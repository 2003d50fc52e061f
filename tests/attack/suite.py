"""The attacks one after another, in town and in the country, against Kith and against rounded distances."""

import random
import statistics
from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from kith.kit.sql import Tx
from tests.attack.attackers import AGAINST_NOISE, ATTACKS, MOVING, Effort
from tests.attack.oracles import NOISE, Nearby, Oracle, Rounded, homes
from tests.attack.plane import Country

TOWN = Country("town", 39.93, 116.40)
LAND = Country("country", 35.58, 104.62)
FLOOR = 600.0
"""The best attacker is farther off than this in the median, in metres."""
CEILING = 30.0
"""Against rounded distances every attacker is closer than this, or knows nothing of the trade."""


Choice = Callable[[Country, str], bool]
"""Whether an attack is tried there."""


class Outcome(NamedTuple):
    """How far off an attack was."""

    attack: str
    where: str
    median: float
    p10: float
    queries: int
    control: float
    """The median against rounded distances."""

    @property
    def held(self) -> bool:
        """The floor is for people who stay at home; of those who are followed about the table tells."""
        return self.median >= FLOOR or self.attack in MOVING

    @property
    def able(self) -> bool:
        return self.control < CEILING or self.attack == AGAINST_NOISE


async def attacked(
    tx: Tx, count: int, effort: Effort, seed: int, now: datetime, only: Choice | None = None
) -> AsyncGenerator[Outcome]:
    """Each attack on so many people; only some of them where there is little time."""
    for country in (TOWN, LAND):
        where = homes(country, count, random.Random(f"{seed} {country.name}"))
        kith = await Nearby.open(tx, country, where, now)
        yield _told(country, seed)
        for name in [name for name in ATTACKS if only is None or only(country, name)]:
            median, p10, queries = await _run(kith, name, effort, seed)
            control, _, _ = await _run(Rounded(country, where, now), name, effort, seed)
            yield Outcome(name, country.name, median, p10, queries, control)


def _told(country: Country, seed: int) -> Outcome:
    """The attacker to whom all others strive: told where many people are believed to be, without asking anything."""
    rng = random.Random(f"{seed} told")
    off = sorted(
        country.middle(NOISE.noised(rng.randbytes(32), country.cell(home))).away(home)
        for home in homes(country, 1_000, rng)
    )
    return Outcome("told the noised cells", country.name, statistics.median(off), off[100], 0, 0)


async def _run(oracle: Oracle, name: str, effort: Effort, seed: int) -> tuple[float, float, int]:
    before = oracle.queries
    found = await ATTACKS[name](oracle, effort, random.Random(f"{seed} {name}"))
    for who, home in enumerate(oracle.homes):
        await oracle.be(who, home)
    off = sorted(at.away(oracle.homes[who]) for who, at in found.items())
    return statistics.median(off), off[len(off) // 10], oracle.queries - before


def show(outcomes: Sequence[Outcome], console: Console) -> None:
    """A table for people."""
    title = f"How far off attackers are, in metres: Kith ≥ {FLOOR:.0f}, rounded distances < {CEILING:.0f}"
    table = Table("attack", "where", "median", "p10", "queries", "rounded to 100 m", "", title=title)
    for one in outcomes:
        word = "people move about" if one.attack in MOVING else "held" if one.held else "FELL"
        able = "" if one.able else " UNABLE"
        cells = [one.attack, one.where, f"{one.median:.0f}", f"{one.p10:.0f}", f"{one.queries:,}", f"{one.control:.0f}"]
        table.add_row(*cells, word + able)
    console.print(table)
