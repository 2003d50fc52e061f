"""A body that is too large is refused by a running server: it says so where it can, and never reads on and on."""

from collections.abc import AsyncGenerator
from contextlib import suppress

import httpx

from kith import media
from kith.main.stories.stage import Stage

PIECE = bytes(1_000_000)
MOST = 300


async def test_what_is_too_large_is_not_read_to_its_end(stage: Stage) -> None:
    ann = await stage.person("安安")
    sent = 0

    async def endless() -> AsyncGenerator[bytes]:
        nonlocal sent
        while sent < MOST:
            sent += 1
            yield PIECE

    async def upload(content: bytes | AsyncGenerator[bytes]) -> tuple[int, str]:
        bearer = {"Authorization": f"Bearer {ann.token}"}
        answer = await stage.client.post("/me/pictures", content=content, headers=bearer)
        return answer.status_code, answer.json()["code"]

    assert await upload(bytes(2 * media.MAX_BYTES)) == (409, "picture_too_large")
    with suppress(httpx.TransportError):
        assert await upload(endless()) == (409, "picture_too_large")
    assert sent < MOST
