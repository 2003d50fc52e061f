"""Answer with a picture."""

from litestar import Response

from kith.kit.web import AnyRequest
from kith.media.picture import Size, Stored
from kith.media.shelf import Shelf

_SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
# The id is the content's own hash: it can never mean anything else.
_PUBLIC = {"Cache-Control": "public, max-age=31536000, immutable"}
# Kept by nobody in between, and asked for again, so that it is gone when one may no longer see it.
_PRIVATE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie", "Referrer-Policy": "no-referrer"}


async def serve(request: AnyRequest, shelf: Shelf, stored: Stored, size: Size, *, public: bool) -> Response[bytes]:
    """The file as WebP, or that what the client has is still good (304). Whether one may see it is decided before.

    Raises `PictureNotFound`.
    """
    tag = f'"{stored.picture_id[:32]}-{size}"'
    headers = {**_SAFE, **(_PUBLIC if public else _PRIVATE), "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    content = await shelf.get(stored.stored_as, size)
    return Response(content, media_type="image/webp", headers=headers)
