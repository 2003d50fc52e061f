"""Scenes with something on every screen: gifts in each state, friends, a shop with work to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kith.kit import ids
from kith.main.stories.actor import Actor, Json
from kith.main.stories.shop import Shop
from kith.main.stories.stage import ADDRESS, Stage


@dataclass(frozen=True)
class Screens:
    """Addresses under `/app`, by name, and whose they are; open ones need nobody."""

    person: Actor
    staff: Actor
    open: dict[str, str]
    own: dict[str, str]
    shop: dict[str, str]


async def _paid(stage: Stage, giver: Actor, to: Actor, shop: Shop, **wishes: object) -> str:
    gift_id = await giver.give(to, shop.red, **wishes)
    await stage.pay(await giver.begin_payment(gift_id))
    return gift_id


async def _trouble(stage: Stage, ann: Actor, bo: Actor) -> dict[str, str]:
    """Gifts that do not go as they should: late, sold out before and after acceptance, held, and not yet due."""
    shop = await stage.shop()
    now = datetime.fromisoformat((await stage.client.get("/dev/clock")).raise_for_status().json()["now"])
    hour = now.replace(second=0, microsecond=0) + timedelta(hours=2)
    late, waiting = await _paid(stage, ann, bo, shop), await _paid(stage, bo, ann, shop)
    await bo.accept(late, shop.red, ADDRESS)
    await ann.accept(waiting, shop.red, ADDRESS)
    gone = await ann.give(bo, shop.white, send_at=hour.isoformat(), pay="then")
    await shop.staff.put(f"/skus/{shop.white}/stock", {"units": 0, "was": shop.stock})
    await stage.advance(hours=shop.promise_hours, minutes=2)
    await stage.until(0)

    again = await _paid(stage, bo, ann, other := await stage.shop())
    await ann.accept(again, other.red, ADDRESS)
    await other.staff.post(f"/orders/{await other.next_order()}/refusal", {"reason": "sold_out"}, expect=200)
    chen = await stage.person("陈橙")
    await ann.follow(chen)
    await chen.follow(ann)
    cooling = await _paid(stage, ann, chen, await stage.shop(60_000))
    later = (hour + timedelta(days=9)).isoformat()
    scheduled = await _paid(stage, ann, bo, other, send_at=later, anonymous=True)
    planned = await ann.give(bo, other.white, send_at=later, pay="then")
    return {
        "late": f"/given/{late}",
        "late for me": f"/received/{waiting}",
        "gone when its day came": f"/given/{gone}",
        "choose again": f"/received/{again}",
        "cooling": f"/given/{cooling}",
        "scheduled": f"/given/{scheduled}",
        "planned": f"/given/{planned}",
    }


async def _group(stage: Stage, ann: Actor, bo: Actor) -> str:
    """A group of Ann's, near where she and Bo are: Bo is in it, and somebody asks."""
    for one in (ann, bo):
        await one.put("/me/nearby", {"sharing": True})
        await one.put("/me/position", {"lat": 30.657, "lng": 104.066})
    group_id = str(ids.new())
    form: Json = {"name": "锦江夜跑", "topic": "周三晚上八点，九眼桥集合", "joining": "request", "nearby": True}
    await ann.post("/groups", {"group_id": group_id, **form})
    for one in (bo, await stage.person("冬冬")):
        await one.put(f"/groups/{group_id}/membership", {"text": "我住在附近，想一起跑。"})
    await ann.put(f"/groups/{group_id}/requests/{bo.person_id}", {"let_in": True}, expect=204)
    return group_id


async def _talk(stage: Stage, ann: Actor, bo: Actor) -> dict[str, str]:
    """A pair with a card and more than one can see at once, a group, and a stranger who waits for an answer."""
    pair, club = await bo.talk_with(ann), str(ids.new())
    for words in ("今天路过花店 https://kith.example/flowers", "周末一起去吗？"):
        await bo.say(pair, words)
    await bo.post("/groups", {"group_id": club, "name": "周末徒步小队"})
    await ann.put(f"/groups/{club}/membership", {})
    await bo.say(club, "八点地铁站见")
    stranger = await stage.person("叶秋")
    greeting = await stranger.talk_with(ann)
    await stranger.say(greeting, "你好，我们在徒步群里见过")
    return {
        "greetings": "/chats/greetings",
        "pair": f"/chats/{pair}",
        "group talk": f"/chats/{club}",
        "greeting": f"/chats/{greeting}",
    }


