"""The photos of a profile: up to some, in an order; the first one is the face that stands beside the name."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from kith.kit.refusal import Refusal
from kith.kit.sql import Query, Statement

OwnPictureId = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="as the upload was answered")]


class TooManyPhotos(Refusal):
    """A profile has room for fewer photos. Remove one and add the other then."""


class TooManyUploads(Refusal, status=429):
    """You have sent very many pictures in the last hour. Wait a while and go on."""


class Photos(Struct, frozen=True):
    """The photos of my profile, in order; the first is the face."""

    picture_ids: list[OwnPictureId]


def arranged(wanted: Sequence[str], most: int) -> list[str]:
    """The wanted order, each photo once. Raises `TooManyPhotos`."""
    each = list(dict.fromkeys(wanted))
    if len(each) > most:
        raise TooManyPhotos(most=most)
    return each


of = Query(str, "SELECT picture_id FROM photo WHERE person_id = %(person_id)s ORDER BY position")
clear = Query(str, "DELETE FROM photo WHERE person_id = %(person_id)s RETURNING picture_id")
put = Statement(
    """
    INSERT INTO photo (person_id, position, picture_id, added_at)
    SELECT %(person_id)s, place - 1, picture_id, %(now)s
    FROM unnest(%(picture_ids)s::text[]) WITH ORDINALITY AS wanted (picture_id, place)
    """
)
forget = Statement("DELETE FROM photo WHERE person_id = %(person_id)s")
