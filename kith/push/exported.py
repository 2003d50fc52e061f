"""What push keeps of a person, as files of an export."""

from datetime import datetime

from kith import people
from kith.kit.page import Page
from kith.kit.sql import Tx
from kith.push import choice as choices
from kith.push import subscription as subscriptions
from kith.push.choice import Choices
from kith.push.policy import Policy
from kith.push.subscription import Row


def exported() -> tuple[people.Part, ...]:
    """Everything that is kept of the person by this capability, but for the addresses and keys of browsers."""
    return (
        people.Part("push/devices", "接收通知的设备", "devices that get notifications", _devices),
        people.Part("push/choices", "通知与免打扰设置", "what you want to be told, and when not", _choices),
    )


async def _devices(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Row]:
    del after, now
    return Page(await subscriptions.mine.all(tx, person_id=person_id), None)


async def _choices(tx: Tx, person_id: people.PersonId, after: str | None, now: datetime) -> Page[Choices]:
    del after, now
    row = await choices.of.maybe(tx, person_ids=[person_id])
    return Page([choices.chosen(row, Policy())] if row else [], None)
