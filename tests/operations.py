"""Every operation of the application, as its own description tells them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from litestar import Litestar
from litestar.routes import HTTPRoute, WebSocketRoute

from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.main.app import create_app
from kith.main.document import Document

Json = dict[str, Any]

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
SOCKETS = {"/me/live"}
"""Who may open one is in `tests/test_live.py`."""
_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")


@dataclass(frozen=True)
class Operation:
    """One method of one path. `described` is what the document says of it, None where it is left out of it."""

    name: str
    method: str
    path: str
    described: Json | None

    @property
    def parameters(self) -> list[str]:
        """The names in its path, in order."""
        return _PARAMETER.findall(self.path)

    @property
    def public(self) -> bool:
        """Nobody needs a session for it."""
        return self.described is None or self.described.get("security") == [{}]

    def url(self, **values: object) -> str:
        """Its path with these values in it."""
        return _PARAMETER.sub(lambda found: str(values[found[1]]), self.path)

    def documents(self, status: int, code: str) -> bool:
        """Whether the document says that it answers with this refusal."""
        assert self.described is not None
        said = self.described["responses"].get(str(status), {})
        return f"`{code}`" in said.get("description", "")


def described(document: Json) -> list[Operation]:
    """The operations of an OpenAPI document."""
    return [
        Operation(said["operationId"], method.upper(), path, said)
        for path, item in document["paths"].items()
        for method, said in item.items()
    ]


def application() -> tuple[Litestar, Json]:
    """The whole application with every route there can be, and its document. It serves nothing."""
    parts = Parts(Settings(clock=Path("/nowhere/clock")), Document())
    app = create_app(parts)
    return app, msgspec.json.decode(parts[Document].json)


def operations() -> list[Operation]:
    """Every operation there is: those of the document, and those that only the router knows, by method and path.

    The files of the reference page, which exist only where its packages are installed, are left out.
    """
    app, document = application()
    found = {(operation.method, operation.path): operation for operation in described(document)}
    for route in app.routes:
        if isinstance(route, WebSocketRoute):
            assert route.path in SOCKETS, f"{route.path}: who may open it?"
            continue
        assert isinstance(route, HTTPRoute), f"{route.path}: no rules for what is not HTTP"
        for method in sorted(route.methods - {"OPTIONS", "HEAD"}):
            key = method, route.path_format
            if key not in found and not route.path.startswith("/docs/assets"):
                found[key] = Operation(" ".join(key), *key, None)
    return sorted(found.values(), key=lambda operation: operation.name)
