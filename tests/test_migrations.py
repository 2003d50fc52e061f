"""The migrations, `schema.sql` and the distribution that each table declares."""

import os
import re
import subprocess
from pathlib import Path

import psycopg
import pytest
from procrastinate.schema import SchemaManager

from kith.main.migrate import MIGRATIONS
from kith.main.postgres import BIN, Embedded

ROOT = MIGRATIONS.parent
OURS = sorted(path for path in MIGRATIONS.glob("*.sql") if path.name != "0001_jobs.sql")
_TABLE = re.compile(r"CREATE TABLE (\w+)")
_DECLARED = re.compile(r"-- distribution: (\w+)\n(?:--[^\n]*\n)*CREATE TABLE (\w+)")


def dumped(postgres: Embedded) -> str:
    """The schema as pg_dump prints it, without the lines that name versions or a session."""
    command = [str(BIN / "pg_dump"), "--schema-only", "--no-owner", "--no-privileges", postgres.url("template")]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    kept = [line for line in text.splitlines() if not re.match(r"-- Dumped|\\(un)?restrict", line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() + "\n"


def test_schema_sql_is_what_the_migrations_make(postgres: Embedded) -> None:
    path = ROOT / "schema.sql"
    made = dumped(postgres)
    if os.environ.get("KITH_WRITE_SCHEMA"):
        path.write_text(made)
    assert path.read_text() == made, "run `make schema` and look at the difference"


def test_the_job_queue_is_the_installed_version() -> None:
    assert SchemaManager.get_schema().strip() in (MIGRATIONS / "0001_jobs.sql").read_text()


@pytest.mark.parametrize("path", sorted(MIGRATIONS.glob("*.sql")), ids=lambda path: path.name)
def test_a_migration_waits_for_no_lock(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("-- migrate:up\n")
    assert "-- migrate:down" in text
    assert "SET LOCAL lock_timeout = '2s';" in text


def test_numbers_follow_each_other() -> None:
    numbers = [int(path.name.split("_")[0]) for path in sorted(MIGRATIONS.glob("*.sql"))]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_every_table_declares_its_distribution(path: Path) -> None:
    text = path.read_text()
    assert {name for _, name in _DECLARED.findall(text)} == set(_TABLE.findall(text))


def declared() -> dict[str, str]:
    return {table: column for path in OURS for column, table in _DECLARED.findall(path.read_text())}


@pytest.mark.parametrize(("table", "column"), declared().items())
def test_every_key_contains_the_distribution_column(shared_url: str, table: str, column: str) -> None:
    if column in ("reference", "local"):
        return
    with psycopg.connect(shared_url) as connection:
        keys = connection.execute(
            """
            SELECT i.indexrelid::regclass::text, array_agg(a.attname::text) FROM pg_index i
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
            WHERE i.indrelid = %s::regclass AND i.indisunique GROUP BY 1
            """,
            [table],
        ).fetchall()
    assert keys, f"{table} has no key"
    for key, columns in keys:
        assert column in columns, f"{key} of {table} lacks {column}"


def test_foreign_keys_stay_on_one_shard(shared_url: str) -> None:
    places = declared()
    with psycopg.connect(shared_url) as connection:
        rows = connection.execute(
            """
            SELECT c.conrelid::regclass::text, c.confrelid::regclass::text, array_agg(a.attname::text)
            FROM pg_constraint c
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
            WHERE c.contype = 'f' AND c.conrelid::regclass::text NOT LIKE 'procrastinate%' GROUP BY c.oid, 1, 2
            """
        ).fetchall()
    for source, target, columns in rows:
        if places[target] == "reference":
            continue
        assert places[source] == places[target], f"{source} → {target} would cross shards"
        assert places[source] == "local" or places[source] in columns, f"{source} → {target} would cross shards"
