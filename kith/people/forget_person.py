"""Forget what people keep of somebody who leaves."""

from datetime import datetime

from kith import media
from kith.kit.sql import Tx
from kith.people import export as exports
from kith.people import leaving as departures
from kith.people import passkey as passkeys
from kith.people import photo as photos
from kith.people import report as reports
from kith.people.person import PersonId
from kith.people.sign_out_everywhere import sign_out_everywhere


async def forget_person(tx: Tx, person_id: PersonId, now: datetime) -> None:
    """Sessions, passkeys, profile, photos, ties on both ends, exports; of reports what is no longer needed.

    Forgetting twice is forgetting once.
    """
    await sign_out_everywhere(tx, person_id)
    await passkeys.disown.run(
        tx, credential_ids=[kept.credential_id for kept in await passkeys.of_person.all(tx, person_id=person_id)]
    )
    for statement in (*departures.ties, *departures.own):
        await statement.run(tx, person_id=person_id)
    await reports.unsign.run(tx, reporter_id=person_id, nobody=reports.NOBODY)
    await photos.forget.run(tx, person_id=person_id)
    await media.release(tx, ["photo", "upload"], person_id, now)
    await exports.forget.run(tx, person_id=person_id)
