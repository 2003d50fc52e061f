"""Pictures of every kind come in; only clean WebP goes out."""

import asyncio
import io
import zipfile
import zlib
from struct import pack

import pytest
from PIL import Image, ImageCms

from kith import media
from kith.media import picture as pictures
from kith.media.encode import encode


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


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("run.class", "hello")
    return out.getvalue()


def of_scans(times: int) -> bytes:
    """A small progressive JPEG whose last scan comes again and again."""
    raw = drawn("JPEG", progressive=True)
    return raw[:-2] + raw[raw.rindex(b"\xff\xda") : -2] * times + raw[-2:]


SCRIPT = b"<script>alert(1)</script>"

HOSTILE = {
    "nothing": (b"", media.NotAPicture),
    "words": (SCRIPT, media.NotAPicture),
    "vector": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", media.NotAPicture),
    "archive": (archive(), media.NotAPicture),
    "tiff": (drawn("TIFF"), media.NotAPicture),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", media.NotAPicture),
    "only a signature": (b"\x89PNG\r\n\x1a\n", media.BrokenPicture),
    "truncated jpeg": (drawn("JPEG", (640, 480))[:9000], media.BrokenPicture),
    "truncated png": (drawn("PNG", (640, 480))[:9000], media.BrokenPicture),
    "truncated webp": (drawn("WEBP", (640, 480))[:9000], media.BrokenPicture),
    "truncated heic": (drawn("HEIF", (160, 120))[:-3000], media.BrokenPicture),
    "wrong checksums": (drawn().replace(b"IDAT", b"IDAX"), media.BrokenPicture),
    "fewer rows than claimed": (claiming(2000, 2000, bytes(100)), media.BrokenPicture),
    "text that unpacks to 100 MB": (
        drawn()[:33] + chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(100_000_000))) + drawn()[33:],
        media.BrokenPicture,
    ),
    "to be gone through a thousand times": (of_scans(1000), media.BrokenPicture),
    "claims 2.5 billion pixels": (claiming(50_000, 50_000), media.TooManyPixels),
    "claims 51 million pixels": (claiming(51_000_000, 1), media.TooManyPixels),
    "too many bytes": (drawn("PNG") + bytes(media.MAX_BYTES), media.PictureTooLarge),
    "an archive behind": (drawn("JPEG") + archive(), media.HiddenContent),
    "a page behind": (drawn("PNG") + b"<HTML ><body>", media.HiddenContent),
    "a script in a comment": (drawn("JPEG", comment=SCRIPT), media.HiddenContent),
    "a program in a text": (drawn("GIF", comment=b"<?php system('id')"), media.HiddenContent),
    "a document in front": (drawn("JPEG", comment=b"%PDF-1.7 "), media.HiddenContent),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused(name: str) -> None:
    raw, refusal = HOSTILE[name]
    with pytest.raises(refusal):
        pictures.encoded(raw)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_format_becomes_webp_in_three_sizes(kind: str) -> None:
    encoded = pictures.encoded(plain("RGB", (90, 120, 200), kind, size=(1600, 800)))
    shown = {size: Image.open(io.BytesIO(content)) for size, content in encoded.sizes.items()}
    assert {size: (one.format, one.size) for size, one in shown.items()} == {
        "full": ("WEBP", (1080, 540)),
        "medium": ("WEBP", (640, 320)),
        "thumb": ("WEBP", (320, 160)),
    }
    assert (encoded.picture.width, encoded.picture.height) == (1080, 540)


def test_a_phone_s_heic_is_read() -> None:
    encoded = pictures.encoded(drawn("HEIF", (64, 48)))
    assert (encoded.picture.width, encoded.picture.height) == (64, 48)


def colour(raw: bytes) -> tuple[int, ...]:
    shown = Image.open(io.BytesIO(pictures.encoded(raw).sizes["full"]))
    pixel = shown.getpixel((8, 8))
    assert isinstance(pixel, tuple)
    return pixel


def plain(mode: str, value: object, kind: str = "PNG", size: tuple[int, int] = (16, 16), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, value).save(out, kind, **options)  # pyright: ignore[reportArgumentType] as many kinds as modes
    return out.getvalue()


def moving() -> bytes:
    out = io.BytesIO()
    red, blue = (Image.new("RGB", (16, 16), name) for name in ("red", "blue"))
    red.save(out, "WEBP", save_all=True, append_images=[blue], lossless=True)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (plain("CMYK", (0, 255, 255, 0), "JPEG"), (255, 0, 0)),
        (plain("L", 128), (128, 128, 128)),
        (plain("1", 1), (255, 255, 255)),
        (plain("I;16", 0x8000), (128, 128, 128)),
        (plain("P", 0, transparency=0), (0, 0, 0, 0)),
        (plain("LA", (128, 0)), (128, 128, 128, 0)),
        (plain("RGBA", (255, 0, 0, 0)), (255, 0, 0, 0)),
        (moving(), (255, 0, 0)),
    ],
    ids=["four inks", "grey", "black and white", "sixteen bits", "palette", "grey and clear", "clear", "moving"],
)
def test_every_kind_of_pixel_keeps_its_colour(raw: bytes, expected: tuple[int, ...]) -> None:
    found = colour(raw)
    assert len(found) == len(expected)
    if expected[3:] != (0,):
        assert max(abs(one - other) for one, other in zip(found, expected, strict=True)) <= 6
    else:
        assert found[3] == 0


def test_colours_of_another_space_are_carried_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert colour(plain("RGB", (200, 100, 50), icc_profile=lab)) == colour(plain("RGB", (200, 100, 50)))


def test_a_progressive_picture_is_read() -> None:
    assert pictures.encoded(of_scans(20)).picture.width == 64


def test_a_small_picture_is_not_blown_up() -> None:
    assert pictures.encoded(drawn(size=(30, 20))).picture.width == 30


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_camera_s_rotation_is_applied(kind: str, mode: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert pictures.encoded(drawn(kind, (64, 48), mode, exif=exif)).picture.height == 64


def test_nothing_but_pixels_survives() -> None:
    secret = b"39.9042N-116.4074E-secret"
    exif = Image.Exif()
    exif[0x010E] = secret.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 15.0)})
    jpeg = drawn("JPEG", exif=exif, comment=secret, icc_profile=secret, xmp=b"<x:xmpmeta>" + secret)
    # Phones put a film or a second picture behind the first.
    for raw in (jpeg + secret + drawn("JPEG"), drawn("PNG", exif=exif), drawn("HEIF", exif=exif)):
        for content in pictures.encoded(raw).sizes.values():
            assert secret not in content
            for name in (b"EXIF", b"Exif", b"ICCP", b"XMP ", b"xmpmeta"):
                assert name not in content


async def test_more_than_can_wait_are_sent_away() -> None:
    raw = drawn("PNG", (40, 30))
    told = await asyncio.gather(*(encode(raw) for _ in range(60)), return_exceptions=True)
    away = [one for one in told if isinstance(one, media.PicturesWaiting)]
    assert len(away) == 60 - 34
    assert len({one.picture for one in told if isinstance(one, pictures.Encoded)}) == 1
