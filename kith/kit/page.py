"""Keyset paging: every list answers a page and an opaque cursor to the next one, stable while new rows arrive."""

import base64
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

import msgspec
from litestar.params import QueryParameter
from msgspec import Struct

from kith.kit.refusal import Refusal

Item = TypeVar("Item")
Key = TypeVar("Key")

Newest = tuple[datetime, UUID]
"""The sort key of lists with the newest first: when, and what."""

TOP: Newest = (datetime.max.replace(tzinfo=UTC), UUID(int=(1 << 128) - 1))
"""Before the newest: where the first page of such a list begins."""

Limit = Annotated[int, QueryParameter(ge=1, le=100, description="how many rows at most")]
After = Annotated[str | None, QueryParameter(description="`next` of the page before; left out for the first page")]


class BadCursor(Refusal, status=404):
    """This page marker is not one of ours. Start again from the first page."""


class Page(Struct, Generic[Item]):
    """Rows in order; `next` is the `after` of the following page, null on the last."""

    items: list[Item]
    next: str | None


def cursor(*key: object) -> str:
    """The opaque form of the last row's sort key."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def key(after: str | None, kind: type[Key]) -> Key | None:
    """The sort key (a tuple type) behind a cursor; None for the first page. Raises `BadCursor`."""
    if after is None:
        return None
    try:
        raw = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        return msgspec.json.decode(raw, type=kind)
    except (ValueError, msgspec.DecodeError) as error:
        raise BadCursor from error
