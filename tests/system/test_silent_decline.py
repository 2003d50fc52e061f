"""To the giver a silent decline is a gift that nobody answered: in every byte, and in the moment it changes.

Three givers, each with a friend and a shop of their own, do the same things. One friend declines without a word, one
does nothing, one blocks the giver. What the givers get is compared with ids and moments replaced by what they stand
for; the shops have one unit each, so that the goods would betray one that came back early.
"""

import asyncio
import base64
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from kith.kit import ids
from kith.main.stories.actor import Actor
from kith.main.stories.shop import Shop
from kith.main.stories.stage import Stage
from tests.listener import Listener, listening
from tests.system.walker import headers_of

STEP = timedelta(seconds=5)
OWN_HEADERS = {"date", "x-request-id"}
"""Headers that are different in any two answers."""

ABOUT_THE_GIFT = ("/me/given", "/charges", "/goods", "/me/events")
NEVER = datetime.max.replace(tzinfo=UTC)

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_CURSOR = re.compile(r'"next":"([\w-]+)"')

Look = dict[str, str]
"""What a giver gets, by what was asked."""


@dataclass
class Side:
    """One giver, one recipient, one shop with a single unit, and the gifts between them."""

    giver: Actor
    recipient: Actor
    shop: Shop
    product_id: str
    gifts: list[str] = field(default_factory=list[str])
    charges: list[str] = field(default_factory=list[str])
    moments: dict[str, str] = field(default_factory=dict[str, str])
    """What a moment stands for, once it was seen where nothing could be told from it."""
    answer_by: datetime = NEVER
    stream: Listener | None = None
    """What the giver hears all the while."""

    def labels(self) -> dict[str, str]:
        """What the ids of this side stand for."""
        names = {self.giver.person_id: "giver", self.recipient.person_id: "recipient", self.product_id: "product"}
        names |= {self.shop.red: "red", self.shop.white: "white", str(self.shop.merchant_id): "shop"}
        names |= {gift_id: f"gift {number}" for number, gift_id in enumerate(self.gifts)}
        names |= {charge_id: f"charge {number}" for number, charge_id in enumerate(self.charges)}
        return names

    def told(self, response: httpx.Response) -> str:
        """An answer with everything replaced that is this side's own."""
        kept = [header for header in response.headers.multi_items() if header[0] not in OWN_HEADERS]
        return self.named(f"{response.status_code} {kept}\n{response.text}")

    def named(self, text: str) -> str:
        """A text with everything replaced that is this side's own."""
        for cursor in _CURSOR.findall(text):
            text = text.replace(cursor, base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode())
        names = self.labels()
        text = _UUID.sub(lambda found: f"<{names.get(found[0], 'id')}>", text)
        text = _MOMENT.sub(lambda found: f"<{self.moments.get(found[0], 'later')}>", text)
        return text.replace(self.giver.phone, "<phone>")


async def open_side(stage: Stage) -> Side:
    """Two friends, and a shop that has one red bouquet."""
    giver, recipient = await stage.friends("Ann", "Bo")
    shop = await stage.shop()
    await shop.staff.put(f"/skus/{shop.red}/stock", {"units": 1, "was": shop.stock})
    goods = await shop.staff.get(f"/shops/{shop.merchant_id}/goods")
    return Side(giver, recipient, shop, goods["items"][0]["product"]["product_id"])


async def offer(stage: Stage, side: Side) -> None:
    """Give the last red bouquet and pay it; the recipient's door lets no other in after it."""
    door = {"who": "friends", "ceiling_fen": 100_000, "per_week": len(side.gifts) + 1}
    await side.recipient.put("/me/gift-door", door)
    gift_id = await side.giver.give(side.recipient, side.shop.red)
    side.gifts.append(gift_id)
    side.charges.append((await side.giver.given(gift_id))["parts"][0]["charge_id"])
    await stage.pay(await side.giver.begin_payment(gift_id))
    side.answer_by = datetime.fromisoformat((await side.giver.given(gift_id))["answer_by"])


def requests(side: Side) -> list[tuple[str, str, object]]:
    """Everything a giver can ask that could have to do with the gift, and the tries that the gift could influence."""
    gift_id, charge_id = side.gifts[-1], side.charges[-1]
    again = {"gift_id": gift_id, "charge_id": charge_id, "recipient_id": side.recipient.person_id}
    again |= {"sku_id": side.shop.red, "message": "生日快乐！", "wrapping": "classic"}
    another = again | {"gift_id": str(ids.new()), "charge_id": str(ids.new()), "sku_id": side.shop.white}
    attempt = {"attempt_id": str(ids.new()), "gateway": "alipay", "way": "page"}
    paths = [
        *(f"/me/given/{known}" for known in side.gifts),
        *(f"/charges/{known}" for known in side.charges),
        *("/me/given", "/me/given?limit=1", "/me/refunds", "/me/received", f"/me/received/{gift_id}"),
        *("/me/gift-summary", "/me", "/me/friends", "/me/following", "/me/followers", "/me/blocks", "/me/gift-door"),
        *("/me/shops", f"/people/{side.recipient.person_id}", f"/goods/{side.product_id}"),
        *(f"/orders/{gift_id}/address", f"/shops/{side.shop.merchant_id}/orders"),
    ]
    return [
        *(("GET", path, None) for path in paths),
        ("POST", "/gifts", again),
        ("POST", "/gifts", another),
        ("POST", f"/charges/{charge_id}/attempts", attempt),
        ("POST", f"/gifts/{gift_id}/acceptance", {}),
        ("POST", f"/gifts/{gift_id}/receipt", None),
        ("GET", "/me/events/page?limit=100", None),
    ]


