"""Decode and encode a picture off the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from kith.media import picture as pictures
from kith.media.picture import Encoded, PicturesWaiting

_AT_ONCE = 2
"""A picture of the most pixels takes 200 MB while it is decoded."""
_WAITING = 32

_threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="pictures")
_turns = asyncio.Semaphore(_AT_ONCE + _WAITING)


async def encode(raw: bytes) -> Encoded:
    """The picture in every size, as soon as it is its turn.

    Raises `PicturesWaiting`, `PictureTooLarge`, `NotAPicture`, `TooManyPixels`, `HiddenContent`, `BrokenPicture`.
    """
    if _turns.locked():
        raise PicturesWaiting(retry_after=5)
    async with _turns:
        return await asyncio.get_running_loop().run_in_executor(_threads, pictures.encoded, raw)
