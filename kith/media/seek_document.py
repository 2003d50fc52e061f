"""Find a document."""

from kith.kit.sql import Tx
from kith.media import document as documents
from kith.media.document import Document, DocumentId, DocumentNotFound


async def seek_document(tx: Tx, document_id: DocumentId) -> Document:
    """The document, whoever may see it: that is decided before. Raises `DocumentNotFound`."""
    found = await documents.by_id.maybe(tx, document_id=document_id)
    if found is None:
        raise DocumentNotFound
    return found
