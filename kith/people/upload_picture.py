"""Upload a picture."""

from datetime import datetime, timedelta

from kith import media
from kith.kit.sql import Database
from kith.people.count_deed import count_deed
from kith.people.person import PersonId
from kith.people.photo import TooManyUploads
from kith.people.policy import Policy


async def upload_picture(
    db: Database, shelf: media.Shelf, policy: Policy, *, person_id: PersonId, raw: bytes, now: datetime
) -> media.Picture:
    """Count it, re-encode and store it, and keep it for a day for whoever uploaded it, to be used for something.

    The same content again is the same picture.
    Raises `TooManyUploads`, `media.PicturesWaiting`, `media.PictureTooLarge`, `media.NotAPicture`,
    `media.TooManyPixels`, `media.HiddenContent`, `media.BrokenPicture`.
    """
    async with db.transaction() as tx:
        hour, most = timedelta(hours=1), policy.uploads_an_hour
        await count_deed(tx, person_id, "upload", most=most, span=hour, refusal=TooManyUploads, now=now)
    picture = await media.store(db, shelf, raw, now)
    async with db.transaction() as tx:
        await media.hold(tx, picture.picture_id, "upload", person_id, until_at=now + media.GRACE, now=now)
    return picture
