"""Report a person to the operator."""

from datetime import datetime, timedelta

from kith import media
from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import photo as photos
from kith.people import report as reports
from kith.people.count_deed import count_deed
from kith.people.person import NotYourself, PersonId, PersonNotFound
from kith.people.policy import Policy
from kith.people.report import Evidence, NewReport, ReportDiffers, Reported, TooManyReports


async def report_person(
    tx: Tx,
    policy: Policy,
    evidence: Evidence,
    *,
    reporter_id: PersonId,
    reported_id: PersonId,
    asked: NewReport,
    now: datetime,
) -> Reported:
    """Keep the report for the operator, with what the reported one wrote in the gift and the conversation that
    it names, and the photo.

    It works across a block, as blocking does; nobody else learns of it. The same report again is answered as the first
    time. Raises `NotYourself`, `ReportDiffers`, `PersonNotFound`, `TooManyReports`,
    `media.PictureNotFound`.
    """
    if reporter_id == reported_id:
        raise NotYourself
    first = await reports.by_id.maybe(tx, report_id=asked.report_id)
    if first is None:
        if not await persons.has_profile.one(tx, person_id=reported_id):
            raise PersonNotFound
        day, most = timedelta(days=1), policy.reports_a_day
        await count_deed(tx, reporter_id, "report", most=most, span=day, refusal=TooManyReports, now=now)
        await _keep_picture(tx, reported_id, asked, now)
        if await reports.insert.run(
            tx,
            report_id=asked.report_id,
            reporter_id=reporter_id,
            reported_id=reported_id,
            reason=asked.reason,
            text=asked.text,
            gift_id=asked.gift_id,
            picture_id=asked.picture_id,
            conversation_id=asked.said.conversation_id if asked.said else None,
            seqs=asked.said.seqs if asked.said else None,
            evidence=await _words(tx, evidence, reporter_id, reported_id, asked),
            now=now,
        ):
            return Reported(asked.report_id, now)
        first = await reports.by_id.one(tx, report_id=asked.report_id)
    if not reports.same(first, asked, reporter_id, reported_id):
        raise ReportDiffers
    return Reported(first.report_id, first.reported_at)


async def _keep_picture(tx: Tx, reported_id: PersonId, asked: NewReport, now: datetime) -> None:
    if asked.picture_id is None:
        return
    if asked.picture_id not in await photos.of.all(tx, person_id=reported_id):
        raise media.PictureNotFound
    await media.hold(tx, asked.picture_id, "report", asked.report_id, now=now)


async def _words(
    tx: Tx, evidence: Evidence, reporter_id: PersonId, reported_id: PersonId, asked: NewReport
) -> str | None:
    found: list[str | None] = []
    if evidence.words and asked.gift_id:
        found.append(await evidence.words(tx, reporter_id, reported_id, asked.gift_id))
    if evidence.said and asked.said:
        said = asked.said
        found.append(await evidence.said(tx, reporter_id, reported_id, said.conversation_id, said.seqs))
    return "\n\n".join(words for words in found if words) or None
