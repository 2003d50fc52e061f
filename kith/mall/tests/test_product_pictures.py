"""Pictures of goods are taken over once, from the open internet or the feed's own folder, and from nowhere else."""

import asyncio
import io
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from kith import mall, media, merchants
from kith.kit import ids
from kith.kit.sql import Database, Query
from kith.mall import product_picture as pictures
from kith.mall.tests.feeds import row, xml
from kith.mall.tests.shelf import draft, enter, open_shop

found = Query(
    str,
    """
    SELECT concat_ws(' ', source, state, failure, tries) FROM product_picture
    WHERE product_id = %(product_id)s ORDER BY position
    """,
)


def drawn(color: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
async def shop(db: Database, now: datetime) -> merchants.MerchantId:
    async with db.transaction() as tx:
        return await open_shop(tx, now)


async def told(db: Database, product_id: mall.ProductId) -> list[str]:
    async with db.transaction() as tx:
        return await found.all(tx, product_id=product_id)


async def send(
    db: Database, shop: merchants.MerchantId, folder: Path, now: datetime, *images: str, local: bool = True
) -> list[str]:
    """Import one product with these pictures; how they fared."""
    file = folder / "feed.xml"
    file.write_bytes(xml([row("A1", image_link=images[0], additional_image_link=list(images[1:]))]))
    order = mall.ImportOrder(import_id=ids.new(now), merchant_id=shop, source=file, local_pictures=local)
    await mall.import_feed(db, order, shelf=media.on_disk(folder / "media"), policy=mall.Policy(), now=now)
    return await told(db, mall.product_id(shop, "A1"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A feed's folder, and a secret beside it."""
    (tmp_path / "secret.png").write_bytes(drawn("black"))
    inside = tmp_path / "feed"
    (inside / "pictures").mkdir(parents=True)
    (inside / "pictures" / "a.png").write_bytes(drawn())
    (inside / "pictures" / "b.png").symlink_to("a.png")
    (inside / "pictures" / "notes.txt").write_text("no picture")
    (inside / "pictures" / "large.png").write_bytes(bytes(media.MAX_BYTES + 1))
    (inside / "out.png").symlink_to("../secret.png")
    (inside / "outside").symlink_to("..")
    return inside


@pytest.mark.parametrize(
    ("image", "fate"),
    [
        ("pictures/a.png", "stored 0"),
        ("./pictures/../pictures/a.png", "stored 0"),
        ("pictures/b.png", "stored 0"),
        ("../secret.png", "failed address_forbidden 0"),
        ("pictures/../../secret.png", "failed address_forbidden 0"),
        ("/etc/hostname", "failed address_forbidden 0"),
        ("out.png", "failed address_forbidden 0"),
        ("outside/secret.png", "failed address_forbidden 0"),
        ("pictures/none.png", "failed picture_unreachable 0"),
        ("pictures", "failed picture_unreachable 0"),
        ("pictures/notes.txt", "failed not_a_picture 0"),
        ("pictures/large.png", "failed picture_too_large 0"),
    ],
)
async def test_pictures_beside_the_feed(
    db: Database, shop: merchants.MerchantId, folder: Path, now: datetime, image: str, fate: str
) -> None:
    assert await send(db, shop, folder, now, image) == [f"feed:{image} {fate}"]


async def test_without_leave_a_path_is_a_bad_row(
    db: Database, shop: merchants.MerchantId, folder: Path, now: datetime
) -> None:
    assert await send(db, shop, folder, now, "pictures/a.png", local=False) == []


async def test_goods_show_their_pictures_in_order(
    db: Database, shop: merchants.MerchantId, folder: Path, now: datetime
) -> None:
    (folder / "pictures" / "c.png").write_bytes(drawn("blue"))
    await send(db, shop, folder, now, "pictures/c.png", "pictures/notes.txt", "pictures/a.png")
    product_id = mall.product_id(shop, "A1")
    async with db.transaction() as tx:
        await mall.review(tx, product_id, "approved", by="Olga", why="", now=now)
        page = await mall.view_goods(tx, product_id)
        card = (await mall.list_goods(tx, mall.Wanted(), 1, None)).items[0]
    assert len(page.picture_ids) == 2
    assert card.picture_id == page.picture_ids[0]
    shown = await media.read_picture(db, media.on_disk(folder / "media"), page.picture_ids[0], "thumb")
    red, _, blue = Image.open(io.BytesIO(shown)).convert("RGB").getpixel((5, 5))
    assert (red < 50, blue > 200) == (True, True)


@asynccontextmanager
async def web(answers: dict[str, bytes]) -> AsyncGenerator[tuple[media.Network, str, list[str]]]:
    """A web server on this machine, as the only place of the internet."""
    asked: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode()
        asked.append(path)
        body = answers.get(path)
        status = b"404 Not Found" if body is None else b"200 OK"
        writer.write(b"HTTP/1.1 " + status + b"\r\nConnection: close\r\n\r\n" + (body or b""))
        await writer.drain()
        writer.close()

    async def resolve(host: str) -> list[str]:
        return ["127.0.0.1" if host == "shop.example" else "10.0.0.1"]

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        here = media.Network(resolve, lambda address: str(address) == "127.0.0.1", frozenset({port}))
        yield here, f"http://shop.example:{port}", asked


async def test_pictures_of_the_web(db: Database, shop: merchants.MerchantId, tmp_path: Path, now: datetime) -> None:
    answers = {"/a.png": drawn(), "/b.png": b"<html>"}
    async with web(answers) as (network, site, asked):
        sources = [f"{site}/a.png", f"{site}/b.png", f"{site}/c.png", f"{site.replace('shop', 'inner')}/a.png"]
        product_id = mall.product_id(shop, "vase")
        async with db.transaction() as tx:
            await enter(tx, shop, draft(pictures=sources), now=now)

        async def fetch(later: timedelta) -> int:
            return await mall.fetch_pictures(
                db, shelf=media.on_disk(tmp_path), policy=mall.Policy(), now=now + later, network=network
            )

        assert await fetch(timedelta()) == 4
        assert await told(db, product_id) == [
            f"{sources[0]} stored 1",
            f"{sources[1]} failed not_a_picture 1",
            f"{sources[2]} wanted picture_unreachable 1",
            f"{sources[3]} failed address_forbidden 1",
        ]
        assert await fetch(timedelta(minutes=4)) == 0
        assert await fetch(timedelta(minutes=5)) == 1
        answers["/c.png"] = drawn("green")
        assert await fetch(timedelta(minutes=20)) == 0
        assert await fetch(timedelta(minutes=40)) == 1
        assert (await told(db, product_id))[2] == f"{sources[2]} stored 3"
        assert sorted(asked) == ["/a.png", "/b.png", "/c.png", "/c.png", "/c.png"]
        async with db.transaction() as tx:
            await mall.enter_products(tx, shop, [draft(title="Another", pictures=sources[:2])], by="test", now=now)
        assert await told(db, product_id) == [f"{sources[0]} stored 1", f"{sources[1]} wanted not_a_picture 0"]


async def test_a_server_that_stays_silent_is_given_up(
    db: Database, shop: merchants.MerchantId, tmp_path: Path, now: datetime
) -> None:
    async with web({}) as (network, site, _):
        async with db.transaction() as tx:
            await enter(tx, shop, draft(pictures=[f"{site}/a.png"]), now=now)
        for days in range(4):
            await mall.fetch_pictures(
                db,
                shelf=media.on_disk(tmp_path),
                policy=mall.Policy(),
                now=now + timedelta(days=days),
                network=network,
            )
        assert await told(db, mall.product_id(shop, "vase")) == [f"{site}/a.png failed picture_unreachable 3"]


async def test_two_workers_do_not_fetch_the_same_picture(
    db: Database, shop: merchants.MerchantId, tmp_path: Path, now: datetime
) -> None:
    async with web({f"/{number}.png": drawn() for number in range(12)}) as (network, site, asked):
        async with db.transaction() as tx:
            await enter(tx, shop, draft(pictures=[f"{site}/{number}.png" for number in range(11)]), now=now)
        await asyncio.gather(
            *(
                mall.fetch_pictures(
                    db,
                    shelf=media.on_disk(tmp_path),
                    policy=mall.Policy(),
                    now=now,
                    network=network,
                    limit=11,
                )
                for _ in range(4)
            )
        )
        assert len(asked) == 11


def test_a_link_put_in_the_way_is_not_followed(folder: Path) -> None:
    with pytest.raises(media.AddressForbidden):
        pictures.local_bytes(folder, "feed:out.png")
    with pytest.raises(media.PictureUnreachable):
        pictures.local_bytes(folder, "feed:\0")
