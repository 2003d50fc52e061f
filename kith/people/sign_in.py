"""Sign in with a phone number and the code sent to it; the first time, this is also how one joins."""

from datetime import datetime
from uuid import UUID

from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import phone as phones
from kith.people.coming import Coming
from kith.people.join import join
from kith.people.open_session import open_session
from kith.people.person import TooYoung
from kith.people.policy import Policy
from kith.people.secret import Secret
from kith.people.session import SignedIn
from kith.people.try_code import try_code

_NOBODY = Coming()


async def sign_in(
    tx: Tx,
    secret: Secret,
    policy: Policy,
    *,
    phone: str,
    code: str,
    device: str,
    mark: UUID | None = None,
    invite: str = "",
    coming: Coming = _NOBODY,
    now: datetime,
) -> SignedIn | Refusal:
    """Check the code, use it up, find and lock or make the person, open a session on this device, tell
    `coming`. Nobody is kept out by a wrong code of an invitation.

    Returned, because they must leave a trace, are in this order `CodeExpired`, `TooManyTries`, `WrongCode` and
    `TooYoung`. Raises `NotAPhoneNumber` and `UnfitText` before any of them.
    """
    number = phones.normal(phone, policy.region)
    name = persons.device_name(device)
    phone_key = secret.phone_key(number)
    refusal = await try_code(tx, secret, policy, phone_key=phone_key, code=code, purpose="sign_in", now=now)
    if refusal:
        return refusal
    owner = await phones.owner.maybe(tx, phone_key=phone_key)
    person = await persons.lock.maybe(tx, person_id=owner) if owner else None
    if await phones.is_underage.one(tx, phone_key=phone_key, now=now):
        return TooYoung()
    person_id = person.person_id if person else await join(tx, secret, number, now)
    complete = await persons.has_profile.one(tx, person_id=person_id)
    token, me = await open_session(tx, person_id, name, complete, now, mark=mark)
    if person is None:
        for hook in coming.joined:
            await hook(tx, me, invite, now)
    else:
        for seen in coming.seen:
            await seen(tx, me, now)
    return SignedIn(token, person_id, complete)
