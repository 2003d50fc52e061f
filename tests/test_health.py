"""What the server says of itself, so that the client need not try what is not there."""

from pathlib import Path

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import AsyncTestClient

from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.main.app import handlers, health


@pytest.mark.parametrize(("sms_url", "outbox"), [(None, True), ("https://sms.example/send", False)])
async def test_it_tells_whether_there_is_an_outbox(tmp_path: Path, sms_url: str | None, outbox: bool) -> None:
    settings = Settings(home=tmp_path, sms_url=sms_url)
    parts = Parts(settings)
    app = Litestar([health], dependencies={"parts": Provide(lambda: parts, sync_to_thread=False)})
    async with AsyncTestClient(app) as http:
        assert (await http.get("/health")).json() == {"status": "ok", "outbox": outbox}
    assert any("/dev/outbox" in route.paths for route in handlers(settings)) == outbox
