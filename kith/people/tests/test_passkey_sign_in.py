"""Signing in with a passkey: what opens a session, and everything that does not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kith import people
from kith.kit.authenticator import PasskeyRefused
from kith.kit.challenge import ChallengeOver
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Tx
from kith.people.list_passkeys import list_passkeys
from kith.people.passkey import Passkey, PasskeyUnknown, TooManySignIns
from kith.people.person import UnfitText
from kith.people.remove_passkey import remove_passkey
from kith.people.session import SignedIn
from kith.people.tests import authenticator as software
from kith.people.tests.authenticator import Authenticator, Json
from kith.people.tests.passkeys import CARELESS, ELSEWHERE, EVIL, HOUR, MINUTE, PHONE, asked, enter, offered, owning
from tests.cast import ANN, BO


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
