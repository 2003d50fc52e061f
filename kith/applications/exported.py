"""What applications keep of a person, as files of an export."""

from datetime import datetime
from functools import partial

from kith import people
from kith.applications.application import Application
from kith.applications.list_applications import list_applications
from kith.kit.keyring import KeyRing
from kith.kit.page import Page
from kith.kit.sql import Tx


def exported(ring: KeyRing) -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability."""
    said = partial(_applications, ring)
    return (people.Part("applications/applications", "你的开店申请", "your applications for a shop", said),)


async def _applications(
    ring: KeyRing, tx: Tx, person_id: people.PersonId, after: str | None, now: datetime
) -> Page[Application]:
    del after, now
    return Page(await list_applications(tx, ring, person_id), None)
