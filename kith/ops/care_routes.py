"""HTTP: people's affairs, what they report, and brakes that were pulled, for support and reviewers."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from kith import envelopes, people
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.ops.affairs import Affairs
from kith.ops.operator import Operator, may
from kith.ops.record import record
from kith.ops.session_routes import READ, SECURITY, WRITE
from kith.ops.set_freeze import set_freeze
from kith.ops.view_affairs import view_affairs

_SUPPORT = may("support")
_REPORTS = may("reviewer", "support")
_BRAKES = may("support", "finance")
_MOST = 50

Reason = Annotated[str, Meta(min_length=1, max_length=500, pattern=r"\S")]


class Freeze(Struct):
    """Whether anything goes out of a wallet, and why; its owner reads the reason."""

    frozen: bool
    reason: Reason


class ReportClosing(Struct):
    """What was found or done; it is kept with the report."""

    outcome: Reason


@get(
    "/ops/people",
    operation_id="findPeople",
    tags=["operators"],
    opt=_SUPPORT,
    security=SECURITY,
    responses=refuses(*READ),
)
async def search(
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
    q: Annotated[str, QueryParameter(min_length=1, max_length=60, description="a person's id, or part of a nickname")],
) -> list[people.Card]:
    """At most 50 people of this id or nickname. The search stands in the log."""
    now = clock.now()
    async with parts[Database].transaction() as tx:
        found = await people.find_people(tx, q, _MOST, now)
        await record(tx, operator, "find_people", "people", now=now, facts={"asked": q, "found": len(found)})
    return found


@get(
    "/ops/people/{person_id:uuid}",
    operation_id="viewAffairs",
    tags=["operators"],
    opt=_SUPPORT,
    security=SECURITY,
    responses=refuses(*READ, people.PersonNotFound),
)
async def view_person(
    person_id: FromPath[people.PersonId], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> Affairs:
    """Who a person is, what is in the wallet, and who froze it when and why. The look stands in the log."""
    async with parts[Database].transaction() as tx:
        return await view_affairs(tx, person_id, by=operator, now=clock.now())


@put(
    "/ops/people/{person_id:uuid}/freeze",
    operation_id="setFreeze",
    tags=["operators"],
    opt=_SUPPORT,
    security=SECURITY,
    status_code=204,
    responses=refuses(*WRITE, people.PersonNotFound),
)
async def put_freeze(
    person_id: FromPath[people.PersonId],
    data: JSONBody[Freeze],
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
) -> None:
    """Let nothing out of a wallet any more, or let it out again. What is under way goes on."""
    async with parts[Database].transaction() as tx:
        await set_freeze(
            tx, person_id, frozen=data.frozen, reason=data.reason.strip(), operator=operator, now=clock.now()
        )


@get(
    "/ops/reports",
    operation_id="listReports",
    tags=["operators"],
    opt=_REPORTS,
    security=SECURITY,
    responses=refuses(*READ),
)
async def view_reports(operator: NamedDependency[Operator], parts: NamedDependency[Parts]) -> list[people.Report]:
    """The 50 open reports that have waited longest, with their evidence. The look stands in the log."""
    now = clock.now()
    async with parts[Database].transaction() as tx:
        found = await people.list_reports(tx, _MOST)
        for one in found:
            await record(tx, operator, "view_report", f"report/{one.report_id}", now=now)
    return found


@post(
    "/ops/reports/{report_id:uuid}/closing",
    operation_id="closeReport",
    tags=["operators"],
    opt=_REPORTS,
    security=SECURITY,
    status_code=200,
    responses=refuses(*WRITE, people.ReportNotFound),
)
async def add_closing(
    report_id: FromPath[people.ReportId],
    data: JSONBody[ReportClosing],
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
) -> people.Report:
    """Close a report, and say what was found or done."""
    now = clock.now()
    async with parts[Database].transaction() as tx:
        closed = await people.close_report(tx, report_id, data.outcome.strip(), now)
        facts = {"outcome": data.outcome.strip(), "person": str(closed.reported_id)}
        await record(tx, operator, "close_report", f"report/{report_id}", now=now, facts=facts)
    return closed


@get(
    "/ops/brakes",
    operation_id="listBrakes",
    tags=["operators"],
    opt=_BRAKES,
    security=SECURITY,
    responses=refuses(*READ),
)
async def view_brakes(
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
    days: Annotated[int, QueryParameter(ge=1, le=365, description="those of so many days")] = 7,
) -> Sequence[envelopes.Brake]:
    """The brakes on envelopes that were pulled, at most 100, the newest first."""
    now = clock.now()
    async with parts[Database].transaction() as tx:
        found = await envelopes.list_brakes(tx, now - timedelta(days=days), 100)
        await record(tx, operator, "view_brakes", "brakes", now=now, facts={"days": days})
    return found


handlers = [search, view_person, put_freeze, view_reports, add_closing, view_brakes]
