"""What is put off to the end of a transaction, and what becomes of it when the end is another one."""

from collections.abc import Sequence

import pytest
from psycopg.errors import UniqueViolation

from kith.kit import commit
from kith.kit.sql import Database, Tx

pytestmark = pytest.mark.asyncio


class Broken(Exception):
    """A deed fails."""


@pytest.fixture
async def told(db: Database) -> list[str]:
    """The topics of committed transactions; a table to write into."""
    found: list[str] = []
    db.on_commit = found.extend
    async with db.transaction() as tx:
        await tx.execute("CREATE TABLE said (word text)")
    return found


async def write(tx: Tx, words: Sequence[str]) -> None:
    await tx.execute("INSERT INTO said VALUES (%s)", [" ".join(words)])


async def said(db: Database) -> list[str]:
    async with db.connection() as connection:
        return [row[0] for row in await (await connection.execute("SELECT word FROM said")).fetchall()]


async def test_rows_are_written_together_at_the_end_and_hints_come_after_the_commit(
    db: Database, told: list[str]
) -> None:
    async with db.transaction() as tx:
        for word in ("one", "two"):
            commit.write_last(tx, write, word)
            commit.hint(tx, word)
        assert (await (await tx.execute("SELECT count(*) FROM said")).fetchone()) == (0,)
        assert told == []
    assert await said(db) == ["one two"]
    assert told == ["one", "two"]


async def test_a_rollback_leaves_nothing_not_even_to_the_next_on_the_connection(db: Database, told: list[str]) -> None:
    async def break_off() -> None:
        async with db.transaction() as tx:
            commit.write_last(tx, write, "never")
            commit.hint(tx, "never")
            raise Broken

    with pytest.raises(Broken):
        await break_off()
    async with db.transaction() as tx:
        commit.hint(tx, "later")
    assert await said(db) == []
    assert told == ["later"]


async def test_a_commit_that_fails_tells_nothing(db: Database, told: list[str]) -> None:
    async with db.transaction() as tx:
        await tx.execute("CREATE TABLE odd (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")

    async def collide() -> None:
        async with db.transaction() as tx:
            commit.hint(tx, "never")
            await tx.execute("INSERT INTO odd VALUES (1), (1)")

    with pytest.raises(UniqueViolation):
        await collide()
    assert told == []


@pytest.mark.parametrize("failing", [Broken, commit.TakenBack, None])
async def test_a_savepoint_takes_back_what_was_put_off_in_it(
    db: Database, told: list[str], failing: type[Exception] | None
) -> None:
    async with db.transaction() as tx:
        commit.hint(tx, "before")
        try:
            async with commit.savepoint(tx):
                commit.write_last(tx, write, "inside")
                commit.hint(tx, "inside")
                if failing is not None:
                    raise failing
        except Broken:
            pass
        commit.hint(tx, "after")
    inside = [] if failing else ["inside"]
    assert await said(db) == inside
    assert told == ["before", *inside, "after"]
