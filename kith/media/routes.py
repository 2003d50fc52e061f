"""Pictures over HTTP. Public: their addresses are in pages that anyone who may see the page can load."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, PathParameter

from kith import media
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.web import refuses

_HEADERS = {
    # The address is the content's own hash: it can never mean anything else.
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
}


@get(
    "/pictures/{picture_id:str}/{size:str}",
    operation_id="readPicture",
    tags=["pictures"],
    security=[{}],
    media_type="image/webp",
    responses=refuses(media.PictureNotFound),
)
async def get_picture(
    parts: NamedDependency[Parts],
    picture_id: Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$", description="as other answers name it")],
    size: FromPath[media.Size],
) -> Response[bytes]:
    """A picture as WebP: `full` fits into 1080 × 1080 pixels, `thumb` into 320 × 320."""
    content = await media.read_picture(media.root(parts[Settings]), media.PictureId(picture_id), size)
    return Response(content, media_type="image/webp", headers=_HEADERS)


handlers = [get_picture]
