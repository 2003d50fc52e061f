"""Signing in and joining by phone and code."""

import asyncio
import json
from datetime import date, datetime, timedelta

import pytest
from msgspec import Struct

from kith import people
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Query, Statement, Tx
from kith.people import code as codes
from kith.people import message as messages
from kith.people.code import CodeExpired, CodeTooSoon, TooManyTries, WrongCode
from kith.people.person import TooYoung, UnfitText
from kith.people.phone import NotAPhoneNumber
from kith.people.session import SignedIn
from tests.cast import ANN, SECRET, enrol, phone_of, waiting

POLICY = people.Policy()
MINUTE = timedelta(minutes=1)
NEW = "+8613900139000"

sealed = Query(bytes, "SELECT sealed FROM sms WHERE message_id = %(message_id)s")
job_args = Query(str, "SELECT args::text FROM procrastinate_jobs WHERE task_name = 'people.deliver'")
people_count = Query(int, "SELECT count(*)::int FROM person")
end_all = Statement("DELETE FROM sms")


class Work(Struct):
    """What a backend has done to a table so far."""

    relname: str
    reads: int
    writes: int


work = Query(
    Work,
    """
    SELECT relname::text, (seq_scan + coalesce(idx_scan, 0))::int AS reads, (n_tup_ins + n_tup_upd)::int AS writes
    FROM pg_stat_xact_user_tables
    """,
)


async def received(tx: Tx, phone: str, now: datetime) -> str:
    """The code in the message that now waits to be sent."""
    await end_all.run(tx)
    await people.send_code(tx, SECRET, POLICY, phone, now)
    (message_id,) = await waiting.all(tx)
    content = messages.content(SECRET.unseal(await sealed.one(tx, message_id=message_id), message_id.bytes))
    return "".join(c for c in content.body if c.isdigit())[:6]


