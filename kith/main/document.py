"""The OpenAPI 3.1 description of the application, and the page that shows it without the internet."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import SwaggerRenderPlugin
from litestar.openapi.spec import Components, License, OpenAPI, SecurityScheme

from kith.kit.web import PROBLEM_JSON

VERSION = "0.1.0"
ASSETS = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "swagger-ui-dist"
"""The reference page's own scripts and styles."""

_REFERENCE = "#/components/schemas/"
_GENERIC = re.compile(r"(\w+?)_(?:\w+\.)*(\w+)_")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z0-9`])")

Json = dict[str, Any]


class Document:
    """Its JSON; empty until the application exists."""

    json: bytes = b""


def openapi_config() -> OpenAPIConfig:
    """How the application describes itself."""
    return _Config(
        title="Kith",
        version=VERSION,
        description="People near each other, and real gifts between them. Money is integer fen; times are UTC.",
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        path="/docs",
        render_plugins=[_reference_page()],
        components=Components(
            security_schemes={
                "bearer": SecurityScheme(type="http", scheme="bearer"),
                "cookie": SecurityScheme(type="apiKey", name="kith_session", security_scheme_in="cookie"),
                "operator": SecurityScheme(type="apiKey", name="kith_operator", security_scheme_in="cookie"),
            }
        ),
        security=[{"bearer": []}, {"cookie": []}],
        use_handler_docstrings=True,
    )


class _Description(OpenAPI):
    def to_schema(self) -> Json:
        """The document as JSON: what the framework made of the routes, in our own words."""
        document: Json = super().to_schema()
        for path, item in document["paths"].items():
            for operation in item.values():
                _summarise(operation)
                _refuse_as_problem(operation)
                _date_as_sent(operation)
                if "{" in path:
                    _may_lead_nowhere(operation)
        return _renamed(document)


class _Config(OpenAPIConfig):
    def to_openapi_schema(self) -> OpenAPI:
        plain = super().to_openapi_schema()
        return _Description(**{field.name: getattr(plain, field.name) for field in fields(plain)})


def _reference_page() -> SwaggerRenderPlugin:
    return SwaggerRenderPlugin(
        path="/",
        favicon="",
        js_url="/docs/assets/swagger-ui-bundle.js",
        css_url="/docs/assets/swagger-ui.css",
        standalone_preset_js_url="/docs/assets/swagger-ui-standalone-preset.js",
    )


def _summarise(operation: Json) -> None:
    """The first sentence of the handler's docstring is the summary, the rest the description."""
    first, *rest = _SENTENCE.split(" ".join(operation.pop("description", "").split()), maxsplit=1)
    operation["summary"] = first.rstrip(".")
    if rest:
        operation["description"] = rest[0]


def _refuse_as_problem(operation: Json) -> None:
    """Input that the schema forbids is answered by `kit.web.invalid`, not in the framework's own form."""
    if "400" in operation["responses"]:
        operation["responses"]["400"] = {
            "description": "`invalid_input`: The request does not have the published form.",
            "content": {PROBLEM_JSON: {"schema": {"$ref": f"{_REFERENCE}Problem"}}},
        }


def _date_as_sent(operation: Json) -> None:
    """Of a file the framework says that its date has the form of RFC 3339; a header has that of HTTP."""
    for answer in operation["responses"].values():
        if dated := answer.get("headers", {}).get("last-modified"):
            dated["schema"].pop("format", None)


def _may_lead_nowhere(operation: Json) -> None:
    """An address with something in it that is no id, or no name, is no address of ours."""
    operation["responses"].setdefault(
        "404",
        {
            "description": "`not_found`: Not found.",
            "content": {PROBLEM_JSON: {"schema": {"$ref": f"{_REFERENCE}Problem"}}},
        },
    )


def _renamed(document: Json) -> Json:
    """A page of cards is called `CardPage`, not after the modules in which its type lives."""
    schemas: Json = document["components"]["schemas"]
    names = {name: _GENERIC.sub(r"\2\1", name) for name in schemas}
    if len(set(names.values())) < len(names):
        raise ValueError(f"two schemas of one name: {sorted(names.values())}")
    for old, new in names.items():
        if new != old:
            schemas[old]["title"] = new
    document["components"]["schemas"] = {names[old]: schemas[old] for old in sorted(schemas, key=names.__getitem__)}
    _refer(document, {f"{_REFERENCE}{old}": f"{_REFERENCE}{new}" for old, new in names.items()})
    return document


def _refer(node: object, names: dict[str, str]) -> None:
    if isinstance(node, list):
        for value in cast("list[object]", node):
            _refer(value, names)
    elif isinstance(node, dict):
        for key, value in cast(Json, node).items():
            if key == "$ref":
                node[key] = names[value]
            else:
                _refer(value, names)
