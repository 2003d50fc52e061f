"""Where a value stands in a database, whatever table and column, and in the files of a folder."""

import re
from collections.abc import Iterable
from pathlib import Path

from psycopg import sql

from kith.kit.sql import Query, Tx

tables = Query(str, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")


async def in_tables(tx: Tx, values: Iterable[str]) -> list[str]:
    """`table: value` for each row that holds a value, as text or as bytes; the code of a place counts only where it is
    no piece of an id or a moment."""
    wanted = {value: re.compile(f"{_whole(value)}|{value.encode().hex()}") for value in values}
    found: list[str] = []
    for table in await tables.all(tx):
        rows = await tx.execute(sql.SQL("SELECT t::text FROM {} AS t").format(sql.Identifier(table)))
        async for (row,) in rows:
            found += [f"{table}: {value}" for value, form in wanted.items() if form.search(row)]
    return found


def in_files(folder: Path, values: Iterable[str], *, but: Iterable[str] = ()) -> list[str]:
    """`file: value` for each file under the folder that holds a value; the folders named `but` are left out."""
    wanted = {value: value.encode() for value in values}
    left_out = set(but)
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not left_out & set(inside.parts):
            content = path.read_bytes()
            found += [f"{inside}: {value}" for value, raw in wanted.items() if raw in content]
    return found


def _whole(value: str) -> str:
    return rf"(?<![0-9a-f.-]){value}(?![0-9a-f-])" if value.isdigit() and len(value) == 6 else re.escape(value)
