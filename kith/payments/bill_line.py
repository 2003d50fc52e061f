"""A line of a bill as it is kept: what moved our account at the gateway, by our own number, and nobody's name."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from kith.kit import arrays
from kith.kit.sql import Query, Statement
from kith.payments.bill import BillLine, FundLine, TradeLine

Item = Literal["payment", "refund", "payout", "return", "fee", "bank", "other"]
"""What moved: of ours a payment, a refund, a payout, a payout that came back; of the gateway's its price, what it sent
to our bank, and whatever else."""

_LONGEST = 64


class Entry(Struct, frozen=True):
    """A line as all gateways' bills have it. `fen` is above zero where money came into our account there."""

    item: Item
    number: str
    gateway_number: str
    said: str
    fen: int
    at: datetime


class DaySum(Struct, frozen=True):
    """What the lines of a day say of one item and the ledger does not have yet: `fen`, and how often it was told."""

    day: date
    what: str
    fen: int
    times: int


def entries(lines: Iterable[BillLine]) -> Iterator[Entry]:
    """The lines that are compared, each movement once: payments and refunds as the bill of the trades has them, all
    else as the bill of the funds."""
    for line in lines:
        entry = _of_trade(line) if isinstance(line, TradeLine) else _of_funds(line)
        if entry is not None:
            yield entry


def _of_trade(line: TradeLine) -> Entry:
    number = (line.refund_number or line.number) if line.kind == "refund" else line.number
    return Entry(line.kind, number[:_LONGEST], line.gateway_number[:_LONGEST], "", line.fen, line.done_at)


def _of_funds(line: FundLine) -> Entry | None:
    if line.movement in ("payment", "refund"):
        return None
    ours = line.movement in ("payout", "return")
    number = line.number if ours and line.number else line.entry_number
    said, gateway_number = line.kind[:_LONGEST], line.gateway_number[:_LONGEST]
    return Entry(line.movement, number[:_LONGEST], gateway_number, said, line.fen, line.at)


def columns(found: Sequence[Entry], position: int) -> dict[str, object]:
    """Lines as the arrays that `insert` takes, counted from `position` on."""
    return {
        "position": position,
        "items": arrays.texts([entry.item for entry in found]),
        "numbers": arrays.texts([entry.number for entry in found]),
        "gateway_numbers": arrays.texts([entry.gateway_number for entry in found]),
        "said": arrays.texts([entry.said for entry in found]),
        "fens": arrays.bigints([entry.fen for entry in found]),
        "ats": arrays.moments([entry.at for entry in found]),
    }


insert = Statement(
    """
    INSERT INTO bill_line (gateway, day, revision, position, item, number, gateway_number, said, fen, at, stray)
    SELECT %(gateway)s, %(day)s, %(revision)s, %(position)s + place, item, number, gateway_number, said, fen, at, false
    FROM unnest(%(items)b::text[], %(numbers)b::text[], %(gateway_numbers)b::text[], %(said)b::text[],
        %(fens)b::bigint[], %(ats)b::timestamptz[])
        WITH ORDINALITY AS line (item, number, gateway_number, said, fen, at, place)
    """
)

forget_earlier = Statement(
    "DELETE FROM bill_line WHERE gateway = %(gateway)s AND day = %(day)s AND revision < %(revision)s"
)

# Those whose stray changes; there are few.
mark = Statement(
    """
    UPDATE bill_line SET stray = seen.stray
    FROM json_to_recordset(%(rows)s) AS seen (day date, revision integer, position integer, stray boolean)
    WHERE bill_line.gateway = %(gateway)s AND bill_line.day = seen.day AND bill_line.revision = seen.revision
        AND bill_line.position = seen.position
    """
)

unposted = Query(
    DaySum,
    """
    WITH said AS (
        SELECT day, CASE WHEN stray THEN 'unexplained' ELSE item END AS what, sum(fen) AS fen
        FROM bill_line JOIN bill_day USING (gateway, day, revision)
        WHERE gateway = %(gateway)s AND day = ANY (%(days)s::date[]) GROUP BY 1, 2
    ), moved AS (
        SELECT day, what, sum(fen) AS fen, count(*) AS times FROM bill_move
        WHERE gateway = %(gateway)s AND day = ANY (%(days)s::date[]) AND break_id IS NULL GROUP BY 1, 2
    )
    SELECT day, what, (coalesce(said.fen, 0) - coalesce(moved.fen, 0))::bigint AS fen,
        coalesce(moved.times, 0)::int AS times
    FROM said FULL JOIN moved USING (day, what) WHERE coalesce(said.fen, 0) <> coalesce(moved.fen, 0)
    ORDER BY day, what
    """,
)
