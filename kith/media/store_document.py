"""Take in a document."""

from datetime import datetime

from kith.kit import ids
from kith.kit.sql import Database
from kith.media import document as documents
from kith.media.document import Document, DocumentDiffers, DocumentId
from kith.media.in_turn import in_turn
from kith.media.shelf import Shelf


async def store_document(db: Database, shelf: Shelf, document_id: DocumentId, raw: bytes, now: datetime) -> Document:
    """Look through the file, write its row, put it away, and say that it is whole. It is deleted after a day unless
    somebody calls `keep_document`, and the same file under the same id is the same document.

    Raises `PicturesWaiting`, what `document.checked` raises, and `DocumentDiffers`.
    """
    checked = await in_turn(documents.checked, raw)
    async with db.transaction() as tx:
        begun = await documents.begin.one(
            tx,
            document_id=document_id,
            media_type=checked.media_type,
            size=len(checked.content),
            pages=checked.pages,
            digest=documents.digest(raw),
            stored_as=f"{document_id.hex}-{ids.token()}",
            until_at=documents.unkept_until(now),
            now=now,
        )
    if begun.digest != documents.digest(raw):
        raise DocumentDiffers
    if not begun.whole:
        await shelf.put_document(begun.stored_as, checked.content)
        async with db.transaction() as tx:
            await documents.finish.run(tx, document_id=document_id)
    return begun
