"""The jobs of payments. A sweep every minute does what a lost one would have done."""

from uuid import UUID

from procrastinate import RetryStrategy

from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.keyring import KeyRing
from kith.kit.sql import Database
from kith.payments.ask_attempt import ask_attempt
from kith.payments.charge import AttemptId, ChargeId, Moved, Paid
from kith.payments.close_attempts import close_attempts
from kith.payments.gateway import Gateways
from kith.payments.notification import NotificationId
from kith.payments.payout import PayoutId, PayoutMoved
from kith.payments.policy import Policy
from kith.payments.refund import RefundId
from kith.payments.settle_notification import settle_notification
from kith.payments.sweep import sweep
from kith.payments.sweep_bills import sweep_bills
from kith.payments.sweep_payouts import sweep_payouts
from kith.payments.tend_payout import tend_payout
from kith.payments.tend_refund import tend_refund

jobs = Blueprint()


@jobs.task(
    name="payments.settle_notification", pass_context=True, retry=RetryStrategy(max_attempts=5, exponential_wait=2)
)
async def run_settle_notification(context: JobContext, notification_id: str) -> None:
    """Read a notification and settle it."""
    parts = parts_of(context)
    async with parts[Database].transaction() as tx:
        await settle_notification(
            tx,
            parts[Gateways],
            parts[Paid],
            parts[Moved],
            notification_id=NotificationId(UUID(notification_id)),
            now=clock.now(),
        )


@jobs.task(name="payments.ask_attempt", pass_context=True, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
async def run_ask_attempt(context: JobContext, charge_id: str, attempt_id: str) -> None:
    """Ask about an attempt of which there is news."""
    parts = parts_of(context)
    await ask_attempt(
        parts[Database],
        parts[Gateways],
        parts[Policy],
        parts[Paid],
        parts[Moved],
        charge_id=ChargeId(UUID(charge_id)),
        attempt_id=AttemptId(UUID(attempt_id)),
        now=clock.now(),
    )


@jobs.task(name="payments.close_attempts", pass_context=True)
async def run_close_attempts(context: JobContext, charge_id: str) -> None:
    """Close at the gateway what is open of a charge that ended."""
    parts = parts_of(context)
    await close_attempts(
        parts[Database],
        parts[Gateways],
        parts[Policy],
        parts[Paid],
        parts[Moved],
        charge_id=ChargeId(UUID(charge_id)),
        now=clock.now(),
    )


@jobs.task(name="payments.tend_refund", pass_context=True)
async def run_tend_refund(context: JobContext, charge_id: str, refund_id: str) -> None:
    """Send one refund, or ask about it."""
    parts = parts_of(context)
    await tend_refund(
        parts[Database],
        parts[Gateways],
        parts[Policy],
        parts[Moved],
        charge_id=ChargeId(UUID(charge_id)),
        refund_id=RefundId(UUID(refund_id)),
        now=clock.now(),
    )


@jobs.periodic(cron="* * * * *")
@jobs.task(name="payments.sweep", queue=SWEEPS, queueing_lock="payments.sweep", pass_context=True)
async def run_sweep(context: JobContext, timestamp: int) -> None:
    """Whatever is due and whatever was lost."""
    parts = parts_of(context)
    await sweep(parts[Database], parts[Gateways], parts[Policy], parts[Paid], parts[Moved], now=clock.now())


@jobs.task(name="payments.tend_payout", pass_context=True)
async def run_tend_payout(context: JobContext, owner_id: str, payout_id: str) -> None:
    """Send one payout, or ask about it."""
    parts = parts_of(context)
    await tend_payout(
        parts[Database],
        parts[Gateways],
        parts[KeyRing],
        parts[Policy],
        parts[PayoutMoved],
        owner_id=UUID(owner_id),
        payout_id=PayoutId(UUID(payout_id)),
        now=clock.now(),
    )


@jobs.periodic(cron="* * * * *")
@jobs.task(name="payments.sweep_payouts", queue=SWEEPS, queueing_lock="payments.sweep_payouts", pass_context=True)
async def run_sweep_payouts(context: JobContext, timestamp: int) -> None:
    """Payouts that are due."""
    parts = parts_of(context)
    await sweep_payouts(
        parts[Database], parts[Gateways], parts[KeyRing], parts[Policy], parts[PayoutMoved], now=clock.now()
    )


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(name="payments.sweep_bills", queue=SWEEPS, queueing_lock="payments.sweep_bills", pass_context=True)
async def run_sweep_bills(context: JobContext, timestamp: int) -> None:
    """The gateways' bills of the days that are over."""
    parts = parts_of(context)
    await sweep_bills(parts[Database], parts[Gateways], parts[Policy], now=clock.now())
