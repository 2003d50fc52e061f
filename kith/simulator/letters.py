"""Notifications of the simulated gateways: when they go out, and how often they are repeated."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

import httpx
import msgspec
from msgspec import Struct

from kith.kit import clock
from kith.simulator.store import Store
from kith.simulator.world import World

Sender = Literal["alipay", "wechatpay", "stripe"]

LATE = timedelta(hours=3)
HELD_AT_MOST = timedelta(hours=1)

FORGED = 1
ALTERED = 2

SCHEMA = """
CREATE TABLE IF NOT EXISTS letter (
    position INTEGER PRIMARY KEY,
    side TEXT NOT NULL,
    letter_id TEXT NOT NULL,
    number TEXT NOT NULL,
    url TEXT NOT NULL,
    content TEXT NOT NULL,              -- JSON; it is sealed and signed at each delivery
    due_at TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    copies INTEGER NOT NULL DEFAULT 1,  -- deliveries wanted even if acknowledged
    held INTEGER NOT NULL DEFAULT 0,    -- waits until a younger one has gone out
    forged INTEGER NOT NULL DEFAULT 0,  -- 1: by a stranger's key; 2: altered on the way
    state TEXT NOT NULL DEFAULT 'due'   -- due | acknowledged | given_up
);
CREATE INDEX IF NOT EXISTS letter_due ON letter (side, due_at) WHERE state = 'due';
"""

_LETTER = (
    "SELECT position, side, letter_id, number, url, content, due_at, tries, copies, held, forged, state FROM letter"
)


class Letter(Struct):
    """A notification on its way."""

    position: int
    side: Sender
    letter_id: str
    number: str
    url: str
    content: str
    due_at: datetime
    tries: int
    copies: int
    held: int
    forged: int
    state: str


Packed = tuple[dict[str, str], bytes]
Pack = Callable[[World, Letter, bool], Packed]
"""The headers and body of a delivery; by a stranger's key, if so."""


class Post(NamedTuple):
    """How one gateway delivers."""

    pack: Pack
    ladder: Sequence[timedelta]
    """The waits between the deliveries of one notification, until it is acknowledged."""
    acknowledges: Callable[[httpx.Response], bool] = lambda answer: 200 <= answer.status_code < 300


class News(Struct):
    """What the shop is to hear: about which of its trades, where, under which id, and in which words."""

    side: Sender
    number: str
    url: str | None
    letter_id: str
    content: str


def enqueue(world: World, news: News, now: datetime) -> None:
    """Tell it, unless a fault has it otherwise."""
    if news.url is None:
        return

    def strikes(name: str) -> bool:
        return world.faults.strikes(name, None, news.number) is not None

    if strikes("notify_tampered"):
        _put(world.store, news, due_at=now, forged=ALTERED)
    if strikes("notify_lost"):
        return
    held = strikes("notify_reordered")
    due_at = now + LATE if strikes("notify_late") else now
    copies = 2 if strikes("notify_duplicate") else 1
    _put(world.store, news, due_at=now + HELD_AT_MOST if held else due_at, copies=copies, held=int(held))


def enqueue_forged(world: World, news: News, now: datetime) -> None:
    """Somebody else claims it."""
    if news.url is not None:
        _put(world.store, news, due_at=now, forged=FORGED)


def due(store: Store, side: Sender, now: datetime) -> list[Letter]:
    waiting = "WHERE side = :side AND state = 'due' AND due_at <= :now ORDER BY due_at, position"
    return store.all(Letter, f"{_LETTER} {waiting}", side=side, now=now)


def every(store: Store) -> list[Letter]:
    return store.all(Letter, f"{_LETTER} ORDER BY position")


async def deliver(world: World, letter: Letter, post: Post) -> None:
    """Send it once. Acknowledged, it is done; otherwise it climbs the ladder; a forged one is sent once."""
    stranger = letter.forged == FORGED or world.faults.strikes("other_key", "notify", letter.number) is not None
    headers, body = post.pack(world, letter, stranger)
    if letter.forged == ALTERED:
        # What somebody on the way would like it to say.
        body = body.replace(b'"id"', b'"ID"', 1)
    try:
        answer = await world.http.post(
            letter.url, content=body, headers={"Content-Type": "application/json", **headers}
        )
        acknowledged = post.acknowledges(answer)
    except (httpx.HTTPError, httpx.InvalidURL):
        acknowledged = False
    now = clock.now()
    copies = letter.copies - acknowledged
    retry = not acknowledged and not letter.forged and letter.tries < len(post.ladder)
    waiting = retry or (acknowledged and copies > 0)
    world.store.run(
        "UPDATE letter SET tries = tries + 1, copies = :copies, state = :state, due_at = :due_at"
        " WHERE position = :position",
        position=letter.position,
        copies=copies,
        state="due" if waiting else "acknowledged" if acknowledged else "given_up",
        due_at=now + post.ladder[letter.tries] if retry else now,
    )
    if not letter.held and not letter.forged:
        # A younger one has gone out: now the one that was held back may follow.
        world.store.run(
            "UPDATE letter SET held = 0, due_at = :now WHERE held = 1 AND side = :side AND position < :position",
            now=now,
            side=letter.side,
            position=letter.position,
        )


def _put(store: Store, news: News, *, due_at: datetime, copies: int = 1, held: int = 0, forged: int = 0) -> None:
    store.run(
        "INSERT INTO letter (side, letter_id, number, url, content, due_at, copies, held, forged)"
        " VALUES (:side, :letter_id, :number, :url, :content, :due_at, :copies, :held, :forged)",
        **msgspec.structs.asdict(news),
        due_at=due_at,
        copies=copies,
        held=held,
        forged=forged,
    )
