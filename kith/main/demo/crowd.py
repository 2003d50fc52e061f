"""The neighbours: those of the town whom nobody wrote down one by one, put together from `crowd.toml` by rule."""

import random
import tomllib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from kith import people
from kith.main.demo.residents import Edge, Resident, phone, residents

_FILE = Path(__file__).with_name("crowd.toml")
_EVERYBODY = 300
_CHINESE_OF_TEN = 8
_LONG_NAME = 4
_ADULT, _GRADUATE, _RETIRED = 18, 23, 58
_GENDERS: dict[people.Gender, int] = {"female": 12, "male": 12, "other": 1, "unsaid": 1}


class _Pools(Struct, frozen=True):
    endings: list[str]
    chinese: list[str]
    latin: list[str]
    young: list[str]
    work: list[str]
    old: list[str]
    work_latin: list[str]
    likes: list[tuple[str, str]]
    likes_latin: list[tuple[str, str]]


@cache
def crowd() -> dict[str, Resident]:
    """Everybody beside `residents`, by nickname, so that there are three hundred; the same ones each time."""
    pools = msgspec.convert(tomllib.loads(_FILE.read_text()), _Pools)
    chance = random.Random("crowd")  # noqa: S311 nothing here is a secret
    chinese = list(pools.chinese)
    latin = list(pools.latin)
    chance.shuffle(chinese)
    chance.shuffle(latin)
    chinese += [f"{name}{chance.choice(pools.endings)}" for name in chinese if len(name) < _LONG_NAME]
    found: dict[str, Resident] = {}
    for number in range(len(residents()) + 1, _EVERYBODY + 1):
        local = chance.randrange(10) < _CHINESE_OF_TEN or not latin
        name = (chinese if local else latin).pop(0)
        age = min(_ADULT + int(chance.expovariate(1 / 12)), 72)
        does = (
            pools.work_latin
            if not local
            else pools.young
            if age < _GRADUATE
            else pools.old
            if age > _RETIRED
            else pools.work
        )
        likes = chance.sample(pools.likes if local else pools.likes_latin, 2)
        found[name] = Resident(
            nickname=name,
            gender=chance.choices(list(_GENDERS), list(_GENDERS.values()))[0],
            age=age,
            circle="",
            bio=("" if local else " ").join([chance.choice(does), likes[0][1]]),
            interests=";".join(interest for interest, _ in likes),
            door="",
            phone=phone(number),
        )
    return found


@cache
def everybody() -> dict[str, Resident]:
    """All three hundred, by nickname."""
    return {**residents(), **crowd()}


def acquaintances() -> list[Edge]:
    """Who of the neighbours follows whom: some each other, and every sixth a resident."""
    names, known = list(crowd()), list(residents())
    edges: list[Edge] = []
    for place, name in enumerate(names):
        after, later = names[(place + 1) % len(names)], names[(place + 11) % len(names)]
        edges += [(name, after), (name, later)]
        if place % 3:
            edges.append((after, name))
        if place % 6 == 0:
            edges.append((name, known[place % len(known)]))
    return edges
