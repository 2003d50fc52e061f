"""Take in the body of a request as a picture's file."""

from kith.kit.web import AnyRequest
from kith.media.picture import MAX_BYTES, PictureTooLarge

_PATIENCE = 3 * MAX_BYTES


async def receive(request: AnyRequest) -> bytes:
    """The body, of which never more than 10 MB are kept. Raises `PictureTooLarge`.

    Of one that is larger the rest is let pass, as far as pictures go: who is still sending would not hear the answer.
    """
    body, length = bytearray(), 0
    async for piece in request.stream():
        length += len(piece)
        if length <= MAX_BYTES:
            body += piece
        elif length > _PATIENCE:
            break
        else:
            body.clear()
    if length > MAX_BYTES:
        raise PictureTooLarge
    return bytes(body)
