"""Chinese regions by their GB/T 2260 codes: province (`440000`), city (`440300`), district (`440305`).

`regions.csv` holds them, one `code,name` a line; cities without districts have their towns and subdistricts in place of
them. Source: the MIT-licensed data of `@vant/area-data` 2.1.0.
"""

import csv
import hashlib
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct


class Region(Struct, frozen=True):
    """A province, a city or a district."""

    code: str
    name: str


@cache
def regions() -> tuple[Region, ...]:
    """All regions in the order of their codes."""
    with Path(__file__).with_name("regions.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(Region(row["code"], row["name"]) for row in csv.DictReader(lines))


@cache
def names() -> dict[str, str]:
    """Name by code."""
    return {region.code: region.name for region in regions()}


@cache
def tag() -> str:
    """The ETag of all regions: another one when they have changed."""
    return f'"{hashlib.sha256(msgspec.json.encode(regions())).hexdigest()[:16]}"'


def belong_together(province: str, city: str, district: str) -> bool:
    """Whether the codes name a province, a city in it and a district of that city."""
    known = names()
    return (
        all(code in known for code in (province, city, district))
        and province.endswith("0000")
        and city.endswith("00")
        and not city.endswith("0000")
        and not district.endswith("00")
        and city[:2] == province[:2]
        and district[:4] == city[:4]
    )
