"""The OpenAPI document is valid, complete and tidy: from it the typed client and the reference page are made."""

import ast
import inspect
import json
import os
import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from kith.kit.refusal import Refusal
from kith.kit.sse import EVENT_STREAM
from kith.kit.web import PROBLEM_JSON
from kith.main.document import ASSETS
from tests.operations import UNSAFE, Json, Operation, application, described

APP, DOCUMENT = application()
OPERATIONS = {operation.name: operation for operation in described(DOCUMENT)}
HANDLERS = {
    handler.operation_id: handler
    for route in APP.routes
    if isinstance(route, HTTPRoute)
    for handler in route.route_handlers
    if handler.resolve_include_in_schema() and "OPTIONS" not in handler.http_methods
}
SCHEMAS: Json = DOCUMENT["components"]["schemas"]

every_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)

CLIENT = Path(__file__).parents[1] / "web" / "api" / "openapi.json"

_TYPES = {"string", "integer", "number", "boolean", "array", "object", "null"}
_CANNOT_BE = {("viewGiftDoor", "person_not_found"), ("listMyWishes", "friends_only")}
"""A verb's refusals that one of its routes cannot meet: who asks exists, and is not a stranger to oneself."""
_RAISED = re.compile(r"`([\w.]+)`")


def nodes(node: object) -> Iterator[Json]:
    """Every object of a JSON value."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)
    elif isinstance(node, list):
        for value in node:
            yield from nodes(value)


def said_of(operation: Operation) -> Json:
    assert operation.described is not None
    return operation.described


def test_the_frame() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert {"title", "version", "description", "license"} <= DOCUMENT["info"].keys()
    assert DOCUMENT["security"] == [{"bearer": []}, {"cookie": []}]
    assert DOCUMENT["components"]["securitySchemes"].keys() == {"bearer", "cookie", "operator"}
    assert all(path.startswith("/") and item for path, item in DOCUMENT["paths"].items())


def test_operation_ids_are_unique() -> None:
    names = [operation.name for operation in described(DOCUMENT)]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert HANDLERS.keys() == OPERATIONS.keys(), "an operation id that the framework made up"


@every_operation
def test_it_has_a_name_a_tag_and_a_summary(operation: Operation) -> None:
    said = said_of(operation)
    assert re.fullmatch(r"[a-z]+([A-Z][a-z]+)*", operation.name)
    assert len(said["tags"]) == 1
    assert re.fullmatch(r"[A-Z].* .*[^.]", said["summary"]), said["summary"]
    docstring = " ".join((HANDLERS[operation.name].fn.__doc__ or "").split())
    assert docstring.startswith(said["summary"])
    assert docstring.rstrip(".").endswith(said.get("description", "").rstrip("."))


@every_operation
def test_its_parameters_are_described(operation: Operation) -> None:
    parameters = said_of(operation).get("parameters", [])
    keys = [(parameter["in"], parameter["name"]) for parameter in parameters]
    assert len(set(keys)) == len(keys)
    assert sorted(name for where, name in keys if where == "path") == sorted(operation.parameters)
    for parameter in parameters:
        assert parameter["schema"]
        assert parameter["required"] or parameter["in"] != "path"


@every_operation
def test_every_list_is_paged(operation: Operation) -> None:
    content = said_of(operation)["responses"].get("200", {}).get("content", {})
    if EVENT_STREAM in content:
        return
    answer = content.get("application/json", {})
    parameters = {parameter["name"]: parameter["schema"] for parameter in said_of(operation).get("parameters", [])}
    if answer.get("schema", {}).get("$ref", "").endswith("Page"):
        assert {"after", "limit"} <= parameters.keys()
        assert (parameters["limit"]["minimum"], parameters["limit"]["maximum"]) == (1, 100)
        assert operation.documents(404, "bad_cursor")
    else:
        assert not {"after", "limit"} & parameters.keys()


@every_operation
def test_its_answers_are_described(operation: Operation) -> None:
    answers: dict[str, Json] = said_of(operation)["responses"]
    assert len([status for status in answers if status.startswith("2")]) == 1
    for status, answer in answers.items():
        assert re.fullmatch(r"[1-5]\d\d", status)
        assert answer["description"]
        if status >= "400":
            assert answer["content"] == {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}}


@every_operation
def test_it_documents_what_its_session_may_refuse(operation: Operation) -> None:
    asked = inspect.signature(HANDLERS[operation.name].fn).parameters
    takes_me, takes_operator = "me" in asked, "operator" in asked
    newcomers = "newcomers" in HANDLERS[operation.name].opt
    assert operation.public != (takes_me or takes_operator)
    assert operation.documents(401, "sign_in_first") == (takes_me or takes_operator)
    assert operation.documents(403, "profile_incomplete") == (takes_me and not newcomers)
    assert operation.documents(403, "role_missing") == takes_operator
    assert (said_of(operation).get("security") == [{"operator": []}]) == takes_operator
    if takes_me or takes_operator:
        assert operation.documents(403, "cross_site") == (operation.method in UNSAFE)


@every_operation
def test_it_documents_every_refusal_of_the_verbs_it_calls(operation: Operation) -> None:
    for refusal in refusals_of(HANDLERS[operation.name]):
        if (operation.name, refusal.code) not in _CANNOT_BE:
            assert operation.documents(refusal.status, refusal.code), refusal.__name__


def refusals_of(handler: HTTPRouteHandler) -> Iterator[type[Refusal]]:
    """The refusals that the docstrings of its verbs say they raise."""
    function = inspect.unwrap(handler.fn)
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if not isinstance(node, ast.Await) or not isinstance(node.value, ast.Call):
            continue
        verb = looked_up(ast.unparse(node.value.func), function.__globals__)
        if isinstance(verb, FunctionType):
            yield from raised(verb)


def raised(verb: FunctionType) -> Iterator[type[Refusal]]:
    for sentence in re.split(r"(?<=\.)\s+", verb.__doc__ or ""):
        if "Raises" in sentence or "raises" in sentence:
            for name in _RAISED.findall(sentence):
                found = looked_up(name, verb.__globals__)
                if isinstance(found, type) and issubclass(found, Refusal):
                    yield found


def looked_up(dotted: str, names: dict[str, Any]) -> object:
    """What a dotted name means where `names` are the globals; None where it means nothing."""
    first, *rest = dotted.split(".")
    found = names.get(first)
    for name in rest:
        found = getattr(found, name, None) if isinstance(found, ModuleType) else None
    return found


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    used = {node["$ref"] for node in nodes(DOCUMENT) if "$ref" in node}
    assert used == {f"#/components/schemas/{name}" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_has_a_tidy_name(name: str) -> None:
    assert re.fullmatch(r"([A-Z][a-z]+)+", name)
    schema = SCHEMAS[name]
    assert schema["title"] == name
    assert set(schema.get("required", [])) <= schema["properties"].keys()
    for node in nodes(schema["properties"]):
        if isinstance(node.get("type"), str):
            assert node["type"] in _TYPES
        if isinstance(node.get("pattern"), str):
            re.compile(node["pattern"])


def test_the_document_and_the_page_are_served_without_the_internet() -> None:
    with TestClient(APP) as client:
        assert client.get("/openapi.json").json() == DOCUMENT
        page = client.get("/docs").text
        assets = re.findall(r'(?:src|href)="([^"]*)"', page)
        assert len(assets) == 3
        assert all(asset.startswith("/docs/assets/") for asset in assets)
        assert not re.search(r"cdn|unpkg|jsdelivr|googleapis", page)
        assert '"operationId":"giveGift"' in page
        assert "kith.people" not in page
        if ASSETS.exists():
            assert all(client.get(asset).status_code == 200 for asset in assets)


def test_the_web_client_is_made_of_this_document() -> None:
    made = json.dumps(DOCUMENT, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("KITH_WRITE_DOCUMENT"):
        CLIENT.write_text(made)
    assert CLIENT.read_text() == made, "run `make api` and look at the difference"
