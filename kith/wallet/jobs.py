"""The jobs of wallets. A sweep every minute does what a lost one would have done."""

from uuid import UUID

from kith import payments, people
from kith.kit import clock
from kith.kit.jobs import SWEEPS, Blueprint, JobContext, parts_of
from kith.kit.keyring import KeyRing
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.wallet.identity import Checkers
from kith.wallet.identity_check import CheckId
from kith.wallet.pass_on import pass_on
from kith.wallet.policy import Policy
from kith.wallet.sweep_checks import sweep_checks
from kith.wallet.tend_check import tend_check

jobs = Blueprint()


@jobs.task(name="wallet.tend_check", pass_context=True)
async def run_tend_check(context: JobContext, person_id: str, check_id: str) -> None:
    """Ask who somebody is, or what became of the question."""
    parts = parts_of(context)
    await tend_check(
        parts[Database],
        parts[Checkers],
        parts[KeyRing],
        parts[Policy],
        person_id=people.PersonId(UUID(person_id)),
        check_id=CheckId(UUID(check_id)),
        now=clock.now(),
    )


@jobs.periodic(cron="* * * * *")
@jobs.task(name="wallet.sweep_checks", queue=SWEEPS, queueing_lock="wallet.sweep_checks", pass_context=True)
async def run_sweep_checks(context: JobContext, timestamp: int) -> None:
    """Identity checks that are due."""
    parts = parts_of(context)
    await sweep_checks(parts[Database], parts[Checkers], parts[KeyRing], parts[Policy], now=clock.now())


@jobs.periodic(cron="* * * * *")
@jobs.task(name="wallet.pass_on", queue=SWEEPS, queueing_lock="wallet.pass_on", pass_context=True)
async def run_pass_on(context: JobContext, timestamp: int) -> None:
    """What came in where no wallet may keep it."""
    parts = parts_of(context)
    await pass_on(
        parts[Database],
        parts[KeyRing],
        parts[payments.Gateways],
        parts[Policy],
        parts[Settings].keeper,
        now=clock.now(),
    )
