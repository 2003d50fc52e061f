"""Public pictures over HTTP: of goods, and those that people show of themselves."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter

from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses
from kith.media.picture import PictureNotFound, Size
from kith.media.seek_public import seek_public
from kith.media.serve import serve
from kith.media.shelf import Shelf


@get(
    "/pictures/{picture_id:str}/{size:str}",
    operation_id="readPicture",
    tags=["pictures"],
    security=[{}],
    media_type="image/webp",
    responses=refuses(PictureNotFound),
)
async def get_picture(
    request: AnyRequest,
    parts: NamedDependency[Parts],
    picture_id: Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$", description="as other answers name it")],
    size: FromPath[Size],
) -> Response[bytes]:
    """A picture as WebP: `full` fits into 1080 × 1080 pixels, `medium` into 640 × 640, `thumb` into 320 × 320."""
    async with parts[Database].transaction() as tx:
        stored = await seek_public(tx, picture_id)
    return await serve(request, parts[Shelf], stored, size, public=True)


handlers = [get_picture]
