"""Answer with a document."""

from litestar import Response

from kith.media.document import Document
from kith.media.shelf import Shelf

# Whatever a document hides runs nowhere: it is never shown inside a page of ours, and a page made of it may do nothing.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
_ENDINGS = {"image/webp": "webp", "application/pdf": "pdf"}


async def serve_document(shelf: Shelf, document: Document) -> Response[bytes]:
    """The file, to be saved and not to be shown by the browser, and kept by no cache. Whether one may see it is decided
    before. Raises `DocumentNotFound`.
    """
    content = await shelf.get_document(document.stored_as)
    name = f"{document.document_id.hex[:12]}.{_ENDINGS[document.media_type]}"
    headers = {**_SAFE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=document.media_type, headers=headers)