async def every_screen(stage: Stage) -> Screens:
    """A person who gives and is given to, and a shop."""
    ann, bo = await stage.friends("安安", "博文")
    for one in (ann, bo):
        await one.put("/me/gift-door", {"who": "friends", "ceiling_fen": 100_000, "per_week": 20})
    trouble = await _trouble(stage, ann, bo)
    shop = await stage.shop()

    given, closed, opened = [await _paid(stage, *pair, shop) for pair in ((ann, bo), (bo, ann), (bo, ann))]
    await bo.accept(given, shop.red, ADDRESS)
    await bo.post(f"/gifts/{given}/thanks", {"text": "太喜欢了，谢谢你！"}, expect=200)
    await ann.accept(opened, shop.red, ADDRESS)
    sent = await shop.next_order()
    await shop.ship(sent)
    waits = await shop.next_order()
    withdrawn = await _paid(stage, ann, bo, shop)
    await ann.withdraw(withdrawn)
    await stage.settle()
    unpaid = await ann.give(bo, shop.white)
    charge = (await ann.given(unpaid))["parts"][0]["charge_id"]
    goods = (await ann.given(given))["product_id"]
    await ann.put("/me/addresses/01900000-0000-7000-8000-000000000001", {"address": ADDRESS, "is_default": True})
    collecting = await ann.give(bo, shop.white, collect_days=3)
    wished = await bo.give(bo, shop.white, collect_days=3)
    await bo.post(f"/gifts/{wished}/asks", {"asks": [{"payer_id": ann.person_id}], "why": "生日快到了"}, expect=200)
    asked = (await ann.asked())["ask_id"]
    for wisher in (ann, bo):
        await wisher.put(f"/me/wishes/{goods}", expect=204)
    talk = await _talk(stage, ann, bo)
    to = f"to={bo.person_id}&goods={goods}&sku={shop.red}"
    group = await _group(stage, ann, bo)
    return Screens(
        ann,
        shop.staff,
        open={
            "welcome": "/welcome",
            "sign-in": "/sign-in",
            "outbox": "/dev/outbox",
            "gallery": "/_gallery",
            "not-found": "/nowhere",
        },
        own={
            **trouble,
            "nearby": "/nearby",
            "groups nearby": "/nearby/groups",
            "a new group": "/groups/new",
            "group": f"/groups/{group}",
            "who asks to join": f"/groups/{group}/requests",
            "chats": "/chats",
            **talk,
            "mall": "/mall",
            "search": "/mall/search?q=花",
            "nothing found": "/mall/search?q=没有的东西",
            "goods": f"/goods/{goods}",
            "give-friend": "/give/friend",
            "give-goods": f"/give/goods?to={bo.person_id}",
            "give-card": f"/give/card?{to}",
            "charge": f"/charges/{charge}",
            "given": "/given",
            "given-gift": f"/given/{given}",
            "withdrawn": f"/given/{withdrawn}",
            "collecting": f"/given/{collecting}",
            "ask-friends": f"/given/{collecting}/ask",
            "asks": "/asks",
            "ask": f"/asks/{asked}",
            "diary": "/diary",
            "refunds": "/refunds",
            "received": "/received",
            "closed": f"/received/{closed}",
            "accept": f"/received/{closed}/accept",
            "swaps": f"/received/{closed}/swaps",
            "parcel": f"/received/{opened}",
            "people": "/people?q=博",
            "person": f"/people/{bo.person_id}",
            "wishes": f"/people/{bo.person_id}/wishes",
            "my-wishes": "/me/wishes",
            "friends": "/friends",
            "me": "/me",
            "notifications": "/me/notifications",
            "profile": "/me/profile",
            "gift-door": "/me/gift-door",
            "privacy": "/me/privacy",
            "blocks": "/me/blocks",
            "devices": "/me/devices",
            "passkeys": "/me/passkeys",
            "settings": "/me/settings",
            "data": "/me/data",
            "leave": "/me/leave",
            "addresses": "/me/addresses",
            "address": "/me/addresses/new",
        },
        shop={
            "nearby, not switched on": "/nearby",
            "orders": f"/shops/{shop.merchant_id}",
            "order": f"/shops/{shop.merchant_id}/orders/{waits}",
            "sent": f"/shops/{shop.merchant_id}/orders/{sent}",
            "stock": f"/shops/{shop.merchant_id}?tab=stock",
            "imports": f"/shops/{shop.merchant_id}?tab=imports",
            "money": f"/shops/{shop.merchant_id}?tab=money",
        },
    )
