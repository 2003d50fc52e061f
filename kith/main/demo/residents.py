"""Who lives in the town, who knows whom, and how their doors stand: read from `people.csv`."""

import csv
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations, groupby, pairwise
from pathlib import Path
from typing import cast

import msgspec
from msgspec import Struct

from kith import people
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Tx

_FILE = Path(__file__).with_name("people.csv")
_PREFIX = "+861990000"

_BLOCKS = (("叶知秋", "Jonas"), ("Elif", "马超群"), ("Ruth", "罗一鸣"))
"""Who has blocked whom."""

_MET = (("周小满", "Leo"), ("周小满", "林晚"), ("Elif", "Sofia"))
"""Friends who have both written to each other."""

Edge = tuple[str, str]
"""Who follows whom."""


class Resident(Struct, frozen=True):
    """A fictional person. `circle` is who they are friends with, `door` their gift door as `who:fen:per week`."""

    nickname: str
    gender: people.Gender
    age: int
    circle: str
    bio: str
    interests: str
    door: str
    phone: str = ""


@cache
def residents() -> dict[str, Resident]:
    """Everybody, by nickname."""
    with _FILE.open(newline="") as file:
        rows = msgspec.convert(list(csv.DictReader(file)), list[Resident], strict=False)
    numbered = (msgspec.structs.replace(row, phone=phone(number)) for number, row in enumerate(rows, 1))
    return {resident.nickname: resident for resident in numbered}


def phone(number: int) -> str:
    """The phone number of somebody in the town, which nobody has."""
    return f"{_PREFIX}{number:04d}"


def follows() -> list[Edge]:
    """Who follows whom: both ways inside a circle and from each circle to the next, and one way here and there."""
    circles = [[one.nickname for one in group] for _, group in groupby(residents().values(), lambda one: one.circle)]
    friends = [pair for circle in circles for pair in combinations(circle, 2)]
    friends += [pair for one, following in pairwise(circles) for pair in zip(one[:2], following[:2], strict=True)]
    friends += [("林晚", "杜若"), ("Leo", "Sam"), ("林晚", "苏糖"), ("Leo", "Kenji")]
    names = list(residents())
    admired = [(name, names[(place * 7 + 12) % len(names)]) for place, name in enumerate(names)]
    apart = {frozenset(pair) for pair in _BLOCKS}
    edges = [*friends, *((other, one) for one, other in friends), *admired]
    return [edge for edge in dict.fromkeys(edges) if edge[0] != edge[1] and frozenset(edge) not in apart]


async def settle_people(
    parts: Parts, everybody: Iterable[Resident], edges: list[Edge], now: datetime
) -> dict[str, people.PersonId]:
    """Let everybody join, fill in their profile and door, and know each other. What is there already is left alone."""
    db, policy = parts[Database], parts[people.Policy]
    here: dict[str, people.PersonId] = {}
    for place, resident in enumerate(everybody):
        async with db.transaction() as tx:
            here[resident.nickname] = await _settle(tx, parts, resident, place, now)
    for chunk in _chunks(edges, 50):
        async with db.transaction() as tx:
            for one, other in chunk:
                if not await people.blocked(tx, here[one], here[other]):
                    await people.follow(tx, parts[people.NewFollower], policy, here[one], here[other], now=now)
    async with db.transaction() as tx:
        for one, other in _MET:
            await people.meet(tx, here[one], here[other], now)
        for one, other in _BLOCKS:
            await people.block(tx, parts[people.Blocked], here[one], here[other], now)
    return here


async def _settle(tx: Tx, parts: Parts, resident: Resident, place: int, now: datetime) -> people.PersonId:
    person_id = await people.join(tx, parts[people.Secret], resident.phone, now)
    if not (await people.cards(tx, [person_id], now))[person_id].gone:
        return person_id
    # A birthday that is over for this year, so that the age is what it says whenever the town is built.
    day = (now - timedelta(days=14 + 8 * place % 350)).date()
    form = people.ProfileForm(
        nickname=resident.nickname,
        gender=resident.gender,
        bio=resident.bio,
        interests=resident.interests.split(";"),
        birthday=day.replace(year=day.year - resident.age, day=min(day.day, 28)),
    )
    saved = await people.save_profile(tx, parts[people.Policy], person_id, form, now)
    if isinstance(saved, Refusal):
        raise saved
    if resident.door:
        who, fen, per_week = resident.door.split(":")
        await people.set_door(tx, person_id, people.Door(cast("people.Who", who), int(fen), int(per_week)), now)
    return person_id


def _chunks(edges: list[Edge], size: int) -> Iterable[list[Edge]]:
    return (edges[start : start + size] for start in range(0, len(edges), size))
