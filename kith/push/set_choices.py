"""Choose what one is pushed, and when not."""

from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.push import choice as choices
from kith.push import wanted as wishes
from kith.push.choice import Choices


async def set_choices(tx: Tx, person_id: people.PersonId, chosen: Choices, now: datetime) -> Choices:
    """What quiet hours hold back is looked at anew. Raises `ZoneUnknown`."""
    choices.check_zone(chosen.quiet.zone)
    await choices.put.run(
        tx,
        person_id=person_id,
        off=sorted(set(chosen.off)),
        quiet=chosen.quiet.on,
        quiet_from=choices.minutes(chosen.quiet.begins),
        quiet_until=choices.minutes(chosen.quiet.ends),
        zone=chosen.quiet.zone,
    )
    await wishes.look_again.run(tx, person_id=person_id, now=now)
    return Choices(sorted(set(chosen.off)), chosen.quiet)