def other(code: str) -> str:
    """A code of the right form that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def enter(tx: Tx, code: str, now: datetime, *, phone: str = NEW, device: str = "") -> SignedIn | Refusal:
    return await people.sign_in(tx, SECRET, POLICY, phone=phone, code=code, device=device, now=now)


async def test_the_first_sign_in_joins_and_the_second_finds_the_same_person(tx: Tx, now: datetime) -> None:
    first = await enter(tx, await received(tx, NEW, now), now)
    second = await enter(tx, await received(tx, "139 0013 9000", now + MINUTE), now + MINUTE)
    assert isinstance(first, SignedIn)
    assert isinstance(second, SignedIn)
    assert first.person_id == second.person_id
    assert first.token != second.token
    assert not first.profile_complete


async def test_an_enrolled_person_comes_back_complete(tx: Tx, now: datetime) -> None:
    await enrol(tx, ANN, now)
    signed_in = await enter(tx, await received(tx, phone_of(ANN), now), now, phone=phone_of(ANN))
    assert isinstance(signed_in, SignedIn)
    assert signed_in.person_id == ANN
    assert signed_in.profile_complete


@pytest.mark.parametrize(("phone", "device", "refusal"), [("12", "\a", NotAPhoneNumber), (NEW, "a\u202eb", UnfitText)])
async def test_what_is_refused_before_the_code_is_looked_at(
    tx: Tx, now: datetime, phone: str, device: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await enter(tx, "000000", now, phone=phone, device=device)


async def test_a_code_that_was_never_sent(tx: Tx, now: datetime) -> None:
    assert isinstance(await enter(tx, "000000", now), CodeExpired)


async def test_a_code_of_five_minutes_ago(tx: Tx, now: datetime) -> None:
    code = await received(tx, NEW, now)
    assert isinstance(await enter(tx, code, now + 5 * MINUTE), CodeExpired)


async def test_a_code_is_used_once(tx: Tx, now: datetime) -> None:
    code = await received(tx, NEW, now)
    assert isinstance(await enter(tx, code, now), SignedIn)
    assert isinstance(await enter(tx, code, now), CodeExpired)


async def test_a_newer_code_takes_the_place_of_the_older(tx: Tx, now: datetime) -> None:
    older = await received(tx, NEW, now)
    newer = await received(tx, NEW, now + MINUTE)
    if older != newer:
        assert isinstance(await enter(tx, older, now + MINUTE), WrongCode)
    assert isinstance(await enter(tx, newer, now + MINUTE), SignedIn)


async def test_five_wrong_codes_make_the_right_one_worthless_until_the_next(tx: Tx, now: datetime) -> None:
    code = await received(tx, NEW, now)
    for left in (4, 3, 2, 1, 0):
        wrong = await enter(tx, other(code), now)
        assert isinstance(wrong, WrongCode)
        assert wrong.facts == {"tries_left": left}
    assert isinstance(await enter(tx, code, now), TooManyTries)
    assert isinstance(await enter(tx, await received(tx, NEW, now + MINUTE), now + MINUTE), SignedIn)


async def test_a_code_belongs_to_one_number(tx: Tx, now: datetime) -> None:
    code = await received(tx, NEW, now)
    mine = await received(tx, phone_of(ANN), now)
    if code != mine:
        assert isinstance(await enter(tx, code, now, phone=phone_of(ANN)), WrongCode)


async def test_a_number_turned_away_for_age_stays_so_until_of_age(tx: Tx, now: datetime) -> None:
    joined = await enter(tx, await received(tx, NEW, now), now)
    assert isinstance(joined, SignedIn)
    form = people.ProfileForm(nickname="Kid", gender="unsaid", birthday=date(2008, 3, 2))
    assert isinstance(await people.save_profile(tx, POLICY, joined.person_id, form, now), TooYoung)
    again = now + MINUTE
    assert isinstance(await enter(tx, await received(tx, NEW, again), again), TooYoung)
    assert await people_count.one(tx) == 0
    grown_up = now + timedelta(days=1)
    assert isinstance(await enter(tx, await received(tx, NEW, grown_up), grown_up), SignedIn)


async def test_a_wrong_code_counts_although_it_is_refused(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        code = await received(tx, NEW, now)
    async with db.transaction() as tx:
        await enter(tx, other(code), now)
    async with db.transaction() as tx:
        assert (await codes.by_phone.one(tx, phone_key=SECRET.phone_key(NEW))).tries == 1


async def test_of_two_who_use_one_code_at_once_one_gets_in(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        code = await received(tx, NEW, now)

    async def one() -> SignedIn | Refusal:
        async with db.transaction() as tx:
            return await enter(tx, code, now)

    outcomes = await asyncio.gather(*(one() for _ in range(8)))
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, CodeExpired) for outcome in outcomes) == 7


async def test_eight_who_guess_at_once_have_five_tries(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        code = await received(tx, NEW, now)

    async def one() -> SignedIn | Refusal:
        async with db.transaction() as tx:
            return await enter(tx, other(code), now)

    outcomes = await asyncio.gather(*(one() for _ in range(8)))
    assert sum(isinstance(outcome, WrongCode) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, TooManyTries) for outcome in outcomes) == 3


async def test_of_many_who_ask_for_a_code_at_once_one_is_sent(db: Database, now: datetime) -> None:
    async def one() -> bool:
        try:
            async with db.transaction() as tx:
                await people.send_code(tx, SECRET, POLICY, NEW, now)
        except CodeTooSoon:
            return False
        return True

    assert sum(await asyncio.gather(*(one() for _ in range(8)))) == 1
    async with db.transaction() as tx:
        assert len(await waiting.all(tx)) == 1


async def test_a_code_for_a_known_number_takes_the_same_steps_as_for_an_unknown(db: Database, now: datetime) -> None:
    async with db.transaction() as tx:
        await enrol(tx, ANN, now)
    done = []
    for phone in (phone_of(ANN), NEW):
        async with db.transaction() as tx:
            before = {row.relname: row for row in await work.all(tx)}
            await people.send_code(tx, SECRET, POLICY, phone, now)
            after = {row.relname: row for row in await work.all(tx)}
        done.append(
            {
                name: (row.reads - before[name].reads, row.writes - before[name].writes)
                for name, row in after.items()
                if row != before[name]
            }
        )
    known, unknown = done
    assert known == unknown
    assert known["sign_in_code"][1] == 1
    assert not {"person", "phone", "profile"} & set(known)


async def test_nothing_that_waits_shows_number_or_code(tx: Tx, now: datetime) -> None:
    code = await received(tx, NEW, now)
    (message_id,) = await waiting.all(tx)
    assert json.loads(await job_args.one(tx)) == {"message_id": str(message_id)}
    kept = await sealed.one(tx, message_id=message_id)
    row = await codes.by_phone.one(tx, phone_key=SECRET.phone_key(NEW))
    for secret in (NEW.encode(), NEW[3:].encode(), code.encode()):
        assert secret not in kept
        assert secret not in row.code_hash
