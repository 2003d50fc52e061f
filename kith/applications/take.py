"""Take an application to look at it."""

from datetime import datetime, timedelta

from kith import notices
from kith.applications import reviewing
from kith.applications.application import ApplicationId, ApplicationNotFound, NotUnderReview, TakenByAnother
from kith.applications.policy import Policy
from kith.applications.reviewing import held_by, held_by_another
from kith.kit.sql import Tx


async def take(tx: Tx, policy: Policy, application_id: ApplicationId, *, by: str, now: datetime) -> None:
    """It is this reviewer's alone for an hour; taking it again lengthens that.

    Raises `ApplicationNotFound`, `TakenByAnother`, `NotUnderReview`.
    """
    row = await reviewing.lock.maybe(tx, application_id=application_id)
    if row is None:
        raise ApplicationNotFound
    if held_by_another(row, by, now):
        raise TakenByAnother
    until_at = now + timedelta(minutes=policy.review_minutes)
    if not await reviewing.take.run(tx, application_id=application_id, by=by, until_at=until_at):
        raise NotUnderReview
    if not held_by(row, by, now):
        await reviewing.record.run(
            tx,
            application_id=application_id,
            deed="taken",
            by=by,
            certificate_id=None,
            reasons=[],
            words="",
            now=now,
        )
    if row.state == "submitted":
        await notices.tell(tx, row.person_id, "shop_pass", application_id, now)
