"""Choose the photos of one's profile and their order."""

from collections.abc import Sequence
from datetime import datetime

from kith import media
from kith.kit.sql import Tx
from kith.people import person as persons
from kith.people import photo as photos
from kith.people.person import PersonId
from kith.people.photo import Photos, arranged
from kith.people.policy import Policy


async def set_photos(tx: Tx, policy: Policy, person_id: PersonId, picture_ids: Sequence[str], now: datetime) -> Photos:
    """Put these in place of what was there: photos that were among them, and pictures that the person has uploaded.

    What is left out is let go, and deleted where nothing else refers to it. The same order again changes nothing.
    Raises `TooManyPhotos`, `media.PictureNotFound`.
    """
    wanted = arranged(picture_ids, policy.photos_most)
    await persons.lock.one(tx, person_id=person_id)
    had = await photos.of.all(tx, person_id=person_id)
    if wanted == had:
        return Photos(wanted)
    for picture_id in wanted:
        if picture_id not in had:
            await media.seek(tx, picture_id, "upload", person_id, now)
            await media.hold(tx, picture_id, "photo", person_id, public=True, now=now)
    await photos.forget.run(tx, person_id=person_id)
    await photos.put.run(tx, person_id=person_id, picture_ids=wanted, now=now)
    dropped = [picture_id for picture_id in had if picture_id not in wanted]
    await media.release(tx, ["photo", "upload"], person_id, now, picture_ids=dropped)
    return Photos(wanted)
