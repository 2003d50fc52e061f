"""HTTP: uploading pictures, and the photos of one's profile."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, JSONBody, PathParameter

from kith import media
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses
from kith.people.photo import Photos, TooManyPhotos, TooManyUploads
from kith.people.policy import Policy
from kith.people.session import CrossSite, Me, ProfileIncomplete, SignInFirst
from kith.people.set_photos import set_photos
from kith.people.upload_picture import upload_picture

_READ = (SignInFirst, ProfileIncomplete)
_WRITE = (SignInFirst, ProfileIncomplete, CrossSite)
_FILE = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY, description="at most 10 MB and 50 million pixels")


@dataclass
class _Upload(Operation):
    """Says that the body is the file itself."""

    def __post_init__(self) -> None:
        self.request_body = RequestBody({"application/octet-stream": OpenAPIMediaType(_FILE)}, required=True)


@post(
    "/me/pictures",
    operation_id="uploadPicture",
    tags=["pictures"],
    operation_class=_Upload,
    # The body is counted while it is read.
    request_max_body_size=None,
    responses=refuses(
        *_WRITE,
        TooManyUploads,
        media.PicturesWaiting,
        media.PictureTooLarge,
        media.NotAPicture,
        media.TooManyPixels,
        media.HiddenContent,
        media.BrokenPicture,
    ),
)
async def add_picture(request: AnyRequest, me: NamedDependency[Me], parts: NamedDependency[Parts]) -> media.Picture:
    """Upload a picture: JPEG, PNG, WebP, HEIC, GIF or BMP, as the body itself. Only its pixels are kept.

    It is yours for a day, and longer where it is used: as a photo of your profile, with a thank-you.
    """
    raw = await media.receive(request)
    return await upload_picture(
        parts[Database], parts[media.Shelf], parts[Policy], person_id=me.person_id, raw=raw, now=clock.now()
    )


@get(
    "/me/pictures/{picture_id:str}/{size:str}",
    operation_id="readMyPicture",
    tags=["pictures"],
    media_type="image/webp",
    responses=refuses(*_READ, media.PictureNotFound),
)
async def get_picture(
    request: AnyRequest,
    me: NamedDependency[Me],
    parts: NamedDependency[Parts],
    picture_id: Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$", description="as the upload was answered")],
    size: FromPath[media.Size],
) -> Response[bytes]:
    """A picture that you uploaded in the last day. Nobody else is shown it here."""
    async with parts[Database].transaction() as tx:
        stored = await media.seek(tx, picture_id, "upload", me.person_id, clock.now())
    return await media.serve(request, parts[media.Shelf], stored, size, public=False)


@put(
    "/me/photos",
    operation_id="setPhotos",
    tags=["people"],
    responses=refuses(*_WRITE, TooManyPhotos, media.PictureNotFound),
)
async def write_photos(data: JSONBody[Photos], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> Photos:
    """Choose the photos of your profile, in order: those you have and those you uploaded. The first is your face."""
    async with parts[Database].transaction() as tx:
        return await set_photos(tx, parts[Policy], me.person_id, data.picture_ids, clock.now())


handlers = [add_picture, get_picture, write_photos]
