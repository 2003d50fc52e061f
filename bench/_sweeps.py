"""What the sweeps read: rows and pages of every statement that asks what is due."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from kith.kit.sql import Query, Statement

LIMIT = 100


class Read(NamedTuple):
    """What one statement, or several, looked at: rows that were found or filtered out, and pages."""

    rows: int
    pages: int


def values(now: datetime) -> dict[str, object]:
    """What the sweeps ask with at a moment; two days before it is long ago."""
    ago = now - timedelta(days=2)
    epoch = datetime.fromtimestamp(0, now.tzinfo)
    return {
        "now": now,
        "before": ago,
        "used": ago,
        "created": ago,
        "limit": LIMIT,
        "after_at": epoch,
        "after_id": UUID(int=0),
        "after_kind": "",
        "callback_id": UUID(int=0),
        "leased_until": now,
    }


async def looked_at(connection: psycopg.AsyncConnection[Any], statement: Query[Any] | Statement, now: datetime) -> Read:
    """Run it, learn from PostgreSQL what it read, and take it back."""
    explain = "EXPLAIN (ANALYZE, BUFFERS, TIMING off, SUMMARY off, FORMAT json) " + statement.text
    asked = {name: value for name, value in values(now).items() if f"%({name})" in statement.text}
    async with connection.transaction(force_rollback=True):
        answer = await connection.execute(explain, asked)  # pyright: ignore[reportArgumentType] a constant of the program
        row = await answer.fetchone()
    assert row is not None
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    top = plan[0]["Plan"]
    return Read(_rows(top), top["Shared Hit Blocks"] + top["Shared Read Blocks"])


def _rows(node: Mapping[str, Any]) -> int:
    """Rows that the scans of a plan touched, whether or not they passed on."""
    below = sum(_rows(child) for child in node.get("Plans", ()))
    if "Scan" not in node["Node Type"] or node["Node Type"].startswith("Bitmap Index"):
        return below
    kept = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return below + round(kept * node["Actual Loops"])
