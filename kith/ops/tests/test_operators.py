"""Operators: invited, enrolled, signed in, changed and revoked."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import msgspec
import pytest

from kith import people
from kith.kit import authenticator, challenge, ids
from kith.kit.authenticator import Credential, NewCredential, PasskeyRefused, relying_party
from kith.kit.challenge import ChallengeOver
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database, Tx
from kith.ops import passkey as passkeys
from kith.ops.end_session import end_session
from kith.ops.enrol import enrol
from kith.ops.find_session import find_session
from kith.ops.invitation import InvitationOver, Invited
from kith.ops.invite import invite
from kith.ops.invite_again import invite_again
from kith.ops.list_operators import list_operators
from kith.ops.list_sessions import list_sessions
from kith.ops.offer_passkey import offer_passkey
from kith.ops.operator import (
    LastAdmin,
    NameTaken,
    Operator,
    OperatorDiffers,
    OperatorId,
    OperatorNotFound,
    Role,
    RoleMissing,
    SessionId,
)
from kith.ops.passkey import OperatorUnknown
from kith.ops.policy import Policy
from kith.ops.revoke import revoke
from kith.ops.session import SessionNotFound
from kith.ops.set_roles import set_roles
from kith.ops.sign_in import sign_in
from kith.people.tests.authenticator import Authenticator, Json, Passkey
from tests.cast import SECRET

POLICY = Policy()
PARTY = relying_party(Settings().site)
SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=each) for each in (1, 60, 3600, 86_400))
LAPTOP = Authenticator()
EVIL = Authenticator(origin="https://evil.example")
CARELESS = Authenticator(recognises=False)
ADMIN: frozenset[str] = frozenset({"admin"})


async def invited(tx: Tx, now: datetime, *roles: Role, name: str = "Olga") -> Invited:
    operator_id = OperatorId(ids.new(now))
    return await invite(
        tx, POLICY, PARTY, operator_id=operator_id, name=name, roles=list(roles or ("admin",)), by="test", now=now
    )


def token_of(invitation: Invited) -> str:
    site, _, token = invitation.link.partition("#")
    assert site == f"{PARTY.origin}/console/enrol"
    return token


async def offered(tx: Tx, token: str, now: datetime) -> Json:
    return (await offer_passkey(tx, SECRET, POLICY, PARTY, token=token, now=now)).passkey.options


async def use(tx: Tx, token: str, credential: Json, now: datetime) -> tuple[str, Operator]:
    made = msgspec.convert(credential, NewCredential)
    return await enrol(tx, SECRET, PARTY, token=token, credential=made, device="laptop", now=now)


async def enrolled(tx: Tx, now: datetime, *roles: Role, name: str = "Olga") -> tuple[OperatorId, str, Passkey]:
    """Somebody who is signed in: id, token, passkey."""
    token = token_of(await invited(tx, now, *roles, name=name))
    passkey, credential = LAPTOP.create(await offered(tx, token, now))
    session, operator = await use(tx, token, credential, now)
    return operator.operator_id, session, passkey


def asked(now: datetime) -> Json:
    made = challenge.make(SECRET.challenge_proof, passkeys.SIGN_IN, challenge.until(300, now))
    return authenticator.to_use(PARTY, made, 300)


async def enter(tx: Tx, credential: Json, now: datetime) -> tuple[str, Operator]:
    used = msgspec.convert(credential, Credential)
    return await sign_in(tx, SECRET, PARTY, credential=used, device="laptop", now=now)


async def test_a_link_makes_a_passkey_and_the_passkey_signs_in(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        operator_id, first, passkey = await enrolled(tx, now, "finance", "admin")
    later = now + 20 * MINUTE
    async with db.transaction() as tx:
        second, operator = await enter(tx, LAPTOP.get(asked(later), passkey), later)
    assert (operator.operator_id, operator.name, operator.roles) == (operator_id, "Olga", ("admin", "finance"))
    for token in (first, second):
        assert (await find_session(db, POLICY, token, ADMIN, later)).operator_id == operator_id
    async with db.transaction() as tx:
        ours = await list_sessions(tx, POLICY, operator, later)
        assert [one.this for one in ours] == [True, False]
        await end_session(tx, operator, ours[1].session_id, later)
        with pytest.raises(SessionNotFound):
            await end_session(tx, operator, SessionId(ids.new()), later)
        [shown] = await list_operators(tx)
        assert (shown.enrolled_at, shown.used_at, shown.invited_until) == (now, later, None)
    with pytest.raises(people.SignInFirst):
        await find_session(db, POLICY, first, ADMIN, later)


async def test_a_session_is_short(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        _, token, _ = await enrolled(tx, now, "support")
    used = frozenset({"support"})
    with pytest.raises(RoleMissing):
        await find_session(db, POLICY, token, ADMIN, now)
    with pytest.raises(people.SignInFirst):
        await find_session(db, POLICY, token, used, now + 30 * MINUTE)
    at = now
    while at < now + 12 * HOUR - 29 * MINUTE:
        at += 29 * MINUTE
        await find_session(db, POLICY, token, used, at)
    with pytest.raises(people.SignInFirst):
        await find_session(db, POLICY, token, used, now + 12 * HOUR)


@pytest.mark.parametrize(
    ("device", "after", "refusal"),
    [
        (LAPTOP, DAY, InvitationOver),
        (LAPTOP, 6 * MINUTE, ChallengeOver),
        (EVIL, SECOND, PasskeyRefused),
        (CARELESS, SECOND, PasskeyRefused),
    ],
)
async def test_what_makes_no_passkey(
    tx: Tx, now: datetime, device: Authenticator, after: timedelta, refusal: type[Refusal]
) -> None:
    token = token_of(await invited(tx, now))
    _, credential = device.create(await offered(tx, token, now))
    with pytest.raises(refusal):
        await use(tx, token, credential, now + after)


async def test_a_link_works_once(tx: Tx, now: datetime) -> None:
    token = token_of(await invited(tx, now))
    options = await offered(tx, token, now)
    await use(tx, token, LAPTOP.create(options)[1], now)
    for again in (offered(tx, token, now), use(tx, token, LAPTOP.create(options)[1], now)):
        with pytest.raises(InvitationOver):
            await again


async def test_of_two_who_use_a_link_at_once_one_is_the_operator(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        token = token_of(await invited(tx, now))
        credentials = [LAPTOP.create(await offered(tx, token, now))[1] for _ in range(4)]

    async def one(credential: Json) -> bool:
        try:
            async with db.transaction() as tx:
                await use(tx, token, credential, now)
        except InvitationOver:
            return False
        return True

    assert sorted(await asyncio.gather(*map(one, credentials))) == [False, False, False, True]


async def test_a_passkey_of_nobody_or_of_a_person_signs_no_operator_in(tx: Tx, now: datetime) -> None:
    _, _, passkey = await enrolled(tx, now)
    used = LAPTOP.get(asked(now), passkey)
    await enter(tx, used, now)
    with pytest.raises(ChallengeOver):
        await enter(tx, used, now)
    with pytest.raises(OperatorUnknown):
        await enter(tx, LAPTOP.get(asked(now), Passkey(b"somebody")), now)
    with pytest.raises(PasskeyRefused):
        await enter(tx, EVIL.get(asked(now), passkey), now)
    peoples = challenge.make(SECRET.challenge_proof, b"sign in", challenge.until(300, now))
    with pytest.raises(ChallengeOver):
        await enter(tx, LAPTOP.get(authenticator.to_use(PARTY, peoples, 300), passkey), now)


async def test_who_lost_a_passkey_is_invited_anew(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        operator_id, token, passkey = await enrolled(tx, now, "reviewer")
    async with db.transaction() as tx:
        anew = token_of(await invite_again(tx, POLICY, PARTY, operator_id=operator_id, by="test", now=now))
        with pytest.raises(OperatorUnknown):
            await enter(tx, LAPTOP.get(asked(now), passkey), now)
        fresh, operator = await use(tx, anew, LAPTOP.create(await offered(tx, anew, now))[1], now)
    assert operator.roles == ("reviewer",)
    assert await find_session(db, POLICY, fresh, frozenset({"reviewer"}), now) == operator
    with pytest.raises(people.SignInFirst):
        await find_session(db, POLICY, token, frozenset({"reviewer"}), now)


async def test_the_same_invitation_again_is_another_link(tx: Tx, now: datetime) -> None:
    first = await invited(tx, now, "support")
    same = {"operator_id": first.operator_id, "name": "Olga", "by": "test", "now": now}
    second = await invite(tx, POLICY, PARTY, roles=["support"], **same)  # pyright: ignore[reportArgumentType]
    with pytest.raises(InvitationOver):
        await offered(tx, token_of(first), now)
    assert (await offered(tx, token_of(second), now))["user"]["name"] == "Olga"
    with pytest.raises(OperatorDiffers):
        await invite(tx, POLICY, PARTY, roles=["admin"], **same)  # pyright: ignore[reportArgumentType]
    with pytest.raises(NameTaken):
        await invited(tx, now, "admin")


Deed = Callable[[Tx, OperatorId, datetime], Awaitable[None]]


async def demote(tx: Tx, operator_id: OperatorId, now: datetime) -> None:
    await set_roles(tx, operator_id, ["finance"], by="test", now=now)


async def dismiss(tx: Tx, operator_id: OperatorId, now: datetime) -> None:
    await revoke(tx, operator_id, by="test", now=now)


@pytest.mark.parametrize("deed", [demote, dismiss])
async def test_the_last_admin_stays(tx: Tx, now: datetime, deed: Deed) -> None:
    with pytest.raises(OperatorNotFound):
        await deed(tx, OperatorId(ids.new()), now)
    operator_id, _, _ = await enrolled(tx, now)
    await invited(tx, now, name="Not yet here")
    with pytest.raises(LastAdmin):
        await deed(tx, operator_id, now)
    await enrolled(tx, now, name="Pavel")
    await deed(tx, operator_id, now)


async def test_two_admins_do_not_take_each_other_away(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        both = [(await enrolled(tx, now, name=name))[0] for name in ("Olga", "Pavel")]

    async def away(deed: Deed, operator_id: OperatorId) -> bool:
        try:
            async with db.transaction() as tx:
                await deed(tx, operator_id, now)
        except LastAdmin:
            return False
        return True

    assert sorted(await asyncio.gather(away(demote, both[0]), away(dismiss, both[1]))) == [False, True]


async def test_who_is_revoked_is_out_at_once(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrolled(tx, now, name="Pavel")
        operator_id, token, passkey = await enrolled(tx, now, "support")
        waiting = await invited(tx, now, "support", name="Rita")
    async with db.transaction() as tx:
        for one in (operator_id, waiting.operator_id):
            await revoke(tx, one, by="test", now=now)
        with pytest.raises(OperatorUnknown):
            await enter(tx, LAPTOP.get(asked(now), passkey), now)
        with pytest.raises(InvitationOver):
            await offered(tx, token_of(waiting), now)
        with pytest.raises(OperatorNotFound):
            await set_roles(tx, operator_id, ["admin"], by="test", now=now)
    with pytest.raises(people.SignInFirst):
        await find_session(db, POLICY, token, frozenset({"support"}), now)
