"""The web client as the server gives it: its shell, its assets, compressed, with the headers that keep it safe."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import AsyncTestClient

from kith.kit.parts import Parts
from kith.main import client
from kith.main.client import Client, Console


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    for name, content in {
        "index.html": b"<h1>shell</h1>",
        "index.html.gz": b"packed shell",
        "assets/app-1a2b.js": b"start()",
        "assets/app-1a2b.js.br": b"squeezed",
        "assets/app-1a2b.js.gz": b"packed",
        "icon.svg": b"<svg/>",
        "secret.txt": b"not a file of the client",
    }.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.fixture
async def asking(built: Path) -> AsyncGenerator[AsyncTestClient[Litestar]]:
    parts = Parts(Client(built), Console(built))
    app = Litestar(client.handlers, dependencies={"parts": Provide(lambda: parts, sync_to_thread=False)})
    async with AsyncTestClient(app, base_url="http://kith.test") as http:
        http.headers["accept-encoding"] = "identity"
        yield http


@pytest.mark.parametrize(
    "path",
    [
        "/app",
        "/app/",
        "/app/mall",
        "/app/people/1?from=link",
        "/app/index.html",
        "/app/a.b",
        "/console",
        "/console/log",
    ],
)
async def test_every_screen_is_the_shell(asking: AsyncTestClient[Litestar], path: str) -> None:
    answer = await asking.get(path)
    assert answer.status_code == 200
    assert answer.text == "<h1>shell</h1>"
    assert answer.headers["cache-control"] == "no-cache"
    assert "script-src 'self';" in answer.headers["content-security-policy"]


CARD = "charges/01890000-0000-7000-8000-000000000000/card"


@pytest.mark.parametrize(
    ("path", "key", "stripe"), [(CARD, "pk_test_1", True), ("charges/1", "pk_test_1", False), (CARD, None, False)]
)
def test_only_where_a_card_is_entered_stripe_is_let_in(built: Path, path: str, key: str | None, stripe: bool) -> None:
    (built / "index.html").write_bytes(b"<html><head><title>Kith</title>")
    answer = Client(built, key).answer(path, "gzip")
    assert ("stripe.com" in answer.headers["Content-Security-Policy"]) == stripe
    assert (b'<head><meta name="stripe-key" content="pk_test_1"><title>' in answer.content) == stripe


async def test_the_address_alone_leads_to_the_client(asking: AsyncTestClient[Litestar]) -> None:
    answer = await asking.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/app/")


@pytest.mark.parametrize(
    ("accepted", "encoding", "body"),
    [("gzip, deflate, br", "br", b"squeezed"), ("gzip", "gzip", b"packed"), ("identity", None, b"start()")],
)
async def test_assets_are_compressed_and_kept_for_ever(
    asking: AsyncTestClient[Litestar], accepted: str, encoding: str | None, body: bytes
) -> None:
    request = asking.build_request("GET", "/app/assets/app-1a2b.js", headers={"accept-encoding": accepted})
    answer = await asking.send(request, stream=True)
    assert b"".join([chunk async for chunk in answer.aiter_raw()]) == body
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/app/assets/gone.js", "/app/assets/%2e%2e/secret.txt"])
async def test_a_missing_asset_is_not_a_screen(asking: AsyncTestClient[Litestar], path: str) -> None:
    assert (await asking.get(path)).status_code == 404


async def test_only_files_of_the_client_are_given(asking: AsyncTestClient[Litestar]) -> None:
    assert (await asking.get("/app/secret.txt")).text == "<h1>shell</h1>"


def test_without_a_build_the_page_says_how_to_get_one(tmp_path: Path) -> None:
    nothing = Client(tmp_path / "nowhere")
    assert not nothing.built
    assert b"make install" in nothing.answer("mall", "").content
