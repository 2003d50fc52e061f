"""Decode and encode a picture off the event loop."""

from kith.media import picture as pictures
from kith.media.in_turn import in_turn
from kith.media.picture import Encoded


async def encode(raw: bytes) -> Encoded:
    """The picture in every size, as soon as it is its turn.

    Raises `PicturesWaiting`, `PictureTooLarge`, `NotAPicture`, `TooManyPixels`, `HiddenContent`, `BrokenPicture`.
    """
    return await in_turn(pictures.encoded, raw)
