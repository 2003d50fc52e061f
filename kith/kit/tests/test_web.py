"""The edge: a body has exactly the published types, and a path tells every method that it knows."""

from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar, get, put
from litestar.exceptions import ValidationException
from litestar.params import FromPath, JSONBody
from litestar.testing import TestClient
from msgspec import Struct

from kith.kit import web

ID = "0198c2f0-0000-7000-8000-000000000001"
RIGHT: dict[str, Any] = {"on": True, "fen": 5, "who": ID}


class Line(Struct):
    on: bool
    fen: int
    who: UUID
    more: list["Line"] = []


@put("/lines/{number:int}")
async def write(number: FromPath[int], data: JSONBody[Line]) -> Line:
    return data


@get("/lines/{number:int}")
async def read(number: FromPath[int]) -> int:
    return number


def application(*handlers: Any) -> Litestar:
    refusing = {ValidationException: web.invalid}
    return Litestar(handlers, request_class=web.StrictRequest, exception_handlers=refusing)


def test_what_has_the_published_types_is_taken() -> None:
    with TestClient(application(write)) as client:
        body = {**RIGHT, "more": [{**RIGHT, "more": []}]}
        assert client.put("/lines/1", json=body).json() == body


def test_a_number_without_a_fraction_is_an_integer_however_it_is_written() -> None:
    with TestClient(application(write)) as client:
        body = {**RIGHT, "fen": 5.0, "more": [{**RIGHT, "fen": 5e0}], "unknown": {"one": [0.5]}}
        assert client.put("/lines/1", json=body).json() == {**RIGHT, "more": [{**RIGHT, "more": []}]}


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"on": 0}, "on"),
        ({"on": "true"}, "on"),
        ({"fen": "5"}, "fen"),
        ({"fen": True}, "fen"),
        ({"fen": 5.5}, "fen"),
        ({"who": 5}, "who"),
        ({"more": [RIGHT, {**RIGHT, "fen": "5"}]}, "more[1].fen"),
    ],
)
def test_nothing_becomes_what_it_is_not(wrong: dict[str, Any], key: str) -> None:
    with TestClient(application(write)) as client:
        answer = client.put("/lines/1", json=RIGHT | wrong)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
        assert key in answer.text


@pytest.mark.parametrize("handlers", [[read, write], [write, read]])
def test_a_path_tells_every_method(handlers: list[Any]) -> None:
    with TestClient(application(*web.options(handlers), *handlers)) as client:
        asked, wrong = client.options("/lines/1"), client.delete("/lines/1")
        assert (asked.status_code, asked.headers["allow"]) == (204, "GET, OPTIONS, PUT")
        assert (wrong.status_code, set(wrong.headers["allow"].split(", "))) == (405, {"GET", "OPTIONS", "PUT"})
