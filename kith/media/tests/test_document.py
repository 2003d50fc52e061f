"""Documents: what may come in, and for how long they stay."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from kith import media
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Database
from kith.media.document import DocumentId, checked


def pdf(pages: int = 1, *, does: str = "", password: str = "", escaped: bool = False) -> bytes:
    """A PDF; `does` is the name of an action it would run when it is opened."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if does:
        action = {NameObject("/S"): NameObject(does), NameObject("/X"): TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    raw = out.getvalue()
    return (
        raw.replace(does.encode(), b"/" + b"".join(b"#%02x" % each for each in does[1:].encode())) if escaped else raw
    )


def photo() -> bytes:
    """A large photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    out = io.BytesIO()
    Image.new("RGB", (3000, 2000), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_pdf_stays_as_it_is() -> None:
    raw = pdf(20)
    found = checked(raw)
    assert (found.media_type, found.pages, found.content) == ("application/pdf", 20, raw)


def test_of_a_photo_only_legible_pixels_stay() -> None:
    found = checked(photo())
    kept = Image.open(io.BytesIO(found.content))
    assert (found.media_type, kept.size, dict(kept.getexif())) == ("image/webp", (2400, 1600), {})


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"%PDF-" + bytes(10_000_001), media.PictureTooLarge),
        (b"plain text", media.NotAPicture),
        (b"\n" + pdf(), media.NotAPicture),
        (b"\xff\xd8\xff" + pdf(), media.BrokenPicture),
        (pdf(password="secret"), media.DocumentLocked),
        (pdf(21), media.DocumentTooLong),
        (pdf(does="/JavaScript"), media.ActiveDocument),
        (pdf(does="/JavaScript", escaped=True), media.ActiveDocument),
        (pdf(does="/Launch"), media.ActiveDocument),
        (pdf()[:200], media.BrokenDocument),
        (b"%PDF-1.7\nnothing", media.BrokenDocument),
    ],
)
def test_refusals(raw: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        checked(raw)


def test_the_escaped_name_is_really_one() -> None:
    action = PdfReader(io.BytesIO(pdf(does="/Launch", escaped=True))).root_object["/OpenAction"]
    assert b"/Launch" not in pdf(does="/Launch", escaped=True)
    assert action["/S"] == "/Launch"


async def test_what_nobody_keeps_goes(db: Database, tmp_path: Path, now: datetime) -> None:
    shelf, number = media.on_disk(tmp_path), DocumentId(ids.new(now))
    stored = await media.store_document(db, shelf, number, pdf(), now)
    again = await media.store_document(db, shelf, number, pdf(), now)
    assert (again.document_id, again.stored_as, again.whole) == (number, stored.stored_as, True)
    with pytest.raises(media.DocumentDiffers):
        await media.store_document(db, shelf, number, pdf(2), now)
    async with db.transaction() as tx:
        await media.keep_document(tx, number)
    assert await media.sweep_documents(db, now + timedelta(days=2)) == 0
    async with db.transaction() as tx:
        await media.drop_documents(tx, [number], now)
    assert await media.sweep_documents(db, now) == 1
    with pytest.raises(media.DocumentNotFound):
        async with db.transaction() as tx:
            await media.seek_document(tx, number)
