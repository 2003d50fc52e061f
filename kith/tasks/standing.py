"""How a programme stands, as an operator sees it."""

import csv
import io

from msgspec import Struct
from msgspec.structs import asdict

from kith.kit.money import yuan
from kith.tasks.programme import Programme
from kith.tasks.reward import Day


class Standing(Programme, frozen=True):
    """A programme and what is left of it: in its budget, in fen. What was paid is `paid` rewards of `fen`."""

    left_fen: int


class Report(Struct, frozen=True):
    """What a programme did: how many people it rewarded, how often, with how much, and on which days in Beijing."""

    programme: Standing
    people: int
    paid_fen: int
    days: list[Day]


def standing_of(programme: Programme, left_fen: int) -> Standing:
    """The programme with what is in its budget."""
    return Standing(**asdict(programme), left_fen=left_fen)


def table(report: Report) -> bytes:
    """The days as a file that spreadsheets open, in yuan."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["day", "people", "rewards", "yuan"])
    rows.writerows([day.day.isoformat(), day.people, day.count, yuan(day.fen)] for day in report.days)
    return text.getvalue().encode()
