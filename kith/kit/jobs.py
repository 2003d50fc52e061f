"""Jobs that commit with the deed that wants them, and sweeps that find whatever a lost job would have done.

A capability's `jobs.py` declares its jobs on a `Blueprint`; `main.worker` collects the blueprints. A verb enqueues with
`later(tx, name, ...)`, in its own transaction.
"""

from datetime import datetime
from typing import cast

from procrastinate import Blueprint, JobContext
from procrastinate.types import JSONValue
from psycopg.types.json import Jsonb

from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Statement, Tx

__all__ = ["SWEEPS", "Blueprint", "JobContext", "later", "parts_of"]

SWEEPS = "sweeps"
"""The queue of periodic sweeps: they do not retry, because the next round does the same."""

# What the library itself sends, as one of our statements: so it shares their way.
_defer = Statement("""
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        'default', %(name)s::text, 0, NULL, NULL, %(arguments)s::jsonb, %(due_at)s::timestamptz
    )::procrastinate_job_to_defer_v1])
""")


async def later(tx: Tx, name: str, *, at: datetime | None = None, **arguments: JSONValue) -> None:
    """Enqueue job `name` in this transaction, to run at once or when the installation's clock shows `at`."""
    due_at = clock.to_real(at) if at else None
    _defer.send(tx, name=name, arguments=Jsonb(arguments), due_at=due_at)


def parts_of(context: JobContext) -> Parts:
    """The running parts that the worker gave to this job."""
    given = cast("dict[str, object]", context.additional_context)["parts"]  # pyright: ignore[reportUnknownMemberType] untyped there
    assert isinstance(given, Parts)
    return given
