"""Events live, from one server process to another: a second `kith serve` on the database of a running `kith up`."""

import socket
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from kith.kit.settings import load
from kith.main.postgres import Embedded
from kith.main.stories.actor import Actor
from kith.main.stories.instance import environment, started
from kith.main.stories.stage import Stage, staged
from tests.listener import listening
from tests.system.walker import headers_of


@asynccontextmanager
async def other_server(environ: dict[str, str]) -> AsyncGenerator[str]:
    """Another web server over the same database; where it is."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = Embedded(Path(environ["KITH_HOME"])).url()
    async with started(environ | {"KITH_PORT": str(port), "KITH_DATABASE_URL": url}, "serve"):
        yield f"http://127.0.0.1:{port}"


async def test_what_one_process_commits_is_heard_at_another_and_a_restart_loses_nothing() -> None:
    with tempfile.TemporaryDirectory(prefix="kith-test-") as home:
        environ = environment(Path(home))
        async with started(environ), staged(load(environ)) as stage:
            ann, bo = await stage.friends("Ann", "Bo")
            chen, dee = await stage.person("Chen"), await stage.person("Dee")
            async with other_server(environ) as site, listening(site, headers_of(bo)) as stream:
                await chen.follow(bo)
                await stream.count(2)
                assert stream.told() == [("follow", chen.person_id)]
                gift_id = await give_and_pay(stage, ann, bo)
                await stream.until(lambda stream: ("gift_received", gift_id) in stream.told())
            await dee.follow(bo)
            async with other_server(environ) as site, listening(site, headers_of(bo), stream.last) as again:
                await again.count(2)
                assert again.told() == [("follow", dee.person_id)]
                await bo.decline(gift_id, tell=True)
                await again.count(3)
                assert [frame.number for frame in again.frames] == list(range(stream.last, stream.last + 3))


async def give_and_pay(stage: Stage, giver: Actor, recipient: Actor) -> str:
    """A gift that the worker of the first process offers."""
    shop = await stage.shop()
    gift_id = await giver.give(recipient, shop.red)
    await stage.pay(await giver.begin_payment(gift_id))
    return gift_id
