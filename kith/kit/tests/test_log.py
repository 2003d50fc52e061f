"""A log line says what broke and where, and quotes nothing that somebody sent."""

import json
import logging

import psycopg
import pytest
import structlog

from kith.kit import log
from kith.kit.sql import Tx


def logged(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return json.loads(capsys.readouterr().err.splitlines()[-1])


def test_a_trace_has_places_and_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("info")
    secret = "13900000000"
    try:
        int(secret + "x")
    except ValueError:
        structlog.get_logger("kith.test").exception("it broke")
    line = logged(capsys)
    assert line["exception"][0]["error"] == "builtins.ValueError"
    assert "test_log.py" in line["exception"][0]["at"][0]
    assert secret not in json.dumps(line)


async def test_a_row_is_not_quoted(tx: Tx, capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("info")
    await tx.execute("CREATE TEMP TABLE kept (street text CONSTRAINT short CHECK (length(street) < 3))")
    try:
        await tx.execute("INSERT INTO kept VALUES ('虚构路 88 号')")
    except psycopg.Error:
        logging.getLogger("some.library").exception("it broke")
    line = logged(capsys)
    assert line["exception"][0]["constraint"] == "short"
    assert line["exception"][0]["sqlstate"] == "23514"
    assert "虚构路" not in json.dumps(line, ensure_ascii=False)
