"""Jobs that commit with the deed that wants them, and sweeps that find whatever a lost job would have done.

A capability's `jobs.py` declares its jobs on a `Blueprint`; `main.worker` collects the blueprints. A verb enqueues with
`later(tx, name, ...)`, in its own transaction.
"""

from datetime import datetime
from typing import cast

from procrastinate import App, Blueprint, JobContext, PsycopgConnector
from procrastinate.types import JSONValue

from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Tx

__all__ = ["SWEEPS", "Blueprint", "JobContext", "later", "parts_of"]

SWEEPS = "sweeps"
"""The queue of periodic sweeps: they do not retry, because the next round does the same."""

# Never opened: it only spells the INSERT that `later` runs on the caller's own connection.
_deferrer = App(connector=PsycopgConnector())


async def later(tx: Tx, name: str, *, at: datetime | None = None, **arguments: JSONValue) -> None:
    """Enqueue job `name` in this transaction, to run at once or when the installation's clock shows `at`."""
    due = clock.to_real(at) if at else None
    await _deferrer.configure_task(name, schedule_at=due, connection=tx).defer_async(**arguments)


def parts_of(context: JobContext) -> Parts:
    """The running parts that the worker gave to this job."""
    given = cast("dict[str, object]", context.additional_context)["parts"]  # pyright: ignore[reportUnknownMemberType] untyped there
    assert isinstance(given, Parts)
    return given
