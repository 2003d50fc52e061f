"""HTTP: gateways' bills against the books, and payments without a definite end, for finance."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta, Struct

from kith import payments
from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.ops.operator import Operator, may
from kith.ops.record import record
from kith.ops.session_routes import READ, SECURITY, WRITE

_FINANCE = may("finance")
_HELP = may("finance", "support")

OneGateway = Annotated[str | None, QueryParameter(max_length=20, description="only this gateway's")]
OneDay = Annotated[date | None, QueryParameter(description="only this day, in Beijing")]
OneKind = Annotated[payments.BreakKind | None, QueryParameter(description="only this kind")]


class Closing(Struct):
    """Why a break is closed, and where what it left behind is moved."""

    reason: payments.BreakReason
    note: Annotated[str, Meta(max_length=500)] = ""
    to: payments.BreakTarget | None = None


class AskedAgain(Struct):
    """What the gateway is to be asked about once more."""

    kind: Literal["attempt", "refund", "payout"]
    id: UUID


@get(
    "/ops/bill-days",
    operation_id="listBillDays",
    tags=["operators"],
    opt=_FINANCE,
    security=SECURITY,
    responses=refuses(*READ, BadCursor),
)
async def view_days(
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
    *,
    gateway: OneGateway = None,
    unsettled: Annotated[bool, QueryParameter(description="only those with a bill awaited or open breaks")] = False,
    limit: Limit = 30,
    after: After = None,
) -> Page[payments.BillDayView]:
    """The days of each gateway, the newest first: whether the bill is here, what it says, and open breaks."""
    del operator
    async with parts[Database].transaction() as tx:
        return await payments.list_bill_days(tx, gateway=gateway, unsettled=unsettled, after=after, limit=limit)


@get(
    "/ops/breaks",
    operation_id="listBreaks",
    tags=["operators"],
    opt=_FINANCE,
    security=SECURITY,
    responses=refuses(*READ, BadCursor),
)
async def view_breaks(
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
    *,
    gateway: OneGateway = None,
    day: OneDay = None,
    kind: OneKind = None,
    closed: Annotated[bool, QueryParameter(description="those that are closed, too")] = False,
    limit: Limit = 50,
    after: After = None,
) -> Page[payments.Break]:
    """The differences between bills and books, the longest open first."""
    del operator
    async with parts[Database].transaction() as tx:
        return await payments.list_breaks(
            tx, gateway=gateway, day=day, kind=kind, closed=closed, after=after, limit=limit
        )


@get(
    "/ops/breaks/{break_id:uuid}",
    operation_id="viewBreak",
    tags=["operators"],
    opt=_FINANCE,
    security=SECURITY,
    responses=refuses(*READ, payments.BreakNotFound),
)
async def view_break(
    break_id: FromPath[UUID], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> payments.ShownBreak:
    """A break: both sides, what became of it, and what was moved for it."""
    del operator
    async with parts[Database].transaction() as tx:
        return await payments.show_break(tx, break_id)


@post(
    "/ops/breaks/{break_id:uuid}/closing",
    operation_id="closeBreak",
    tags=["operators"],
    opt=_FINANCE,
    security=SECURITY,
    status_code=200,
    responses=refuses(*WRITE, payments.BreakNotFound, payments.NoteNeeded, payments.BreakClosed, payments.AlreadyThere),
)
async def add_closing(
    break_id: FromPath[UUID],
    data: JSONBody[Closing],
    operator: NamedDependency[Operator],
    parts: NamedDependency[Parts],
) -> payments.Break:
    """Close a break with a reason. What it left in a clearing account is moved out of it.

    The same again is answered as the first time.
    """
    now = clock.now()
    async with parts[Database].transaction() as tx:
        closed = await payments.close_break(
            tx, break_id, reason=data.reason, note=data.note, to=data.to, by=operator.name, now=now
        )
        moved = {"moved_to": closed.moved_to, "moved_fen": closed.moved_fen}
        facts = {"reason": data.reason, "note": data.note, **moved}
        await record(tx, operator, "close_break", f"break/{break_id}", now=now, facts=facts)
    return closed


@get(
    "/ops/stuck-payments",
    operation_id="listStuckPayments",
    tags=["operators"],
    opt=_HELP,
    security=SECURITY,
    responses=refuses(*READ),
)
async def view_stuck(operator: NamedDependency[Operator], parts: NamedDependency[Parts]) -> list[payments.Stuck]:
    """Attempts, refunds, payouts and notifications without a definite end, `unknown` first, then the oldest."""
    del operator
    async with parts[Database].transaction() as tx:
        return await payments.stuck(tx, parts[payments.Policy], clock.now())


@post(
    "/ops/stuck-payments",
    operation_id="askGatewayAgain",
    tags=["operators"],
    opt=_HELP,
    security=SECURITY,
    status_code=202,
    responses=refuses(*WRITE, payments.NothingToAsk),
)
async def ask_gateway(
    data: JSONBody[AskedAgain], operator: NamedDependency[Operator], parts: NamedDependency[Parts]
) -> None:
    """Have the gateway asked within a minute, under the same number; a refund that it refused is sent again."""
    now = clock.now()
    async with parts[Database].transaction() as tx:
        await payments.ask_again(tx, data.kind, data.id, now)
        await record(tx, operator, "ask_again", f"{data.kind}/{data.id}", now=now)


handlers = [view_days, view_breaks, view_break, add_closing, view_stuck, ask_gateway]
