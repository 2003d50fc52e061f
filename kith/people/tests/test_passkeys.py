"""Passkeys: making and adding them, taking them away, and everything that is refused."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from kith import people
from kith.kit import authenticator, clock
from kith.kit import challenge as made
from kith.kit.authenticator import Credential, NewCredential, PasskeyRefused, relying_party
from kith.kit.challenge import ChallengeOver
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Tx
from kith.people import challenge as challenges
from kith.people import passkey as passkeys
from kith.people.list_passkeys import list_passkeys
from kith.people.passkey import PasskeyId, PasskeyKnown, PasskeyNotFound, TooManyPasskeys
from kith.people.person import UnfitText
from kith.people.remove_passkey import remove_passkey
from kith.people.sign_out_everywhere import sign_out_everywhere
from kith.people.tests.authenticator import Json
from kith.people.tests.passkeys import (
    CARELESS,
    ELSEWHERE,
    EVIL,
    HOUR,
    MINUTE,
    PARTY,
    PHONE,
    POLICY,
    SECOND,
    add,
    answered,
    asked,
    enter,
    offered,
    owned,
    owning,
)
from tests.cast import ANN, BO, SECRET, bearer, client, enrol, parts


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
    until = made.until(POLICY.passkey_seconds, now + timedelta(microseconds=7))
    assert until == now + 5 * MINUTE
    mine, elses = challenges.to_add(ANN), challenges.to_add(BO)
    challenge = made.make(SECRET.challenge_proof, mine, until)
    assert made.lasts(SECRET.challenge_proof, challenge, mine, until - SECOND) == until
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
            made.lasts(secret.challenge_proof, said, purpose, at)


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


GIVEN = PHONE.create(
    authenticator.to_make(PARTY, user_id=ANN, user_name="Ann", kept=[], challenge=b"challenge", seconds=300)
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
    used = PHONE.get(authenticator.to_use(PARTY, b"challenge", 300), passkey)
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
                authenticator.asserted(PARTY, answer, b"challenge", user_id=ANN, kept=row)


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
