"""Where the demo town lies: in quarters of a real city, which stand in `quarters.csv`; its people are fictional."""

import csv
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

_FILE = Path(__file__).with_name("quarters.csv")


class Quarter(Struct, frozen=True):
    """A part of the town: its middle in degrees, how far its people live from there in metres, and how many of them."""

    name: str
    lat: float
    lng: float
    spread_m: float
    share: int


@cache
def quarters() -> tuple[Quarter, ...]:
    """All of them, the middle of the town first."""
    with _FILE.open(newline="") as file:
        return msgspec.convert(tuple(csv.DictReader(file)), tuple[Quarter, ...], strict=False)
