"""Applications for a shop over HTTP, each for whoever applies."""

from dataclasses import dataclass
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat, OpenAPIType
from litestar.params import FromPath, FromQuery, JSONBody

from kith import media, merchants, people, wallet
from kith.applications.add_certificate import add_certificate
from kith.applications.application import (
    Application,
    ApplicationClosed,
    ApplicationId,
    ApplicationIncomplete,
    ApplicationNotFound,
    ApplicationOpen,
    Form,
    TooManyCertificates,
)
from kith.applications.certificate import (
    Certificate,
    CertificateId,
    CertificateKind,
    CertificateNotFound,
    CertificatesFull,
)
from kith.applications.discard import discard
from kith.applications.drop_certificate import drop_certificate
from kith.applications.licence import BadLicence, OldLicence
from kith.applications.list_applications import list_applications
from kith.applications.policy import Policy
from kith.applications.save import save
from kith.applications.see_certificate import see_certificate
from kith.applications.submit import submit
from kith.applications.view import view
from kith.kit import clock
from kith.kit.keyring import KeyRing
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import AnyRequest, refuses

_READ = (people.SignInFirst, people.ProfileIncomplete)
_WRITE = (*_READ, people.CrossSite)
_FILE = Schema(
    type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY, description="a photo or a PDF of 20 pages, at most 10 MB"
)
_ANY_FILE = "application/octet-stream"


@dataclass
class _Upload(Operation):
    """Says that the body is the file itself."""

    def __post_init__(self) -> None:
        self.request_body = RequestBody({_ANY_FILE: OpenAPIMediaType(_FILE)}, required=True)


@get("/me/applications", operation_id="listApplications", tags=["shops"], responses=refuses(*_READ))
async def get_applications(me: NamedDependency[people.Me], parts: NamedDependency[Parts]) -> list[Application]:
    """What I applied for, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_applications(tx, parts[KeyRing], me.person_id)


@get(
    "/me/applications/{application_id:uuid}",
    operation_id="viewApplication",
    tags=["shops"],
    responses=refuses(*_READ, ApplicationNotFound),
)
async def get_application(
    application_id: FromPath[UUID], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> Application:
    """How my application stands, and what it still needs."""
    async with parts[Database].transaction() as tx:
        return await view(tx, parts[KeyRing], me.person_id, ApplicationId(application_id))


@put(
    "/me/applications/{application_id:uuid}",
    operation_id="saveApplication",
    tags=["shops"],
    responses=refuses(
        *_WRITE,
        wallet.BadIdNumber,
        OldLicence,
        BadLicence,
        merchants.NotYourShop,
        merchants.OwnerOnly,
        ApplicationOpen,
        ApplicationClosed,
        merchants.LicenceTaken,
    ),
)
async def put_application(
    application_id: FromPath[UUID],
    data: JSONBody[Form],
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
) -> Application:
    """Begin an application under an id of mine, or fill in more of it. Name and number are kept sealed."""
    async with parts[Database].transaction() as tx:
        return await save(
            tx,
            parts[KeyRing],
            person_id=me.person_id,
            application_id=ApplicationId(application_id),
            form=data,
            now=clock.now(),
        )


@delete(
    "/me/applications/{application_id:uuid}",
    operation_id="discardApplication",
    tags=["shops"],
    responses=refuses(*_WRITE, ApplicationClosed),
)
async def delete_application(
    application_id: FromPath[UUID], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> None:
    """Take back an application that nobody looks at yet. Its certificates are deleted."""
    async with parts[Database].transaction() as tx:
        await discard(tx, me.person_id, ApplicationId(application_id), clock.now())


@post(
    "/me/applications/{application_id:uuid}/submission",
    operation_id="submitApplication",
    tags=["shops"],
    status_code=200,
    responses=refuses(*_WRITE, ApplicationNotFound, ApplicationClosed, ApplicationIncomplete, merchants.LicenceTaken),
)
async def add_submission(
    application_id: FromPath[UUID], me: NamedDependency[people.Me], parts: NamedDependency[Parts]
) -> Application:
    """Hand it in. Somebody looks at it, and I am told what is decided and why."""
    async with parts[Database].transaction() as tx:
        return await submit(
            tx,
            parts[KeyRing],
            person_id=me.person_id,
            application_id=ApplicationId(application_id),
            now=clock.now(),
        )


@put(
    "/me/applications/{application_id:uuid}/certificates/{certificate_id:uuid}",
    operation_id="addCertificate",
    tags=["shops"],
    operation_class=_Upload,
    # The body is counted while it is read.
    request_max_body_size=None,
    responses=refuses(
        *_WRITE,
        ApplicationNotFound,
        ApplicationClosed,
        CertificatesFull,
        TooManyCertificates,
        media.PicturesWaiting,
        media.PictureTooLarge,
        media.NotAPicture,
        media.TooManyPixels,
        media.HiddenContent,
        media.BrokenPicture,
        media.DocumentLocked,
        media.DocumentTooLong,
        media.ActiveDocument,
        media.BrokenDocument,
        media.DocumentDiffers,
    ),
)
async def put_certificate(
    request: AnyRequest,
    application_id: FromPath[UUID],
    certificate_id: FromPath[UUID],
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
    *,
    kind: FromQuery[CertificateKind],
) -> Certificate:
    """Add a certificate under an id of mine: a photo or a PDF as the body itself. Only I and the reviewers see it."""
    raw = await media.receive(request)
    return await add_certificate(
        parts[Database],
        parts[media.Shelf],
        parts[Policy],
        person_id=me.person_id,
        application_id=ApplicationId(application_id),
        certificate_id=CertificateId(certificate_id),
        kind=kind,
        raw=raw,
        now=clock.now(),
    )


@get(
    "/me/applications/{application_id:uuid}/certificates/{certificate_id:uuid}",
    operation_id="readCertificate",
    tags=["shops"],
    media_type=_ANY_FILE,
    responses=refuses(*_READ, CertificateNotFound, media.DocumentNotFound)
    | {200: ResponseSpec(bytes, generate_examples=False, description="the file, to be saved", media_type=_ANY_FILE)},
)
async def get_certificate(
    application_id: FromPath[UUID],
    certificate_id: FromPath[UUID],
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
) -> Response[bytes]:
    """A certificate that I sent."""
    async with parts[Database].transaction() as tx:
        document = await see_certificate(tx, me.person_id, ApplicationId(application_id), CertificateId(certificate_id))
    return await media.serve_document(parts[media.Shelf], document)


@delete(
    "/me/applications/{application_id:uuid}/certificates/{certificate_id:uuid}",
    operation_id="dropCertificate",
    tags=["shops"],
    responses=refuses(*_WRITE, ApplicationNotFound, ApplicationClosed),
)
async def delete_certificate(
    application_id: FromPath[UUID],
    certificate_id: FromPath[UUID],
    me: NamedDependency[people.Me],
    parts: NamedDependency[Parts],
) -> None:
    """Remove a certificate."""
    async with parts[Database].transaction() as tx:
        await drop_certificate(
            tx, me.person_id, ApplicationId(application_id), CertificateId(certificate_id), clock.now()
        )


handlers = [
    get_applications,
    get_application,
    put_application,
    delete_application,
    add_submission,
    put_certificate,
    get_certificate,
    delete_certificate,
]
