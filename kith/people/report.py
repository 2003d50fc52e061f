"""A report: what one person tells the operator of another. Whoever it is about never learns of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, NewType
from uuid import UUID

from msgspec import Meta, Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement, Tx
from kith.people.person import PersonId

ReportId = NewType("ReportId", UUID)
ReportReason = Literal["harassment", "spam", "fake", "underage", "other"]


NOBODY = UUID(int=0)
"""Who made a report whose maker has left."""


class ReportDiffers(Refusal):
    """A report with this id exists and says something else. Make a new id for a new report."""


class TooManyReports(Refusal, status=429):
    """You have reported very often in the last day. The operator has what you sent; go on tomorrow."""


class ReportNotFound(Refusal, status=404):
    """There is no such report, or it is closed already."""


@dataclass(frozen=True)
class Evidence:
    """What the capabilities above know of a thing named in a report: the words in it that the second person wrote and
    the first one got, None if there are none.
    """

    words: Callable[[Tx, PersonId, PersonId, UUID], Awaitable[str | None]] | None = None
    """Of a gift."""
    said: Callable[[Tx, PersonId, PersonId, UUID, list[int]], Awaitable[str | None]] | None = None
    """Of a conversation, by the numbers of its messages."""


class Said(Struct, frozen=True):
    """Messages of the other in a conversation that both are or were in: a copy of them is kept with the report.

    Without any, the report is of the group itself that the conversation is, and its owner stands for it.
    """

    conversation_id: UUID
    seqs: Annotated[list[Annotated[int, Meta(ge=1, le=(1 << 63) - 1)]], Meta(min_length=1, max_length=20)]


class NewReport(Struct, frozen=True):
    """What somebody reports. The client makes the id, and repeats it when it did not hear the answer."""

    report_id: ReportId
    reason: ReportReason
    text: Annotated[str, Meta(max_length=1000, pattern=r"^[^\x00]*$", description="what happened, in own words")] = ""
    gift_id: (
        Annotated[
            UUID, Meta(description="a gift between the two: what the other wrote with it is kept with the report")
        ]
        | None
    ) = None
    picture_id: (
        Annotated[
            str,
            Meta(pattern="^[0-9a-f]{64}$", description="a photo of the other, which is kept with the report"),
        ]
        | None
    ) = None
    said: Said | None = None


class Reported(Struct, frozen=True):
    """The operator has it."""

    report_id: ReportId
    reported_at: datetime


class Report(Struct, frozen=True):
    """A report, for the operator."""

    report_id: ReportId
    reporter_id: PersonId
    reported_id: PersonId
    reason: ReportReason
    text: str
    gift_id: UUID | None
    evidence: str | None
    picture_id: str | None
    conversation_id: UUID | None
    seqs: list[int] | None
    reported_at: datetime
    closed_at: datetime | None
    outcome: str | None


class OwnReport(Struct, frozen=True):
    """A report, for whoever made it. What became of it is the operator's."""

    report_id: ReportId
    reported_id: PersonId
    reason: ReportReason
    text: str
    reported_at: datetime


def same(report: Report, asked: NewReport, reporter_id: PersonId, reported_id: PersonId) -> bool:
    """Whether `asked` is the deed that made `report`."""
    made = (report.reporter_id, report.reported_id, report.reason, report.text, report.gift_id, report.picture_id)
    said = Said(report.conversation_id, report.seqs or []) if report.conversation_id else None
    return (*made, said) == (
        reporter_id,
        reported_id,
        asked.reason,
        asked.text,
        asked.gift_id,
        asked.picture_id,
        asked.said,
    )


insert = Statement(
    """
    INSERT INTO report (
        report_id, reporter_id, reported_id, reason, text, gift_id, evidence, picture_id, conversation_id, seqs,
        reported_at
    )
    VALUES (%(report_id)s, %(reporter_id)s, %(reported_id)s, %(reason)s, %(text)s, %(gift_id)s, %(evidence)s,
        %(picture_id)s, %(conversation_id)s, %(seqs)s, %(now)s)
    ON CONFLICT (report_id) DO NOTHING
    """
)
by_id = Query(
    Report,
    """
    SELECT report_id, reporter_id, reported_id, reason, text, gift_id, evidence, picture_id, conversation_id, seqs,
        reported_at, closed_at, outcome
    FROM report
    WHERE report_id = %(report_id)s
    """,
)
# Who owns a group that somebody reports is for its members.
by_reporter = Query(
    OwnReport,
    """
    SELECT report_id,
        CASE WHEN cardinality(seqs) = 0 THEN '00000000-0000-0000-0000-000000000000' ELSE reported_id END AS reported_id,
        reason, text, reported_at
    FROM report
    WHERE reporter_id = %(reporter_id)s AND (reported_at, report_id) < (%(after_at)s, %(after_id)s)
    ORDER BY reported_at DESC, report_id DESC LIMIT %(limit)s
    """,
)
waiting = Query(
    Report,
    """
    SELECT report_id, reporter_id, reported_id, reason, text, gift_id, evidence, picture_id, conversation_id, seqs,
        reported_at, closed_at, outcome
    FROM report
    WHERE closed_at IS NULL ORDER BY reported_at, report_id LIMIT %(limit)s
    """,
)
# What somebody wrote who has left is needed until the report is closed, and no longer; nor is the evidence.
close = Query(
    Report,
    """
    UPDATE report SET closed_at = %(now)s, outcome = %(outcome)s, evidence = NULL,
        text = CASE WHEN reporter_id = %(nobody)s THEN '' ELSE text END
    WHERE report_id = %(report_id)s AND closed_at IS NULL
    RETURNING report_id, reporter_id, reported_id, reason, text, gift_id, evidence, picture_id, conversation_id, seqs,
        reported_at, closed_at, outcome
    """,
)
unsign = Statement(
    """
    UPDATE report SET reporter_id = %(nobody)s, text = CASE WHEN closed_at IS NULL THEN text ELSE '' END
    WHERE reporter_id = %(reporter_id)s
    """
)
