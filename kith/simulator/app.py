"""The simulator as one web application: the sides it plays, its admin calls, and the hands that do what is due."""

import asyncio
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import httpx
from litestar import Litestar
from litestar.di import Provide

from kith.simulator import admin, alipay, carrier, counter, identity, stripe, wechatpay
from kith.simulator.clockwork import Clockwork
from kith.simulator.faults import Faults
from kith.simulator.keys import Signer, prepare
from kith.simulator.store import Store
from kith.simulator.world import Side, World

SIDES: tuple[Side, ...] = (alipay.side, wechatpay.side, stripe.side, carrier.side, identity.side)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def create_app(home: Path, public_url: str, stopping: asyncio.Event | None = None) -> Litestar:
    """The application on the folder `home`, reached by browsers at `public_url`; `stopping` ends waits inside it."""
    store = Store(home / "simulator.db")
    for side in SIDES:
        store.create(side.schema)
    world = World(
        home=home,
        public_url=public_url.rstrip("/"),
        store=store,
        faults=Faults(store),
        http=httpx.AsyncClient(timeout=15, follow_redirects=False, trust_env=False, verify=_tls()),
        signer=Signer(prepare(home)),
        stopping=stopping or asyncio.Event(),
    )
    clockwork = Clockwork(world, SIDES)

    @asynccontextmanager
    async def running(_: Litestar) -> AsyncGenerator[None]:
        hands = asyncio.create_task(clockwork.run())
        try:
            yield
        finally:
            hands.cancel()
            await asyncio.gather(hands, return_exceptions=True)
            await world.http.aclose()
            store.close()

    return Litestar(
        route_handlers=[*admin.handlers, *counter.handlers, *(handler for side in SIDES for handler in side.handlers)],
        dependencies={
            "world": Provide(lambda: world, sync_to_thread=False),
            "clockwork": Provide(lambda: clockwork, sync_to_thread=False),
        },
        lifespan=[running],
        openapi_config=None,
        logging_config=None,
        request_max_body_size=1_000_000,
    )
