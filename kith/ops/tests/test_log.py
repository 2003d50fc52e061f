"""The log of operators: it only grows, nobody comes between, and whatever is changed in it shows."""

import asyncio
from contextlib import suppress
from datetime import datetime

import psycopg
import pytest

from kith.kit.page import BadCursor
from kith.kit.sql import Database
from kith.ops.audit import audit
from kith.ops.export_log import export_log
from kith.ops.list_log import list_log
from kith.ops.record import record


async def write(db: Database, now: datetime, *deeds: str) -> None:
    async with db.transaction() as tx:
        for deed in deeds:
            await record(tx, "test", deed, f"thing/{deed[0]}", now=now, facts={"fen": 7, "why": "因为"})


async def test_it_is_read_in_pages_and_by_what_it_is_about(db: Database, now: datetime) -> None:
    await write(db, now, "add", "bend")
    await write(db, now, "axe")
    async with db.transaction() as tx:
        every = {"about": None, "deed": None, "by": None}
        first = await list_log(tx, **every, after=None, limit=2)
        rest = await list_log(tx, **every, after=first.next, limit=2)
        assert [(one.entry, one.deed) for one in (*first.items, *rest.items)] == [(3, "axe"), (2, "bend"), (1, "add")]
        assert rest.next is None
        assert first.items[0].facts == {"fen": 7, "why": "因为"}
        about = await list_log(tx, about="thing/a", deed=None, by="test", after=None, limit=5)
        assert [one.deed for one in about.items] == ["axe", "add"]
        assert (await list_log(tx, about=None, deed="axe", by="nobody", after=None, limit=5)).items == []
        with pytest.raises(BadCursor):
            await list_log(tx, **every, after="x", limit=2)
    async with db.transaction() as tx:
        table = await export_log(tx, after=1, by="test", now=now)
    assert [line.split(",")[0] for line in table.splitlines()] == ["entry", "2", "3"]
    async with db.transaction() as tx:
        assert (await list_log(tx, **every, after=None, limit=1)).items[0].deed == "export_log"


async def test_what_is_undone_is_not_in_it(db: Database, now: datetime) -> None:
    with suppress(RuntimeError):
        async with db.transaction() as tx:
            await record(tx, "test", "nothing", "thing/n", now=now)
            raise RuntimeError
    async with db.transaction() as tx:
        assert (await list_log(tx, about=None, deed=None, by=None, after=None, limit=5)).items == []


async def test_many_at_once_make_one_chain(db: Database, now: datetime) -> None:
    await asyncio.gather(*(write(db, now, f"deed {number}", "twice") for number in range(20)))
    assert await audit(db) == []
    async with db.transaction() as tx:
        page = await list_log(tx, about=None, deed=None, by=None, after=None, limit=100)
    assert [one.entry for one in page.items] == list(range(40, 0, -1))


@pytest.mark.parametrize(
    "text",
    ["UPDATE operator_log SET by = 'me'", "DELETE FROM operator_log WHERE entry = 2", "TRUNCATE operator_log"],
)
async def test_the_database_does_not_let_it_be_changed(db: Database, fresh_url: str, now: datetime, text: str) -> None:
    await write(db, now, "one", "two", "three")
    with psycopg.connect(fresh_url, autocommit=True) as connection, pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute(text)  # pyright: ignore[reportArgumentType, reportCallIssue]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("UPDATE operator_log SET by = 'me' WHERE entry = 2", "2"),
        ("UPDATE operator_log SET facts = '{}' WHERE entry = 3", "3"),
        ("UPDATE operator_log SET at = at + interval '1 microsecond' WHERE entry = 1", "1"),
        ("DELETE FROM operator_log WHERE entry = 2", "3"),
        ("DELETE FROM operator_log WHERE entry = 1", "2"),
        (
            "UPDATE operator_log SET previous = (SELECT hash FROM operator_log WHERE entry = 1) WHERE entry = 3",
            "3",
        ),
    ],
)
async def test_who_changes_it_all_the_same_is_found_out(
    db: Database, fresh_url: str, now: datetime, text: str, entry: str
) -> None:
    await write(db, now, "one", "two", "three")
    with psycopg.connect(fresh_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE operator_log DISABLE TRIGGER operator_log_append_only")
        connection.execute(text)  # pyright: ignore[reportArgumentType, reportCallIssue]
    assert [(one.check, one.subject) for one in await audit(db)] == [("operators_log_is_whole", entry)]
