"""Statements that share a round trip: in their order, each with its own answer, and none after one that fails."""

import asyncio

import pytest
from msgspec import Struct
from psycopg import ProgrammingError, errors

from kith.kit import commit
from kith.kit.sql import Database, NoRow, Query, Statement, Tx, together

pytestmark = pytest.mark.asyncio


class Said(Struct, frozen=True):
    """A row."""

    number: int
    word: str | None


say = Statement("INSERT INTO said (number, word) VALUES (%(number)s, %(word)s)")
unsay = Statement("DELETE FROM said WHERE number = %(number)s OR word LIKE '%%' || %(number)s::text")
heard = Query(Said, "SELECT number, word FROM said ORDER BY number")
turned = Query(Said, "SELECT word, number FROM said ORDER BY number")
one = Query(int, "SELECT 1")
divided = Query(int, "SELECT 1 / 0")
lengths = Query(int, "SELECT length(word) FROM said WHERE number = %(number)s OR word = %(word)s ORDER BY number")


@pytest.fixture
async def empty(db: Database) -> Database:
    """A database with a table to write into."""
    async with db.transaction() as tx:
        await tx.execute("CREATE TABLE said (number int PRIMARY KEY, word text)")
    return db


async def words(db: Database) -> list[str | None]:
    async with db.connection() as connection:
        return [row.word for row in await heard.all(connection)]


async def test_each_gets_its_own_answer_whoever_waits(empty: Database) -> None:
    async with empty.transaction() as tx:
        say.send(tx, number=1, word="one")
        before = heard.send(tx)
        say.send(tx, number=70_000, word=None)
        after = heard.send(tx)
        assert await unsay.run(tx, number=1) == 1
        assert await unsay.run(tx, number=1) == 0
        assert await after.all() == [Said(1, "one"), Said(70_000, None)]
        assert await before.one() == Said(1, "one")
        assert await turned.maybe(tx) == Said(70_000, None)
        assert await lengths.maybe(tx, number=5, word="five") is None
        with pytest.raises(NoRow):
            await lengths.one(tx, number=5, word=None)


async def test_what_nobody_waited_for_is_committed(empty: Database) -> None:
    async with empty.transaction() as tx:
        say.send(tx, number=1, word="one")
    async with empty.connection() as connection:
        say.send(connection, number=2, word="two")
    assert await words(empty) == ["one", "two"]


async def test_what_was_not_sent_when_something_failed_is_left_to_nobody(empty: Database) -> None:
    async def fails() -> None:
        async with empty.connection() as connection:
            say.send(connection, number=1, word="one")
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    assert await words(empty) == []


async def test_what_the_driver_does_itself_comes_after_it(empty: Database) -> None:
    async with empty.transaction() as tx:
        say.send(tx, number=1, word="one")
        assert (await (await tx.execute("SELECT word FROM said")).fetchone()) == ("one",)
        async with commit.savepoint(tx):
            say.send(tx, number=2, word="two")
    assert await words(empty) == ["one", "two"]


async def test_the_error_is_of_the_statement_that_failed_and_nothing_after_it_is_done(empty: Database) -> None:
    async def fail() -> None:
        async with empty.transaction() as tx:
            say.send(tx, number=1, word="one")
            say.send(tx, number=1, word="again")
            answer = heard.send(tx)
            with pytest.raises(errors.UniqueViolation) as raised:
                await answer.all()
            assert raised.value.__notes__ == [say.text]
            assert raised.value.diag.constraint_name == "said_pkey"
            with pytest.raises(errors.InFailedSqlTransaction):
                await answer.all()
            raise raised.value

    with pytest.raises(errors.UniqueViolation):
        await fail()
    assert await words(empty) == []


