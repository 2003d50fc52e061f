"""Every SQL constant is prepared by a real PostgreSQL, and its columns are held against the struct they become."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import psycopg
import pytest

import kith
from kith.kit.sql import Query, Statement, Tx

_TYPES: dict[str, tuple[Any, ...]] = {
    "bool": (bool,),
    "int2": (int,),
    "int4": (int,),
    "int8": (int,),
    "numeric": (Decimal,),
    "float8": (float,),
    "text": (str,),
    "varchar": (str,),
    "bytea": (bytes,),
    "uuid": (UUID,),
    "timestamptz": (datetime,),
    "date": (date,),
    "interval": (timedelta,),
    "jsonb": (dict, list),
    "_text": (list,),
    "_timestamptz": (list,),
    "_uuid": (list,),
    "_int8": (list,),
    "_int4": (list,),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sb]")


def statements() -> Iterator[tuple[str, Query[Any] | Statement]]:
    """Every module constant of the program that is SQL."""
    for module in pkgutil.walk_packages(kith.__path__, "kith."):
        if ".tests" in module.name or module.name.startswith("kith.simulator"):
            continue
        loaded = importlib.import_module(module.name)
        for name, value in vars(loaded).items():
            if isinstance(value, Query | Statement):
                yield f"{module.name}.{name}", value


ALL = dict(statements())


def numbered(text: str) -> bytes:
    """psycopg's named placeholders as PostgreSQL's numbered ones."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return _PLACEHOLDER.sub(number, text).replace("%%", "%").encode()


def plain(hint: Any) -> tuple[set[Any], bool]:
    """The runtime types a field accepts, and whether it accepts NULL."""
    if isinstance(hint, NewType):
        return plain(hint.__supertype__)
    if get_origin(hint) in (Union, UnionType):
        kinds: set[Any] = set()
        for part in get_args(hint):
            kinds |= plain(part)[0]
        return kinds - {NoneType}, NoneType in kinds
    if get_origin(hint) is Literal:
        return {type(value) for value in get_args(hint)}, False
    if hasattr(hint, "__metadata__"):
        return plain(hint.__origin__)
    return {get_origin(hint) or hint}, False


async def described(tx: Tx, text: str) -> list[tuple[str, str, int, int]]:
    """Name, type name, origin table and origin column of each result column."""
    await tx.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    pg = tx.pgconn
    pg.prepare(b"", numbered(text))
    answer = pg.describe_prepared(b"")
    assert not answer.error_message, f"{answer.error_message!r}\n{text}"
    oids = [answer.ftype(i) for i in range(answer.nfields)]
    cursor = await tx.execute("SELECT oid::int, typname FROM pg_type WHERE oid = ANY(%s)", [oids])
    types = dict(await cursor.fetchall())
    return [
        ((answer.fname(i) or b"").decode(), types[oids[i]], answer.ftable(i), answer.ftablecol(i))
        for i in range(answer.nfields)
    ]


async def never_null(tx: Tx, text: str, table: int, column: int) -> bool:
    """True where the column comes straight from a NOT NULL column and no outer join can lose it."""
    if not table or re.search(r"\b(LEFT|RIGHT|FULL)\b", text, re.I):
        return False
    query = "SELECT attnotnull FROM pg_attribute WHERE attrelid = %s AND attnum = %s"
    row = await (await tx.execute(query, [table, column])).fetchone()
    return bool(row and row[0])


@pytest.mark.parametrize("name", ALL)
async def test_statement(tx: Tx, name: str) -> None:
    statement = ALL[name]
    assert "SELECT *" not in statement.text
    columns = await described(tx, statement.text)
    if isinstance(statement, Statement):
        return
    if issubclass(statement.row, msgspec.Struct):
        hints = get_type_hints(statement.row, include_extras=True)
        assert [column[0] for column in columns] == list(statement.row.__struct_fields__), "columns = fields, in order"
        wanted = [hints[column[0]] for column in columns]
    else:
        wanted = [statement.row]
        assert len(columns) == 1
    for (column, typname, table, number), hint in zip(columns, wanted, strict=True):
        kinds, nullable = plain(hint)
        assert kinds & set(_TYPES[typname]), f"{column}: {typname} does not become {hint}"
        if nullable:
            assert not await never_null(tx, statement.text, table, number), (
                f"{column} is never NULL, {hint} says it may"
            )
        elif table:
            origin = await never_null(tx, statement.text, table, number)
            assert origin or re.search(r"NOT NULL|JOIN", statement.text), (
                f"{column} may be NULL, {hint} says it may not"
            )


def test_there_are_statements() -> None:
    assert len(ALL) > 50


def test_a_wrong_statement_is_noticed(shared_url: str) -> None:
    with psycopg.connect(shared_url) as connection:
        answer = connection.pgconn.prepare(b"", numbered("SELECT nothing FROM nowhere WHERE x = %(x)s"))
        assert b"nowhere" in answer.error_message
