"""A picture is stored once, shown to whom it is for, and gone when nothing refers to it."""

import asyncio
import io
import re
from collections.abc import Generator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import AsyncTestClient
from moto.server import ThreadedMotoServer
from PIL import Image
from psycopg.errors import RaiseException

from kith import media
from kith.kit import web
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.media.routes import handlers

ANN, BO = UUID(int=1), UUID(int=2)


def drawn(colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "PNG")
    return out.getvalue()


class Keeper:
    """A shelf on disk, and a database, at an hour."""

    def __init__(self, db: Database, folder: Path, now: datetime) -> None:
        self.db, self.folder, self.now = db, folder, now
        self.shelf = media.on_disk(folder)

    async def store(self, raw: bytes) -> str:
        return (await media.store(self.db, self.shelf, raw, self.now)).picture_id

    async def hold(self, picture_id: str, ref_id: UUID = ANN, **options: Any) -> None:
        async with self.db.transaction() as tx:
            await media.hold(tx, picture_id, "photo", ref_id, now=self.now, **options)

    async def release(self, ref_id: UUID, *picture_ids: str) -> None:
        async with self.db.transaction() as tx:
            await media.release(tx, ["photo"], ref_id, self.now, picture_ids=picture_ids or None)

    async def sweep(self, **later: float) -> None:
        """Delete as the jobs do."""
        self.now += timedelta(**later)
        await media.sweep(self.db, self.now)
        async with self.db.transaction() as tx:
            rows = await (
                await tx.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'media.remove_files' RETURNING args")
            ).fetchall()
        for (args,) in rows:
            await self.shelf.remove(args["stored_as"])

    def files(self) -> int:
        return sum(path.is_file() for path in self.folder.rglob("*"))


@pytest.fixture
def keeper(db: Database, tmp_path: Path, now: datetime) -> Keeper:
    return Keeper(db, tmp_path / "media", now)


async def test_the_same_content_is_stored_once(keeper: Keeper) -> None:
    first, *others = await asyncio.gather(*(keeper.store(drawn()) for _ in range(5)))
    assert set(others) == {first}
    assert keeper.files() == 3


async def test_what_nobody_takes_is_gone_after_a_day(keeper: Keeper) -> None:
    taken, left = await keeper.store(drawn()), await keeper.store(drawn("red"))
    await keeper.hold(taken)
    await keeper.sweep(hours=23)
    assert keeper.files() == 6
    await keeper.sweep(hours=1)
    assert keeper.files() == 3
    with pytest.raises(media.PictureNotFound):
        await keeper.hold(left)
    await keeper.sweep(days=300)
    assert keeper.files() == 3


async def test_what_is_let_go_is_gone_at_once_and_comes_back_whole(keeper: Keeper) -> None:
    picture_id = await keeper.store(drawn())
    await keeper.hold(picture_id)
    await keeper.hold(picture_id, BO)
    await keeper.sweep(days=2)
    await keeper.release(ANN, picture_id)
    await keeper.sweep()
    assert keeper.files() == 3
    await keeper.release(BO)
    await keeper.sweep()
    assert keeper.files() == 0
    assert await keeper.store(drawn()) == picture_id
    assert Image.open(io.BytesIO(await media.read_picture(keeper.db, keeper.shelf, picture_id, "thumb")))


async def test_what_is_kept_for_a_time_ends_with_it(keeper: Keeper) -> None:
    picture_id = await keeper.store(drawn())
    await keeper.hold(picture_id, until_at=keeper.now + media.GRACE)
    async with keeper.db.transaction() as tx:
        assert await media.seek(tx, picture_id, "photo", ANN, keeper.now)
        for kind, ref_id, days in (("thanks", ANN, 0), ("photo", BO, 0), ("photo", ANN, 1)):
            with pytest.raises(media.PictureNotFound):
                await media.seek(tx, picture_id, kind, ref_id, keeper.now + timedelta(days=days))
    await keeper.sweep(days=1)
    assert keeper.files() == 0


async def test_whoever_takes_it_while_it_is_swept_has_it_or_is_told(keeper: Keeper) -> None:
    for _ in range(10):
        picture_id = await keeper.store(drawn())
        await keeper.hold(picture_id)
        await keeper.sweep(days=2)
        await keeper.release(ANN)
        taken, _ = await asyncio.gather(keeper.hold(picture_id, BO), keeper.sweep(), return_exceptions=True)
        await keeper.sweep()
        assert keeper.files() == (0 if isinstance(taken, media.PictureNotFound) else 3)
        await keeper.release(BO)
        await keeper.sweep()


