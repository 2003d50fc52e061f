"""Keep a document."""

from kith.kit.sql import Tx
from kith.media import document as documents
from kith.media.document import DocumentId, DocumentNotFound


async def keep_document(tx: Tx, document_id: DocumentId) -> None:
    """Until it is dropped. Whoever calls it writes down whose it is. Raises `DocumentNotFound`."""
    if await documents.keep.maybe(tx, document_id=document_id) is None:
        raise DocumentNotFound
