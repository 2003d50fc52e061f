"""Pictures of every kind come in; only clean WebP goes out."""

import io
import zlib
from pathlib import Path
from struct import pack

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import AsyncTestClient
from PIL import Image

from kith import media
from kith.kit import web
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Tx
from kith.media import picture as pictures
from kith.media.routes import handlers


def drawn(kind: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(out, kind, **options)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))


def claiming(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG whose header claims an extent and whose data is whatever `rows` packs to."""
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


HOSTILE = {
    "nothing": (b"", media.BrokenPicture),
    "words": (b"<script>alert(1)</script>", media.BrokenPicture),
    "vector": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", media.BrokenPicture),
    "archive": (b"PK\x03\x04" + bytes(100), media.BrokenPicture),
    "only a header": (b"\x89PNG\r\n\x1a\n", media.BrokenPicture),
    "truncated jpeg": (drawn("JPEG", (640, 480))[:9000], media.BrokenPicture),
    "truncated png": (drawn("PNG", (640, 480))[:9000], media.BrokenPicture),
    "truncated webp": (drawn("WEBP", (640, 480))[:9000], media.BrokenPicture),
    "wrong checksums": (drawn().replace(b"IDAT", b"IDAX"), media.BrokenPicture),
    "claims 4 billion pixels": (claiming(65535, 65535), media.PictureTooLarge),
    "claims 41 million pixels": (claiming(41_000_000, 1), media.PictureTooLarge),
    "claims no pixels": (claiming(0, 10), media.BrokenPicture),
    "fewer rows than claimed": (claiming(2000, 2000, bytes(100)), media.BrokenPicture),
    "too many bytes": (drawn("PNG") + bytes(media.MAX_BYTES), media.PictureTooLarge),
    "tiff": (drawn("TIFF"), media.BrokenPicture),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", media.BrokenPicture),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused(name: str) -> None:
    raw, refusal = HOSTILE[name]
    with pytest.raises(refusal):
        pictures.encode(raw)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_format_becomes_webp_in_two_sizes(kind: str) -> None:
    encoded = pictures.encode(drawn(kind, (1600, 800)))
    full, thumb = (Image.open(io.BytesIO(encoded.sizes[size])) for size in ("full", "thumb"))
    assert (full.format, full.size, thumb.size) == ("WEBP", (1080, 540), (320, 160))
    assert (encoded.picture.width, encoded.picture.height) == (1080, 540)


def test_a_small_picture_is_not_blown_up() -> None:
    assert pictures.encode(drawn(size=(30, 20))).picture.width == 30


def test_transparency_survives() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(pictures.encode(out.getvalue()).sizes["full"])).mode == "RGBA"


def test_the_camera_s_rotation_is_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert pictures.encode(drawn("JPEG", (64, 48), exif=exif)).picture.height == 64


def test_nothing_but_pixels_survives() -> None:
    secret = b"39.9042N-116.4074E-secret"
    exif = Image.Exif()
    exif[0x010E] = secret.decode()
    raw = drawn("JPEG", exif=exif, comment=secret, icc_profile=secret) + b"PK\x03\x04<script>" + secret
    for content in pictures.encode(raw).sizes.values():
        assert secret not in content
        assert b"<script>" not in content
        assert b"EXIF" not in content
        assert b"ICCP" not in content


def files_in(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


async def test_the_same_content_is_stored_once(tx: Tx, tmp_path: Path, now) -> None:
    first = await media.store(tx, tmp_path, drawn_once := drawn(), now)
    assert await media.store(tx, tmp_path, drawn_once, now) == first
    assert len(files_in(tmp_path)) == 2
    assert await pictures.by_id.one(tx, picture_id=first.picture_id) == first


async def test_pictures_are_served_for_ever_and_only_pictures(tx: Tx, tmp_path: Path, now) -> None:
    parts = Parts(Settings(home=tmp_path))
    picture = await media.store(tx, media.root(parts[Settings]), drawn(), now)
    (tmp_path / "secret").write_text("key")
    app = Litestar(
        handlers,
        dependencies={"parts": Provide(lambda: parts, sync_to_thread=False)},
        exception_handlers={Refusal: web.refused},
    )
    async with AsyncTestClient(app) as client:
        for size in ("full", "thumb"):
            answer = await client.get(f"/pictures/{picture.picture_id}/{size}")
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "image/webp"
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["x-content-type-options"] == "nosniff"
        missing = await client.get(f"/pictures/{'0' * 64}/full")
        assert (missing.status_code, missing.json()["code"]) == (404, "picture_not_found")
        for path in ("../secret/full", "..%2f..%2fsecret/full", f"{picture.picture_id}/raw", "x/full"):
            assert (await client.get(f"/pictures/{path}")).status_code in (400, 404)
