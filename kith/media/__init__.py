"""Pictures and documents: uploaded or fetched safely, re-encoded, stored once by content, served by Kith itself.

What comes in is hostile until it has been decoded and encoded again: no metadata (place, camera, comments), no
trailing bytes and no foreign format survives. A picture's id is the SHA-256 of its full size.

A picture is kept for as long as something refers to it (`hold`, `release`): a row for each thing, written by the
capability whose thing it is. Invariants:
- Nobody is shown a picture for which there is no such row. One with a public row has an address that can be cached for
  ever; any other is served by a route of the capability above, which asks `seek` for its own row and answers with
  `serve`, for whom it wants and for no cache in between.
- A document (a photo or PDF that proves something) has no address of its own: whoever keeps it decides who sees it, and
  it is answered as a file to be saved. A PDF is refused where anything in it acts.
- What nothing refers to is deleted, its files with it: at once when it is let go, a day later when nobody ever took it.
"""

from kith.media.bucket import bucket
from kith.media.document import (
    ActiveDocument,
    BrokenDocument,
    Document,
    DocumentDiffers,
    DocumentId,
    DocumentLocked,
    DocumentNotFound,
    DocumentTooLong,
)
from kith.media.drop_documents import drop_documents
from kith.media.fetch import fetch
from kith.media.hold import hold
from kith.media.keep_document import keep_document
from kith.media.network import INTERNET, Network, is_public
from kith.media.picture import (
    GRACE,
    MAX_BYTES,
    AddressForbidden,
    BrokenPicture,
    HiddenContent,
    NotAPicture,
    Picture,
    PictureId,
    PictureNotFound,
    PicturesWaiting,
    PictureTooLarge,
    PictureUnreachable,
    Size,
    Stored,
    TooManyPixels,
)
from kith.media.read_picture import read_picture
from kith.media.receive import receive
from kith.media.release import release
from kith.media.seek import seek
from kith.media.seek_document import seek_document
from kith.media.serve import serve
from kith.media.serve_document import serve_document
from kith.media.shelf import Shelf, on_disk, root
from kith.media.store import store
from kith.media.store_document import store_document
from kith.media.sweep import sweep
from kith.media.sweep_documents import sweep_documents
from kith.media.use import GOODS

__all__ = [
    "GOODS",
    "GRACE",
    "INTERNET",
    "MAX_BYTES",
    "ActiveDocument",
    "AddressForbidden",
    "BrokenDocument",
    "BrokenPicture",
    "Document",
    "DocumentDiffers",
    "DocumentId",
    "DocumentLocked",
    "DocumentNotFound",
    "DocumentTooLong",
    "HiddenContent",
    "Network",
    "NotAPicture",
    "Picture",
    "PictureId",
    "PictureNotFound",
    "PictureTooLarge",
    "PictureUnreachable",
    "PicturesWaiting",
    "Shelf",
    "Size",
    "Stored",
    "TooManyPixels",
    "bucket",
    "drop_documents",
    "fetch",
    "hold",
    "is_public",
    "keep_document",
    "on_disk",
    "read_picture",
    "receive",
    "release",
    "root",
    "seek",
    "seek_document",
    "serve",
    "serve_document",
    "store",
    "store_document",
    "sweep",
    "sweep_documents",
]