async def test_what_fails_at_the_commit_undoes_all_of_it(empty: Database) -> None:
    async def fail() -> None:
        async with empty.transaction() as tx:
            await say.run(tx, number=1, word="one")
            say.send(tx, number=1, word="again")

    for _ in range(2):
        with pytest.raises(errors.UniqueViolation):
            await fail()
    assert await words(empty) == []


async def test_an_error_that_was_passed_over_is_no_commit(empty: Database) -> None:
    async def pass_over() -> None:
        async with empty.transaction() as tx:
            await say.run(tx, number=1, word="one")
            with pytest.raises(errors.UniqueViolation):
                await say.run(tx, number=1, word="again")

    with pytest.raises(errors.InFailedSqlTransaction):
        await pass_over()
    assert await words(empty) == []


async def test_a_deed_that_raises_sends_nothing_more(empty: Database) -> None:
    class Broken(Exception):
        """A deed fails."""

    async def break_off(*, first: bool) -> None:
        async with empty.transaction() as tx:
            if first:
                await say.run(tx, number=1, word="one")
            say.send(tx, number=2, word="two")
            raise Broken

    for first in (True, False):
        with pytest.raises(Broken):
            await break_off(first=first)
    assert await words(empty) == []


async def test_what_is_prepared_stays_so_whatever_the_driver_is_asked(fresh_url: str) -> None:
    async with Database(fresh_url, size=1) as db, db.connection() as connection:
        for _ in range(12):
            assert await Query(int, "SELECT 1").one(connection) == 1
            assert await one.one(connection) == 1
            await connection.execute("SELECT %s::int", [1])
            async with connection.transaction(force_rollback=True):
                await connection.execute("SELECT %s::int", [1])


async def test_reads_go_abreast(empty: Database) -> None:
    async def twice(tx: Tx) -> list[int]:
        return [await one.one(tx), *(await lengths.all(tx, number=1, word=None))]

    async with empty.transaction() as tx:
        say.send(tx, number=1, word="three")
        found, said, nothing = await together(tx, twice(tx), heard.all(tx), lengths.maybe(tx, number=2, word=None))
        assert (found, said, nothing) == ([1, 5], [Said(1, "three")], None)

    async def divide() -> None:
        async with empty.transaction() as tx:
            await together(tx, twice(tx), divided.one(tx))

    with pytest.raises(errors.DivisionByZero):
        await divide()


async def test_nothing_else_goes_abreast(empty: Database) -> None:
    async with empty.transaction() as tx:
        with pytest.raises(ProgrammingError):
            await together(tx, one.one(tx), tx.execute("SELECT 1"))
        assert await one.one(tx) == 1


async def test_a_row_that_was_certain_and_is_not_there_undoes_the_deed(empty: Database) -> None:
    async def expect(*, wait: bool) -> None:
        async with empty.transaction() as tx:
            say.send(tx, number=1, word="one")
            lengths.expect(tx, number=1, word=None)
            lengths.expect(tx, number=2, word=None)
            if wait:
                await one.one(tx)

    for wait in (True, False):
        with pytest.raises(NoRow):
            await expect(wait=wait)
    assert await words(empty) == []


async def test_more_than_the_socket_holds_goes_both_ways(empty: Database) -> None:
    async with empty.transaction() as tx:
        for number in range(1, 9):
            say.send(tx, number=number, word=str(number) * 1_000_000)
            heard.send(tx)
    assert [len(word or "") for word in await words(empty)] == [1_000_000] * 8


async def test_one_that_is_cancelled_leaves_the_connection_well(fresh_url: str) -> None:
    rest = Query(str, "SELECT pg_sleep(60)::text")
    async with Database(fresh_url, size=1) as db:

        async def wait_for_ever() -> None:
            async with db.transaction() as tx:
                started.set()
                await rest.all(tx)

        started = asyncio.Event()
        waiting = asyncio.create_task(wait_for_ever())
        await started.wait()
        for _ in range(3):
            await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        async with db.transaction() as tx:
            assert await Query(int, "SELECT 1").one(tx) == 1
