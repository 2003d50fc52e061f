"""Decide about an application."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kith import merchants, notices
from kith.applications import reviewing
from kith.applications.application import (
    ApplicationId,
    ApplicationNotFound,
    NotUnderReview,
    Reason,
    Row,
    check_reasons,
)
from kith.applications.policy import Policy
from kith.applications.reviewing import Decision, held_by
from kith.kit import ids
from kith.kit.sql import Tx


async def decide(
    tx: Tx,
    policy: Policy,
    application_id: ApplicationId,
    decision: Decision,
    *,
    by: str,
    reasons: Sequence[Reason] = (),
    words: str = "",
    until_at: datetime | None = None,
    now: datetime,
) -> merchants.MerchantId | None:
    """Approve it, which opens the shop or certifies it for longer, ask for more, or refuse it; the applicant is told.

    Returns the shop. Raises, in this order: `ApplicationNotFound`, `NotUnderReview`, `ReasonMissing`,
    `merchants.NotYourShop`, `merchants.OwnerOnly`, `merchants.LicenceTaken`.
    """
    row = await reviewing.lock.maybe(tx, application_id=application_id)
    if row is None:
        raise ApplicationNotFound
    if not held_by(row, by, now):
        raise NotUnderReview
    if decision != "approved":
        check_reasons(reasons, words)
    merchant_id = row.merchant_id
    if decision == "approved":
        until_at = until_at or now + timedelta(days=policy.certified_days)
        merchant_id = await _certify(tx, row, until_at, by, now)
    said = {"reasons": reviewing.why(reasons), "words": words.strip(), "now": now}
    await reviewing.decide.run(tx, application_id=application_id, state=decision, merchant_id=merchant_id, **said)
    await reviewing.record.run(tx, application_id=application_id, deed=decision, by=by, certificate_id=None, **said)
    await notices.tell(tx, row.person_id, "shop_pass", application_id, now)
    return merchant_id


async def _certify(tx: Tx, row: Row, until_at: datetime, by: str, now: datetime) -> merchants.MerchantId:
    assert row.shop_name
    assert row.city
    assert row.phone
    assert row.category
    assert row.licence_no
    merchant_id = row.merchant_id
    if merchant_id is None:
        merchant_id = merchants.MerchantId(ids.derived(row.application_id, "shop"))
        await merchants.add(
            tx,
            merchant_id=merchant_id,
            name=row.shop_name,
            city=row.city,
            phone=row.phone,
            staff=[row.person_id],
            now=now,
        )
    await merchants.check_owner(tx, merchant_id, row.person_id)
    await merchants.certify(
        tx, merchant_id, licence_no=row.licence_no, category=row.category, until_at=until_at, by=by, now=now
    )
    return merchant_id
