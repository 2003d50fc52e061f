"""Pictures: fetched safely, re-encoded, stored once by content, served by Kith itself.

What comes in is hostile until it has been decoded and encoded again: no metadata (place, camera, comments), no
trailing bytes and no foreign format survives. A picture's id is the SHA-256 of its full size, so its address can be
cached for ever.
"""

from kith.media.fetch import fetch
from kith.media.network import INTERNET, Network, is_public
from kith.media.picture import (
    MAX_BYTES,
    AddressForbidden,
    BrokenPicture,
    Picture,
    PictureId,
    PictureNotFound,
    PictureTooLarge,
    PictureUnreachable,
    Size,
    root,
)
from kith.media.read_picture import read_picture
from kith.media.seek import seek
from kith.media.store import store

__all__ = [
    "INTERNET",
    "MAX_BYTES",
    "AddressForbidden",
    "BrokenPicture",
    "Network",
    "Picture",
    "PictureId",
    "PictureNotFound",
    "PictureTooLarge",
    "PictureUnreachable",
    "Size",
    "fetch",
    "is_public",
    "read_picture",
    "root",
    "seek",
    "store",
]
