"""Have it checked who somebody is."""

from datetime import datetime, timedelta

from kith import notices, people
from kith.kit import jobs
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx
from kith.wallet import identity as identities
from kith.wallet import identity_check as checks
from kith.wallet import wallet as wallets
from kith.wallet.identity import Checkers
from kith.wallet.identity_check import (
    CheckUnderWay,
    IdentityCheck,
    IdentityCheckDiffers,
    IdentityChecksOff,
    NewCheck,
    TooManyChecks,
)
from kith.wallet.policy import Policy

_DAY = timedelta(hours=24)


async def check_identity(
    tx: Tx,
    secret: people.Secret,
    ring: KeyRing,
    checkers: Checkers,
    policy: Policy,
    *,
    person_id: people.PersonId,
    wanted: NewCheck,
    now: datetime,
) -> IdentityCheck:
    """Commit the intent to ask, sealed, and the job that asks. The same check again is answered as it stands.

    Raises, in this order: `BadIdNumber`, `IdentityCheckDiffers`, `IdentityChecksOff`, `CheckUnderWay`, `TooManyChecks`.
    """
    identity = identities.whole(wanted.name, wanted.id_number, now.date())
    one = {"person_id": person_id, "check_id": wanted.check_id}
    asked = identities.asked_key(secret, identity)
    wallets.want.send(tx, person_id=person_id)
    await wallets.lock.one(tx, person_id=person_id)
    first = await checks.by_id.maybe(tx, **one)
    if first is not None:
        if first.asked_key != asked:
            raise IdentityCheckDiffers
        return checks.shown(first)
    if checkers.one is None:
        raise IdentityChecksOff
    if await checks.under_way.maybe(tx, person_id=person_id) is not None:
        raise CheckUnderWay
    if await checks.count_since.one(tx, person_id=person_id, since_at=now - _DAY) >= policy.checks_a_day:
        raise TooManyChecks
    sealed = checks.seal(ring, identity, person_id)
    fresh = await checks.insert.one(
        tx,
        **one,
        asked_key=asked,
        identity_key=identities.identity_key(secret, identity),
        name_key=identities.name_key(secret, identity.name),
        nonce=sealed.nonce,
        sealed=sealed.sealed,
        ring_key=sealed.ring_key,
        wrapped=sealed.wrapped,
        now=now,
    )
    await jobs.later(tx, "wallet.tend_check", person_id=str(person_id), check_id=str(wanted.check_id))
    await notices.tell(tx, person_id, "wallet", person_id, now)
    return checks.shown(fresh)
