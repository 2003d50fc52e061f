"""The web clients as files, people's under `/app/` and the operators' under `/console/`: for each one shell for every
address, and the built assets.
"""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Redirect

from kith.kit.parts import Parts

_WEB = Path(__file__).resolve().parents[2] / "web"
BUILT = _WEB / "app" / "dist"
CONSOLE = _WEB / "console" / "dist"
"""Where `make install` puts the built clients."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
_ENCODINGS = {"br": ".br", "gzip": ".gz"}
_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_OF_STRIPE = {
    "script-src": "'self' https://js.stripe.com https://*.js.stripe.com",
    "img-src": "'self' data: blob: https://*.stripe.com",
    "connect-src": "'self' https://api.stripe.com",
    "frame-src": "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
}
"""What the page on which a card is entered may load besides, and no other page."""
_CARD_PAGE = re.compile(r"charges/[0-9a-f-]{36}/card")


def _policy(sources: dict[str, str]) -> str:
    return "; ".join(f"{directive} {allowed}" for directive, allowed in sources.items())


_HEADERS = {
    "Content-Security-Policy": _policy(_SOURCES),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept-Encoding",
}
_NOT_BUILT = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Kith</title>
<h1>The web client is not built here</h1><p>The API serves: see <a href="/docs/">/docs/</a>.
Install Node 20 or newer, run <code>make install</code>, and start again.</p></html>"""


@dataclass(frozen=True)
class _File:
    content_type: str
    bodies: dict[str, bytes]
    """By content encoding; the plain one under the empty name."""


class Client:
    """The files of the built client, read once."""

    def __init__(self, built: Path = BUILT, stripe_key: str | None = None) -> None:
        """`stripe_key` is Stripe's for browsers; without it no page may load anything of Stripe's."""
        paths = [path for path in built.rglob("*") if path.suffix in _TYPES] if built.is_dir() else []
        self._files = {path.relative_to(built).as_posix(): _read(path) for path in paths}
        self._shell = self._files.get("index.html") or _File(_TYPES[".html"], {"": _NOT_BUILT})
        self._card_page = _card_page(self._shell, stripe_key) if stripe_key else None

    @property
    def built(self) -> bool:
        """Whether there is a client to serve."""
        return "index.html" in self._files

    def answer(self, path: str, accepted: str) -> Response[bytes]:
        """The file of that name, or the shell, whose own router knows the screens. A missing asset is not a screen."""
        if self._card_page is not None and _CARD_PAGE.fullmatch(path):
            policy = {"Content-Security-Policy": _policy(_SOURCES | _OF_STRIPE), "Cache-Control": "no-cache"}
            return Response(self._card_page, media_type=self._shell.content_type, headers=_HEADERS | policy)
        file = self._files.get(path)
        if file is None and path.startswith("assets/"):
            raise NotFoundException
        found = file or self._shell
        encoding = next((name for name in _ENCODINGS if name in found.bodies and name in accepted), "")
        # An asset is named after its content; everything else is asked for anew.
        cache = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
        headers = _HEADERS | {"Cache-Control": cache} | ({"Content-Encoding": encoding} if encoding else {})
        return Response(found.bodies[encoding], media_type=found.content_type, headers=headers)


class Console(Client):
    """The files of the built console."""

    def __init__(self, built: Path = CONSOLE) -> None:
        super().__init__(built)


def _card_page(shell: _File, stripe_key: str) -> bytes:
    meta = f'<meta name="stripe-key" content="{escape(stripe_key)}">'
    return shell.bodies[""].replace(b"<head>", b"<head>" + meta.encode(), 1)


def _read(path: Path) -> _File:
    packed = {name: path.with_name(path.name + ending) for name, ending in _ENCODINGS.items()}
    bodies = {"": path.read_bytes()} | {name: one.read_bytes() for name, one in packed.items() if one.exists()}
    return _File(_TYPES[path.suffix], bodies)


@get("/", include_in_schema=False)
async def to_client() -> Redirect:
    """A browser that only knows the address of the installation is led to the client."""
    return Redirect("/app/")


@get(["/app", "/app/{path:path}"], include_in_schema=False)
async def client_file(
    parts: NamedDependency[Parts], request: Request[object, object, State], path: FromPath[str] = "/"
) -> Response[bytes]:
    """A file of the client, or its shell."""
    return parts[Client].answer(path.strip("/"), request.headers.get("accept-encoding", ""))


@get(["/console", "/console/{path:path}"], include_in_schema=False)
async def console_file(
    parts: NamedDependency[Parts], request: Request[object, object, State], path: FromPath[str] = "/"
) -> Response[bytes]:
    """A file of the console, or its shell."""
    return parts[Console].answer(path.strip("/"), request.headers.get("accept-encoding", ""))


handlers = [to_client, client_file, console_file]
