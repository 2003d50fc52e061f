"""No longer keep documents."""

from collections.abc import Sequence
from datetime import datetime

from kith.kit import jobs
from kith.kit.sql import Tx
from kith.media import document as documents
from kith.media.document import DocumentId


async def drop_documents(tx: Tx, document_ids: Sequence[DocumentId], now: datetime) -> None:
    """Their rows and files are deleted soon after this commits."""
    if document_ids and await documents.drop.run(tx, document_ids=list(document_ids), now=now):
        await jobs.later(tx, "media.sweep_documents")
