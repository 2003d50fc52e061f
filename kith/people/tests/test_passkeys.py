"""Passkeys: adding them, signing in with them, and everything that is refused."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from kith import people
from kith.kit import clock
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database, Query, Tx
from kith.people import authenticator
from kith.people import challenge as challenges
from kith.people import passkey as passkeys
from kith.people.add_passkey import add_passkey
from kith.people.authenticator import Credential, NewCredential, PasskeyRefused, relying_party
from kith.people.challenge import ChallengeOver
from kith.people.list_passkeys import list_passkeys
from kith.people.offer_passkey import offer_passkey
from kith.people.passkey import (
    Passkey,
    PasskeyId,
    PasskeyKnown,
    PasskeyNotFound,
    PasskeyUnknown,
    TooManyPasskeys,
    TooManySignIns,
)
from kith.people.person import UnfitText
from kith.people.remove_passkey import remove_passkey
from kith.people.session import SignedIn
from kith.people.sign_in_with_passkey import sign_in_with_passkey
from kith.people.sign_out_everywhere import sign_out_everywhere
from kith.people.tests import authenticator as software
from kith.people.tests.authenticator import Authenticator, Json
from tests.cast import ANN, BO, SECRET, bearer, client, enrol, parts

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
    challenge = challenges.make(SECRET, challenges.SIGN_IN, challenges.until(POLICY, now))
    return authenticator.to_use(PARTY, POLICY, challenge)


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


@pytest.mark.parametrize(
    ("site", "rp_id", "origin"),
    [
        ("http://127.0.0.1:8400", "localhost", "http://localhost:8400"),
        ("http://localhost", "localhost", "http://localhost"),
        ("https://Kith.Example", "kith.example", "https://kith.example"),
        ("https://kith.example:443/", "kith.example", "https://kith.example"),
        ("https://kith.example:8443/here", "kith.example", "https://kith.example:8443"),
    ],
)
def test_whom_a_passkey_is_made_for(site: str, rp_id: str, origin: str) -> None:
    assert relying_party(site) == (rp_id, origin)


def test_a_challenge_counts_for_its_purpose_until_its_time(now: datetime) -> None:
    until = challenges.until(POLICY, now + timedelta(microseconds=7))
    assert until == now + 5 * MINUTE
    mine, elses = challenges.to_add(ANN), challenges.to_add(BO)
    challenge = challenges.make(SECRET, mine, until)
    assert challenges.lasts(SECRET, challenge, mine, until - SECOND) == until
    for secret, said, purpose, at in (
        (SECRET, challenge, mine, until),
        (SECRET, challenge, elses, now),
        (SECRET, challenge, challenges.SIGN_IN, now),
        (SECRET, challenge[:-1], mine, now),
        (SECRET, bytes([challenge[0] ^ 1]) + challenge[1:], mine, now),
        (SECRET, challenge[:16] + (2**40).to_bytes(8) + challenge[24:], mine, now),
        (SECRET, b"", mine, now),
        (people.Secret(b"the secret of another installation"), challenge, mine, now),
    ):
        with pytest.raises(ChallengeOver):
            challenges.lasts(secret, said, purpose, at)


async def test_two_challenges_are_never_the_same(now: datetime) -> None:
    assert asked(now)["challenge"] != asked(now)["challenge"]


async def test_what_a_browser_is_told(tx: Tx, now: datetime) -> None:
    passkey, _ = await owning(tx, now)
    options = await offered(tx, now)
    assert options["rp"] == {"id": "localhost", "name": "Kith"}
    assert options["user"]["name"] == "Ann"
    assert options["attestation"] == "none"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    (known,) = options["excludeCredentials"]
    assert known["id"] == PHONE.get(asked(now), passkey)["id"]
    asking = asked(now)
    assert (asking["rpId"], asking["userVerification"], asking["allowCredentials"]) == ("localhost", "required", [])


async def test_a_passkey_opens_a_session_again_and_again(tx: Tx, now: datetime) -> None:
    passkey, passkey_id = await owning(tx, now)
    assert await list_passkeys(tx, ANN) == [Passkey(passkey_id, "phone", now, None)]
    tokens = set[str]()
    for day in range(3):
        at = now + timedelta(days=day)
        signed_in = await enter(tx, PHONE.get(asked(at), passkey), at, device="Firefox")
        assert (signed_in.person_id, signed_in.profile_complete) == (ANN, True)
        tokens.add(signed_in.token)
        assert await list_passkeys(tx, ANN) == [Passkey(passkey_id, "phone", now, at.date())]
    assert len(tokens) == 3


async def test_an_authenticator_that_does_not_count_is_as_good(tx: Tx, now: datetime) -> None:
    passkey, _ = await owning(tx, now)
    cloud = Authenticator(counts=False)
    for _ in range(2):
        await enter(tx, cloud.get(asked(now), passkey), now)


async def a_name_that_cannot_be_shown(tx: Tx, now: datetime) -> object:
    _, credential = EVIL.create(await offered(tx, now))
    return await add(tx, credential, now + HOUR, name="a\u202eb")


async def five_minutes_late(tx: Tx, now: datetime) -> object:
    _, credential = EVIL.create(await offered(tx, now))
    return await add(tx, credential, now + 5 * MINUTE)


async def offered_to_another_person(tx: Tx, now: datetime) -> object:
    _, credential = PHONE.create(await offered(tx, now, BO))
    return await add(tx, credential, now)


async def made_for_the_challenge_of_a_sign_in(tx: Tx, now: datetime) -> object:
    options = await offered(tx, now) | {"challenge": asked(now)["challenge"]}
    return await add(tx, PHONE.create(options)[1], now)


async def two_for_one_challenge(tx: Tx, now: datetime) -> object:
    options = await offered(tx, now)
    await add(tx, PHONE.create(options)[1], now)
    return await add(tx, PHONE.create(options)[1], now)


async def the_same_under_another_name(tx: Tx, now: datetime) -> object:
    _, credential = PHONE.create(await offered(tx, now))
    await add(tx, credential, now)
    return await add(tx, credential, now, name="laptop")


async def made_on_another_site(tx: Tx, now: datetime) -> object:
    return await add(tx, EVIL.create(await offered(tx, now))[1], now)


async def made_for_another_site(tx: Tx, now: datetime) -> object:
    return await add(tx, ELSEWHERE.create(await offered(tx, now))[1], now)


async def made_by_whoever_holds_the_device(tx: Tx, now: datetime) -> object:
    return await add(tx, CARELESS.create(await offered(tx, now))[1], now)


async def under_the_id_of_another(tx: Tx, now: datetime) -> object:
    options = await offered(tx, now)
    _, credential = PHONE.create(options)
    _, other = PHONE.create(options)
    return await add(tx, credential | {"id": other["id"], "rawId": other["rawId"]}, now)


async def unreadable(tx: Tx, now: datetime) -> object:
    _, credential = PHONE.create(await offered(tx, now))
    credential["response"]["clientDataJSON"] = "é"
    return await add(tx, credential, now)


async def the_passkey_of_another_person(tx: Tx, now: datetime) -> object:
    passkey, _ = PHONE.create(await offered(tx, now, BO))
    _, credential = PHONE.create(await offered(tx, now, BO), passkey)
    await add(tx, credential, now, person=BO)
    return await add(tx, PHONE.create(await offered(tx, now), passkey)[1], now)


async def the_eleventh(tx: Tx, now: datetime) -> object:
    last = await offered(tx, now)
    for _ in range(POLICY.passkeys_most):
        await add(tx, PHONE.create(await offered(tx, now))[1], now)
    with pytest.raises(TooManyPasskeys):
        await offered(tx, now)
    return await add(tx, PHONE.create(last)[1], now)


Attempt = Callable[[Tx, datetime], Awaitable[object]]


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (a_name_that_cannot_be_shown, UnfitText),
        (five_minutes_late, ChallengeOver),
        (offered_to_another_person, ChallengeOver),
        (made_for_the_challenge_of_a_sign_in, ChallengeOver),
        (two_for_one_challenge, ChallengeOver),
        (the_same_under_another_name, ChallengeOver),
        (made_on_another_site, PasskeyRefused),
        (made_for_another_site, PasskeyRefused),
        (made_by_whoever_holds_the_device, PasskeyRefused),
        (under_the_id_of_another, PasskeyRefused),
        (unreadable, PasskeyRefused),
        (the_passkey_of_another_person, PasskeyKnown),
        (the_eleventh, TooManyPasskeys),
    ],
)
async def test_what_is_not_added(tx: Tx, now: datetime, attempt: Attempt, refusal: type[Refusal]) -> None:
    for person in (ANN, BO):
        await enrol(tx, person, now)
    with pytest.raises(refusal):
        await attempt(tx, now)


async def test_the_same_passkey_again_is_answered_as_the_first_time(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    _, credential = PHONE.create(await offered(tx, now))
    first = await add(tx, credential, now)
    assert await add(tx, credential, now + MINUTE) == first
    assert await list_passkeys(tx, ANN) == [first]


async def a_device_that_cannot_be_shown(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    return await enter(tx, EVIL.get(asked(now), passkey), now + HOUR, device="a\u202eb")


async def long_after(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    return await enter(tx, EVIL.get(asked(now), passkey), now + 5 * MINUTE)


async def with_what_was_meant_for_adding(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    options = asked(now) | {"challenge": (await offered(tx, now))["challenge"]}
    return await enter(tx, PHONE.get(options, passkey), now)


async def a_second_time(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    credential = PHONE.get(asked(now), passkey)
    await enter(tx, credential, now)
    return await enter(tx, credential, now)


async def signing_one_challenge_twice(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    options = asked(now)
    await enter(tx, PHONE.get(options, passkey), now)
    return await enter(tx, PHONE.get(options, passkey), now)


async def with_a_passkey_that_was_never_added(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    stranger, _ = PHONE.create(await offered(tx, now))
    return await enter(tx, EVIL.get(asked(now), stranger), now)


async def with_a_removed_one(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    (kept,) = await list_passkeys(tx, ANN)
    await remove_passkey(tx, ANN, kept.passkey_id)
    return await enter(tx, PHONE.get(asked(now), passkey), now)


async def from_another_site(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    return await enter(tx, EVIL.get(asked(now), passkey), now)


async def meant_for_another_site(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    return await enter(tx, ELSEWHERE.get(asked(now), passkey), now)


async def by_whoever_holds_the_device(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    return await enter(tx, CARELESS.get(asked(now), passkey), now)


async def signed_with_another_key(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    forged = software.Passkey(passkey.handle, passkey.credential_id)
    return await enter(tx, PHONE.get(asked(now), forged), now)


async def as_another_person(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    return await enter(tx, PHONE.get(asked(now), replace(passkey, handle=BO.bytes)), now)


async def as_nobody(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    credential = PHONE.get(asked(now), passkey)
    del credential["response"]["userHandle"]
    return await enter(tx, credential, now)


async def with_the_passkey_of_another_person(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    bos, _ = await owning(tx, now, BO)
    return await enter(tx, PHONE.get(asked(now), replace(passkey, credential_id=bos.credential_id)), now)


async def with_a_count_that_does_not_go_on(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    cloned = replace(passkey)
    await enter(tx, PHONE.get(asked(now), passkey), now)
    return await enter(tx, PHONE.get(asked(now), cloned), now)


async def with_a_count_that_is_gone(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    await enter(tx, PHONE.get(asked(now), passkey), now)
    return await enter(tx, Authenticator(counts=False).get(asked(now), replace(passkey, count=0)), now)


async def too_often(tx: Tx, now: datetime, passkey: software.Passkey) -> object:
    policy = people.Policy(passkey_sign_ins_an_hour=2)
    for _ in range(2):
        await enter(tx, PHONE.get(asked(now), passkey), now, policy=policy)
    return await enter(tx, PHONE.get(asked(now), passkey), now, policy=policy)


Entrance = Callable[[Tx, datetime, software.Passkey], Awaitable[object]]


@pytest.mark.parametrize(
    ("entrance", "refusal"),
    [
        (a_device_that_cannot_be_shown, UnfitText),
        (long_after, ChallengeOver),
        (with_what_was_meant_for_adding, ChallengeOver),
        (a_second_time, ChallengeOver),
        (signing_one_challenge_twice, ChallengeOver),
        (with_a_passkey_that_was_never_added, PasskeyUnknown),
        (with_a_removed_one, PasskeyUnknown),
        (from_another_site, PasskeyRefused),
        (meant_for_another_site, PasskeyRefused),
        (by_whoever_holds_the_device, PasskeyRefused),
        (signed_with_another_key, PasskeyRefused),
        (as_another_person, PasskeyRefused),
        (as_nobody, PasskeyRefused),
        (with_the_passkey_of_another_person, PasskeyRefused),
        (with_a_count_that_does_not_go_on, PasskeyRefused),
        (with_a_count_that_is_gone, PasskeyRefused),
        (too_often, TooManySignIns),
    ],
)
async def test_what_does_not_sign_in(tx: Tx, now: datetime, entrance: Entrance, refusal: type[Refusal]) -> None:
    passkey, _ = await owning(tx, now)
    with pytest.raises(refusal):
        await entrance(tx, now, passkey)


GIVEN = PHONE.create(
    authenticator.to_make(PARTY, POLICY, person_id=ANN, nickname="Ann", kept=[], challenge=b"challenge")
)
COSE = authenticator.attested(PARTY, msgspec.convert(GIVEN[1], NewCredential), b"challenge").public_key


@given(
    st.sampled_from(["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle", "id"]),
    st.integers(0, 200),
    st.integers(0, 8),
    st.binary(max_size=8),
)
def test_whatever_is_handed_in_is_refused_at_worst(field: str, at: int, cut: int, put: bytes) -> None:
    passkey, made = GIVEN
    used = PHONE.get(authenticator.to_use(PARTY, POLICY, b"challenge"), passkey)
    for credential in (made, used):
        holder = {**credential["response"], "id": credential["id"]}
        plain = base64url_to_bytes(holder.get(field, ""))
        holder[field] = bytes_to_base64url(plain[:at] + put + plain[at + cut :]) or "A"
        damaged = credential | {"id": holder["id"], "response": holder}
        with contextlib.suppress(PasskeyRefused):
            if credential is made:
                authenticator.attested(PARTY, msgspec.convert(damaged, NewCredential), b"challenge")
            else:
                row = passkeys.Kept(PasskeyId(ANN), b"", COSE, 0, [], "", clock.now(), None)
                answer = msgspec.convert(damaged, Credential)
                authenticator.asserted(PARTY, answer, b"challenge", person_id=ANN, kept=row)


async def test_a_refused_answer_leaves_the_challenge_as_it_was(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        passkey, _ = await owning(tx, now)
    options = asked(now)
    with pytest.raises(PasskeyRefused):
        async with db.transaction() as tx:
            await enter(tx, CARELESS.get(options, passkey), now)
    async with db.transaction() as tx:
        await enter(tx, PHONE.get(options, passkey), now)


async def test_of_many_who_answer_one_challenge_at_once_one_gets_in(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        passkey, _ = await owning(tx, now)
    options = asked(now)
    answers = [Authenticator(counts=False).get(options, passkey) for _ in range(8)]

    async def one(credential: Json) -> SignedIn | Refusal:
        try:
            async with db.transaction() as tx:
                return await enter(tx, credential, now)
        except Refusal as refusal:
            return refusal

    outcomes = await asyncio.gather(*map(one, answers))
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, ChallengeOver) for outcome in outcomes) == 7


async def test_of_a_device_and_its_copy_at_once_one_gets_in(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        passkey, _ = await owning(tx, now)
    answers = [PHONE.get(asked(now), replace(passkey)) for _ in range(6)]

    async def one(credential: Json) -> SignedIn | Refusal:
        try:
            async with db.transaction() as tx:
                return await enter(tx, credential, now)
        except Refusal as refusal:
            return refusal

    outcomes = await asyncio.gather(*map(one, answers))
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, PasskeyRefused) for outcome in outcomes) == 5


async def test_nobody_gets_an_eleventh_by_adding_many_at_once(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
        made = [PHONE.create(await offered(tx, now))[1] for _ in range(POLICY.passkeys_most + 4)]

    async def one(credential: Json) -> bool:
        try:
            async with db.transaction() as tx:
                await add(tx, credential, now)
        except TooManyPasskeys:
            return False
        return True

    assert sum(await asyncio.gather(*map(one, made))) == POLICY.passkeys_most
    async with db.transaction() as tx:
        assert await owned.one(tx) == len(await list_passkeys(tx, ANN)) == POLICY.passkeys_most


async def test_only_its_person_removes_a_passkey_and_once(tx: Tx, now: datetime) -> None:
    await enrol(tx, BO, now)
    _, passkey_id = await owning(tx, now)
    with pytest.raises(PasskeyNotFound):
        await remove_passkey(tx, BO, passkey_id)
    await remove_passkey(tx, ANN, passkey_id)
    with pytest.raises(PasskeyNotFound):
        await remove_passkey(tx, ANN, passkey_id)
    assert await list_passkeys(tx, ANN) == []
    assert await owned.one(tx) == 0


async def test_a_removed_passkey_can_be_added_again(tx: Tx, now: datetime) -> None:
    passkey, passkey_id = await owning(tx, now)
    await remove_passkey(tx, ANN, passkey_id)
    await add(tx, PHONE.create(await offered(tx, now), passkey)[1], now)
    await enter(tx, PHONE.get(asked(now), passkey), now)


async def test_signing_out_everywhere_leaves_the_passkeys(tx: Tx, now: datetime) -> None:
    passkey, _ = await owning(tx, now)
    await enter(tx, PHONE.get(asked(now), passkey), now)
    await sign_out_everywhere(tx, ANN)
    await enter(tx, PHONE.get(asked(now), passkey), now)


async def test_an_answered_challenge_is_forgotten_when_it_is_over(tx: Tx, now: datetime) -> None:
    passkey, _ = await owning(tx, now)
    await enter(tx, PHONE.get(asked(now), passkey), now)
    assert await answered.one(tx) == 2
    await people.forget(tx, POLICY, now + 5 * MINUTE - SECOND)
    assert await answered.one(tx) == 2
    await people.forget(tx, POLICY, now + 5 * MINUTE)
    assert await answered.one(tx) == 0


async def test_over_http(db: Database) -> None:
    running = parts(db)
    async with db.transaction() as tx:
        await enrol(tx, ANN, clock.now())
    ann = await bearer(db, ANN)
    async with client(running) as ask:
        options = (await ask.post("/me/passkeys/challenges", headers=ann)).json()["options"]
        passkey, credential = PHONE.create(options)
        made = await ask.post("/me/passkeys", json={"credential": credential, "name": "phone"}, headers=ann)
        assert made.status_code == 201, made.text
        assert (await ask.get("/me/passkeys", headers=ann)).json() == [made.json()]

        options = (await ask.post("/passkey-challenges")).json()["options"]
        body = {"credential": PHONE.get(options, passkey), "device": "Firefox"}
        crossed = await ask.post("/sessions/passkey", json=body, headers={"Origin": EVIL.origin})
        assert (crossed.status_code, crossed.json()["code"]) == (403, "cross_site")
        entered = await ask.post("/sessions/passkey", json=body)
        assert entered.status_code == 201, entered.text
        assert entered.json().keys() == {"token", "person_id", "profile_complete"}
        cookie = entered.headers["set-cookie"]
        assert all(word in cookie for word in (f"kith_session={entered.json()['token']}", "HttpOnly", "SameSite=lax"))

        devices = (await ask.get("/me/devices")).json()["items"]
        assert [(device["name"], device["this"]) for device in devices] == [("Firefox", True), ("test", False)]
        assert (await ask.delete(f"/me/passkeys/{made.json()['passkey_id']}")).status_code == 204
        ask.cookies.clear()
        options = (await ask.post("/passkey-challenges")).json()["options"]
        gone = await ask.post("/sessions/passkey", json={"credential": PHONE.get(options, passkey)})
        assert (gone.status_code, gone.json()["code"]) == (403, "passkey_unknown")