async def look(stage: Stage, side: Side, *, first: bool = False) -> Look:
    """What the giver gets now. At the first look all moments are named after where they stood."""
    answers = [
        (f"{method} {path}", await stage.client.request(method, path, json=body, headers=headers_of(side.giver)))
        for method, path, body in requests(side)
    ]
    if first:
        for asked, response in answers:
            for number, moment in enumerate(_MOMENT.findall(response.text)):
                side.moments.setdefault(moment, f"moment {number} of {_UUID.sub('…', asked)}")
    names = side.labels()
    heard = {} if side.stream is None else {"GET /me/events": side.named(await all_heard(side.stream, answers[-1][1]))}
    return heard | {
        f"{number} {_UUID.sub(lambda found: names.get(found[0], '?'), asked)}": side.told(response)
        for number, (asked, response) in enumerate(answers)
    }


async def all_heard(stream: Listener, listed: httpx.Response) -> str:
    """Every byte of the stream, once all has come that the list has."""
    last = listed.json()["items"][-1]["event_id"]
    await stream.until(lambda stream: stream.last >= last)
    assert stream.last == last
    return stream.said


async def look_at_all(stage: Stage, sides: list[Side], *, first: bool = False) -> list[Look]:
    """What each giver gets now."""
    return list(await asyncio.gather(*(look(stage, side, first=first) for side in sides)))


def same(one: Look, other: Look, *about: str) -> None:
    """The same requests got the same bytes; with `about`, those to these paths only."""
    assert one.keys() == other.keys()
    compared = [asked for asked in one if not about or asked.partition("GET ")[2].startswith(about)]
    assert len(compared) > 4
    for asked in compared:
        assert one[asked] == other[asked], asked


def alike(declined: Look, ignored: Look, blocked: Look) -> None:
    """Declined and ignored are one; so is the gift between people one of whom blocked the other."""
    same(declined, ignored)
    same(blocked, ignored, *ABOUT_THE_GIFT)


def state(seen: Look) -> str:
    """The state that the last gift was seen in."""
    detail = [text for asked, text in seen.items() if "GET /me/given/gift" in asked][-1]
    return re.findall(r'"state":"(\w+)","steps"', detail)[-1]


async def clock(stage: Stage) -> datetime:
    """What the installation's clock shows."""
    return datetime.fromisoformat((await stage.client.get("/dev/clock")).json()["now"])


async def test_a_silent_decline_cannot_be_told_from_silence(stage: Stage) -> None:
    await stage.until(12)
    sides = [await open_side(stage) for _ in range(3)]
    async with AsyncExitStack() as listeners:
        for side in sides:
            opened = listening(stage.settings.local_url, headers_of(side.giver))
            side.stream = await listeners.enter_async_context(opened)
        await play(stage, sides)
        assert all(len(side.stream.told()) > 15 for side in sides if side.stream)


async def play(stage: Stage, sides: list[Side]) -> None:
    """Each friend does nothing, each in a way of their own."""
    for side in sides:
        await offer(stage, side)
    await withdrawn_the_same(stage, sides)
    for side in sides:
        await offer(stage, side)
    alike(*await look_at_all(stage, sides, first=True))

    declined, _, blocked = sides
    await declined.recipient.decline(declined.gifts[-1], tell=False)
    await blocked.recipient.block(blocked.giver)
    await stage.settle()
    alike(*await look_at_all(stage, sides))
    end = min(side.answer_by for side in sides)
    for before in (timedelta(days=2), timedelta(hours=2), timedelta(hours=1), timedelta(minutes=5)):
        await advance_to(stage, end - before)
        seen = await look_at_all(stage, sides)
        alike(*seen)
        assert state(seen[0]) == "waiting"
    await advance_to(stage, end - 2 * STEP)
    await end_the_same(stage, sides)
    for later in ({"minutes": 1}, {"hours": 1}, {"days": 2}):
        await stage.advance(**later)
        alike(*await look_at_all(stage, sides))


async def withdrawn_the_same(stage: Stage, sides: list[Side]) -> None:
    """Ann takes back a gift that Bo declined, or did not answer, or declined: each time she hears the same."""
    alike(*await look_at_all(stage, sides, first=True))
    for side in (sides[0], sides[2]):
        await side.recipient.decline(side.gifts[-1], tell=False)
    answers = set[str]()
    for side in sides:
        url = f"/gifts/{side.gifts[-1]}/withdrawal"
        answers.add(side.told(await stage.client.post(url, headers=headers_of(side.giver))))
    assert len(answers) == 1
    await stage.settle()
    seen = await look_at_all(stage, sides)
    alike(*seen)
    assert [state(look) for look in seen] == ["withdrawn"] * 3


async def end_the_same(stage: Stage, sides: list[Side]) -> None:
    """Around the end: each gift changes at the first sweep after its window, however it was answered, and at once."""
    changed = dict[int, Look]()
    while len(changed) < len(sides):
        swept_after = await clock(stage) + STEP
        await stage.advance(seconds=STEP.total_seconds())
        seen = await look_at_all(stage, sides)
        seen_at = await clock(stage)
        for number, side in enumerate(sides):
            over = state(seen[number]) == "not_taken_up"
            assert not over or side.answer_by <= seen_at, "it changed before its end"
            assert over or side.answer_by > swept_after, "it did not change at its end"
            if over:
                changed.setdefault(number, seen[number])
    alike(changed[0], changed[1], changed[2])
    assert all('"state":"refunded"' in "".join(seen.values()) for seen in changed.values())
    alike(*await look_at_all(stage, sides))


async def advance_to(stage: Stage, moment: datetime) -> None:
    """Move the clock on to this moment."""
    await stage.advance(seconds=(moment - await clock(stage)).total_seconds())
