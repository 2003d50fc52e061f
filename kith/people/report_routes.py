"""HTTP: reporting people to the operator."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from kith import media
from kith.kit import clock
from kith.kit.parts import Parts
from kith.kit.sql import Database
from kith.kit.web import refuses
from kith.people.person import NotYourself, PersonId, PersonNotFound
from kith.people.policy import Policy
from kith.people.report import Evidence, NewReport, ReportDiffers, Reported, TooManyReports
from kith.people.report_person import report_person
from kith.people.session import CrossSite, Me, ProfileIncomplete, SignInFirst


@post(
    "/people/{person_id:uuid}/reports",
    operation_id="reportPerson",
    tags=["people"],
    responses=refuses(
        SignInFirst,
        ProfileIncomplete,
        CrossSite,
        NotYourself,
        ReportDiffers,
        PersonNotFound,
        TooManyReports,
        media.PictureNotFound,
    ),
)
async def add_report(
    person_id: FromPath[PersonId], data: JSONBody[NewReport], me: NamedDependency[Me], parts: NamedDependency[Parts]
) -> Reported:
    """Report a person to the operator. Nobody else learns of it."""
    async with parts[Database].transaction() as tx:
        return await report_person(
            tx,
            parts[Policy],
            parts[Evidence],
            reporter_id=me.person_id,
            reported_id=person_id,
            asked=data,
            now=clock.now(),
        )


handlers = [add_report]
