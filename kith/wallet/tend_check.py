"""Ask who somebody is, or what became of the question."""

from datetime import datetime, timedelta

from kith import notices, people
from kith.kit.keyring import KeyRing, Sealed
from kith.kit.sql import Database, Tx
from kith.wallet import identity_check as checks
from kith.wallet import wallet as wallets
from kith.wallet.identity import Checker, Checkers, Looking, Missing, Refused, Said, Unknown, Verified
from kith.wallet.identity_check import OTHER, TAKEN, Check, CheckId
from kith.wallet.policy import Policy


async def tend_check(
    db: Database,
    checkers: Checkers,
    ring: KeyRing,
    policy: Policy,
    *,
    person_id: people.PersonId,
    check_id: CheckId,
    now: datetime,
) -> None:
    """Bring one check nearer to its end.

    Lease it, which makes a wanted one `unknown`. One that was sent is asked about, and sent again under its same number
    only when nobody has heard of it. A definite answer ends it: what was asked is forgotten, and an identity that was
    verified belongs to whoever had it verified first. Does nothing to one that has ended or is another's to tend.
    """
    one = {"person_id": person_id, "check_id": check_id}
    async with db.transaction() as tx:
        before = await checks.by_id.maybe(tx, **one)
        if before is None or before.ended_at is not None or checkers.one is None:
            return
        lease_until = now + timedelta(seconds=policy.lease_seconds)
        check = await checks.lease.maybe(tx, **one, state=before.state, lease_until=lease_until, now=now)
        sealed = await checks.asked.maybe(tx, **one)
    if check is None or sealed is None:
        return
    said = await _ask(checkers.one, check, sealed, ring, sent=before.state != "wanted")
    async with db.transaction() as tx:
        if await _record(tx, check, said, policy, now):
            await notices.tell(tx, person_id, "wallet", person_id, now)


async def _ask(checker: Checker, check: Check, sealed: Sealed, ring: KeyRing, *, sent: bool) -> Said:
    if sent:
        known = await checker.query(check.number)
        if not isinstance(known, Missing):
            return known
    return await checker.check(check.number, checks.unseal(ring, sealed, check.person_id))


async def _record(tx: Tx, check: Check, said: Said, policy: Policy, now: datetime) -> bool:
    """Commit the answer; True if the person sees a difference."""
    one = {"person_id": check.person_id, "check_id": check.check_id}
    if isinstance(said, Verified):
        return await _verify(tx, check, said.identity_class, now)
    if isinstance(said, Refused):
        return bool(await checks.end.run(tx, **one, state="refused", code=said.code, identity_class=None, now=now))
    await checks.postpone.run(
        tx,
        **one,
        state="pending" if isinstance(said, Looking) else check.state,
        code=said.why if isinstance(said, Unknown) else None,
        due_at=now + checks.step(policy, check.checks),
        lease_until=check.lease_until,
    )
    return False


async def _verify(tx: Tx, check: Check, identity_class: int, now: datetime) -> bool:
    one = {"person_id": check.person_id, "check_id": check.check_id}
    if await checks.hold.maybe(tx, **one) is None:
        return False
    decided = await wallets.lock.maybe(tx, person_id=check.person_id) or wallets.NOTHING
    if decided.name_key not in (None, check.name_key):
        return bool(await checks.end.run(tx, **one, state="refused", code=OTHER, identity_class=None, now=now))
    owner = await checks.claim.one(tx, identity_key=check.identity_key, person_id=check.person_id)
    if owner != check.person_id:
        return bool(await checks.end.run(tx, **one, state="refused", code=TAKEN, identity_class=None, now=now))
    await checks.end.run(tx, **one, state="verified", code=None, identity_class=identity_class, now=now)
    await wallets.raise_class.run(tx, person_id=check.person_id, identity_class=identity_class, name_key=check.name_key)
    return True
