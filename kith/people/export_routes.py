"""HTTP: a copy of all one's data."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import File
from msgspec import Struct

from kith.kit import clock
from kith.kit.page import After, BadCursor, Limit, Page
from kith.kit.parts import Parts
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.people import archive as archives
from kith.people.export import (
    ExportId,
    Exporting,
    ExportNotFound,
    ExportNotReady,
    ExportOver,
    ExportsTooOften,
    ExportUnderWay,
    ExportView,
)
from kith.people.find_archive import find_archive
from kith.people.list_exports import list_exports
from kith.people.policy import Policy
from kith.people.session import CrossSite, Me, ProfileIncomplete, SignInFirst
from kith.people.show_export import show_export
from kith.people.want_export import want_export

_READ = (SignInFirst, ProfileIncomplete)


class NewExport(Struct):
    """A copy that somebody wants. The client makes the id, and repeats it when it did not hear the answer."""

    export_id: ExportId


@post(
    "/me/exports",
    operation_id="wantExport",
    tags=["people"],
    status_code=202,
    responses=refuses(*_READ, CrossSite, ExportUnderWay, ExportsTooOften),
)
async def add_export(data: JSONBody[NewExport], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> ExportView:
    """Have a copy made of all that is kept of you: a zip of JSON files and pictures."""
    async with parts[Database].transaction() as tx:
        return await want_export(
            tx, parts[Policy], parts[Exporting], person_id=me.person_id, export_id=data.export_id, now=clock.now()
        )


@get("/me/exports", operation_id="listExports", tags=["people"], responses=refuses(*_READ, BadCursor))
async def get_exports(
    me: NamedDependency[Me], parts: NamedDependency[Parts], limit: Limit = 20, after: After = None
) -> Page[ExportView]:
    """The copies of your data that you asked for, the newest first."""
    async with parts[Database].transaction() as tx:
        return await list_exports(tx, me.person_id, after=after, limit=limit, now=clock.now())


@get(
    "/me/exports/{export_id:uuid}",
    operation_id="viewExport",
    tags=["people"],
    responses=refuses(*_READ, ExportNotFound),
)
async def get_export(
    export_id: FromPath[ExportId], me: NamedDependency[Me], parts: NamedDependency[Parts]
) -> ExportView:
    """How far a copy of your data is."""
    async with parts[Database].transaction() as tx:
        return await show_export(tx, me.person_id, export_id, clock.now())


@get(
    "/me/exports/{export_id:uuid}/archive",
    operation_id="readExportArchive",
    tags=["people"],
    media_type="application/zip",
    responses=refuses(*_READ, ExportNotFound, ExportOver, ExportNotReady),
)
async def get_archive(export_id: FromPath[ExportId], me: NamedDependency[Me], parts: NamedDependency[Parts]) -> File:
    """The copy of your data as a zip. Only you get it, and only while you are signed in."""
    now = clock.now()
    async with parts[Database].transaction() as tx:
        path = await find_archive(tx, archives.root(parts[Settings]), me.person_id, export_id, now)
    return File(
        path,
        filename=f"kith-{now:%Y-%m-%d}.zip",
        media_type="application/zip",
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )


handlers = [add_export, get_exports, get_export, get_archive]
