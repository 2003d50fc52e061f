"""What the tests of passkeys share: authenticators, good and bad, and the verbs with all that they need."""

from datetime import datetime, timedelta

import msgspec

from kith import people
from kith.kit import authenticator, challenge
from kith.kit.authenticator import Credential, NewCredential, relying_party
from kith.kit.settings import Settings
from kith.kit.sql import Query, Tx
from kith.people import challenge as challenges
from kith.people.add_passkey import add_passkey
from kith.people.offer_passkey import offer_passkey
from kith.people.passkey import Passkey, PasskeyId
from kith.people.session import SignedIn
from kith.people.sign_in_with_passkey import sign_in_with_passkey
from kith.people.tests import authenticator as software
from kith.people.tests.authenticator import Authenticator, Json
from tests.cast import ANN, SECRET, enrol

POLICY = people.Policy()
PARTY = relying_party(Settings().site)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

PHONE = Authenticator()
EVIL = Authenticator(origin="https://evil.example")
ELSEWHERE = Authenticator(rp_id="evil.example")
CARELESS = Authenticator(recognises=False)

answered = Query(int, "SELECT count(*)::int FROM passkey_challenge")
owned = Query(int, "SELECT count(*)::int FROM passkey_owner")


async def offered(tx: Tx, now: datetime, person: people.PersonId = ANN) -> Json:
    return (await offer_passkey(tx, SECRET, POLICY, PARTY, person_id=person, now=now)).options


def asked(now: datetime) -> Json:
    """What a sign-in page is told."""
    valid_until = challenge.until(POLICY.passkey_seconds, now)
    made = challenge.make(SECRET.challenge_proof, challenges.SIGN_IN, valid_until)
    return authenticator.to_use(PARTY, made, POLICY.passkey_seconds)


async def add(
    tx: Tx, credential: Json, now: datetime, *, person: people.PersonId = ANN, name: str = "phone"
) -> Passkey:
    made = msgspec.convert(credential, NewCredential)
    return await add_passkey(tx, SECRET, POLICY, PARTY, person_id=person, credential=made, name=name, now=now)


async def enter(
    tx: Tx, credential: Json, now: datetime, *, policy: people.Policy = POLICY, device: str = ""
) -> SignedIn:
    used = msgspec.convert(credential, Credential)
    return await sign_in_with_passkey(tx, SECRET, policy, PARTY, credential=used, device=device, now=now)


async def owning(tx: Tx, now: datetime, person: people.PersonId = ANN) -> tuple[software.Passkey, PasskeyId]:
    """A person with a passkey."""
    await enrol(tx, person, now)
    passkey, credential = PHONE.create(await offered(tx, now, person))
    return passkey, (await add(tx, credential, now, person=person)).passkey_id
