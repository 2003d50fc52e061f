"""Take in the body of a request as a picture's file."""

from kith.kit.web import AnyRequest
from kith.media.picture import MAX_BYTES, PictureTooLarge


async def receive(request: AnyRequest) -> bytes:
    """The body, of which never more than 10 MB are read. Raises `PictureTooLarge`."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > MAX_BYTES:
        raise PictureTooLarge
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BYTES:
            raise PictureTooLarge
    return bytes(body)
