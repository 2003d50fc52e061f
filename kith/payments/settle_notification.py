"""Read a stored notification and settle what it says."""

from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.payments import attempt as attempts
from kith.payments import notification as notifications
from kith.payments import refund as refunds
from kith.payments.attempt import Attempt
from kith.payments.charge import AttemptId, ChargeId, Moved, Paid
from kith.payments.gateway import Closed, Forged, Gateways, Note, Settled
from kith.payments.notification import NotificationId
from kith.payments.settle import settle


async def settle_notification(
    tx: Tx, gateways: Gateways, paid: Paid, moved: Moved, *, notification_id: NotificationId, now: datetime
) -> None:
    """Settle a waiting notification once, or reject it: one about something we do not know, or that our keys, changed
    meanwhile, no longer call genuine.

    A payment or a closing settles its attempt here, or, where the gateway's news is no proof, hurries the question that
    does. News of a refund only hurries the question that settles it: the amount in it is of the whole trade, not of one
    refund.
    """
    notification = await notifications.claim.maybe(tx, notification_id=notification_id, now=now)
    if notification is None:
        return
    try:
        note = gateways[notification.gateway].read(
            notification.body, notifications.headers_of(notification), arriving=False
        )
    except Forged as forged:
        await notifications.reject.run(tx, notification_id=notification_id, code=forged.why)
        return
    attempt = await _known(tx, notification.gateway, note)
    if attempt is None:
        await notifications.reject.run(tx, notification_id=notification_id, code="no_such_attempt")
        return
    if note.outcome == "refunded" and not await _hurry(tx, attempt.charge_id, note):
        await notifications.reject.run(tx, notification_id=notification_id, code="no_such_refund")
    if note.outcome in ("paid", "closed") and not note.proves:
        charge_id, attempt_id = str(attempt.charge_id), str(attempt.attempt_id)
        await jobs.later(tx, "payments.ask_attempt", charge_id=charge_id, attempt_id=attempt_id)
    elif note.outcome in ("paid", "closed"):
        fact = Closed(note.number) if note.outcome == "closed" else _settled(note, notification.received_at)
        await settle(tx, paid, moved, charge_id=attempt.charge_id, attempt_id=attempt.attempt_id, fact=fact, now=now)


def _settled(note: Note, received_at: datetime) -> Settled:
    return Settled(note.number, note.gateway_number, note.fen, note.paid_at or received_at)


async def _known(tx: Tx, gateway: str, note: Note) -> Attempt | None:
    """The attempt that the note is about, if it is one of this gateway's."""
    attempt_id = AttemptId(notifications.id_behind(note.number))
    charge_id = await attempts.charge_of_number.maybe(tx, attempt_id=attempt_id)
    attempt = await attempts.by_id.maybe(tx, charge_id=charge_id, attempt_id=attempt_id)
    return attempt if attempt and attempt.gateway == gateway else None


async def _hurry(tx: Tx, charge_id: ChargeId, note: Note) -> bool:
    """Ask the gateway about the refund now; False when we know of no such refund."""
    refund_id = notifications.id_behind(note.refund_number)
    refund = await refunds.by_id.maybe(tx, charge_id=charge_id, refund_id=refund_id)
    if refund is None:
        return False
    if refund.state != "refunded":
        await jobs.later(tx, "payments.tend_refund", charge_id=str(charge_id), refund_id=str(refund_id))
    return True