async def test_a_store_that_dies_on_the_way_leaves_nothing(keeper: Keeper) -> None:
    async with keeper.db.transaction() as tx:
        await tx.execute(
            """
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'gone'; END $$;
            CREATE TRIGGER die BEFORE UPDATE ON picture FOR EACH ROW EXECUTE FUNCTION die()
            """
        )
    with pytest.raises(RaiseException):
        await keeper.store(drawn())
    assert keeper.files() == 3
    async with keeper.db.transaction() as tx:
        await tx.execute("DROP TRIGGER die ON picture")
    await keeper.sweep(days=1)
    assert keeper.files() == 0
    await keeper.hold(await keeper.store(drawn()))


async def test_a_public_picture_is_served_for_ever_and_no_other(keeper: Keeper) -> None:
    parts = Parts(Settings(home=keeper.folder), keeper.db, keeper.shelf)
    picture_id, private = await keeper.store(drawn()), await keeper.store(drawn("red"))
    await keeper.hold(picture_id, public=True)
    await keeper.hold(private)
    (keeper.folder / "secret").write_text("key")
    app = Litestar(
        handlers,
        dependencies={"parts": Provide(lambda: parts, sync_to_thread=False)},
        exception_handlers={Refusal: web.refused},
    )
    async with AsyncTestClient(app) as client:
        for size in ("full", "medium", "thumb"):
            answer = await client.get(f"/pictures/{picture_id}/{size}")
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "image/webp"
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            again = await client.get(
                f"/pictures/{picture_id}/{size}", headers={"If-None-Match": answer.headers["etag"]}
            )
            assert (again.status_code, again.content) == (304, b"")
        for hidden in ("0" * 64, private):
            missing = await client.get(f"/pictures/{hidden}/full")
            assert (missing.status_code, missing.json()["code"]) == (404, "picture_not_found")
            assert "cache-control" not in missing.headers
        for path in ("../secret/full", "..%2f..%2fsecret/full", f"{picture_id}/raw", "x/full"):
            assert (await client.get(f"/pictures/{path}")).status_code in (400, 404)
        await keeper.release(ANN, picture_id)
        assert (await client.get(f"/pictures/{picture_id}/full")).status_code == 404


async def test_a_picture_from_before_there_were_three_sizes_is_shown_in_its_full_one(keeper: Keeper) -> None:
    picture_id = await keeper.store(drawn())
    [medium] = keeper.folder.rglob("*-medium.webp")
    medium.unlink()
    sizes = [await media.read_picture(keeper.db, keeper.shelf, picture_id, size) for size in ("full", "medium")]
    assert sizes[0] == sizes[1]


@pytest.fixture
def s3() -> Generator[str]:
    """The address of a server that speaks S3."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


async def test_a_bucket_keeps_pictures_as_a_disk_does(keeper: Keeper, s3: str) -> None:
    async with httpx.AsyncClient() as client:
        assert (await client.put(f"{s3}/kith")).status_code == 200
        settings = Settings(media_url="s3://kith/media", s3_endpoint=s3, s3_key_id="key", s3_secret="secret")
        keeper.shelf = media.Shelf(media.bucket(settings))
        picture_id = await keeper.store(drawn())
        shown = await media.read_picture(keeper.db, keeper.shelf, picture_id, "thumb")
        assert Image.open(io.BytesIO(shown)).size == (64, 48)
        listed = (await client.get(f"{s3}/kith")).text
        assert re.findall(r"<Key>media/(..)/\1[\w-]+-(\w+).webp</Key>", listed) == [
            (picture_id[:2], size) for size in ("full", "medium", "thumb")
        ]
        await keeper.sweep(days=1)
        assert "<Key>" not in (await client.get(f"{s3}/kith")).text
        with pytest.raises(media.PictureNotFound):
            await keeper.shelf.get("0" * 64, "full")


async def test_a_bucket_is_asked_with_a_signature_and_never_with_the_secret() -> None:
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        found = re.search(rb"content-length: (\d+)", head)
        heard.append(head + await reader.readexactly(int(found[1]) if found else 0))
        writer.write(b'HTTP/1.1 200 OK\r\nETag: "1"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        settings = Settings(
            media_url="s3://kith", s3_endpoint=f"http://127.0.0.1:{port}", s3_key_id="key", s3_secret="unspoken"
        )
        await media.bucket(settings).put("ab/cd-full.webp", b"picture")
    [request] = heard
    assert request.startswith(b"PUT /kith/ab/cd-full.webp HTTP/1.1")
    assert request.endswith(b"picture")
    signed = rb"authorization: AWS4-HMAC-SHA256 Credential=key/\d{8}/us-east-1/s3/aws4_request, Signed"
    assert re.search(signed, request)
    assert b"unspoken" not in request
