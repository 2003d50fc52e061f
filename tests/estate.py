"""A world with something of everything in it, to try whose hands are kept off: one application over a real database.

Ann gives to Bo, Chen and Dee are friends of both, Eve sells the vases, Hui works in another shop, Gao is nobody to any
of them, Fay is blocked by Ann, and Jin has only just come and has no profile.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from httpx import Response
from litestar import Litestar
from litestar.testing import AsyncTestClient
from msgspec import convert

from kith import (
    ads,
    applications,
    campaigns,
    chat,
    envelopes,
    gifts,
    mall,
    media,
    merchants,
    ops,
    payments,
    people,
    places,
    promotions,
    push,
    tasks,
    tills,
    wallet,
    wishes,
)
from kith.envelopes.tests.party import PASSWORDS, Party
from kith.gifts.ask import ask_id
from kith.gifts.save_address import save_address
from kith.gifts.saved_address import AddressForm, AddressId
from kith.gifts.tests.town import RING, Town
from kith.kit import clock, geo, ids
from kith.kit.hub import Hub
from kith.kit.pg_line import PgLine
from kith.kit.settings import Settings
from kith.kit.sql import Database, Tx
from kith.main.app import create_app
from kith.main.client import Client, Console
from kith.main.document import Document
from kith.main.drawing import draw
from kith.main.policy import Policy
from kith.main.wiring import exporting, leaving, purse
from kith.mall.open_import import open_import
from kith.people import passkey as passkeys
from kith.people import person as persons
from kith.people import phone as phones
from kith.people.archive import Folders
from kith.people.export import Whose
from kith.people.make_export import make_export
from kith.people.passkey import PasskeyId
from kith.people.want_export import want_export
from kith.push.subscribe import subscribe
from kith.push.subscription import NewSubscription
from kith.wallet.check_identity import check_identity
from kith.wallet.identity_check import CheckId, NewCheck
from tests import cast
from tests.cast import ANN, BO, CHEN, DEE, EVE, FAY, GAO, HUI, JIN
from tests.operations import Json

PEOPLE = {"ann": ANN, "bo": BO, "chen": CHEN, "dee": DEE, "eve": EVE, "fay": FAY, "gao": GAO, "hui": HUI, "jin": JIN}
NICKNAMES = {"ann": "Annabel Quillfeather", "bo": "Bonifaz Lindqvist", "eve": "Evergreen Pottery"}
HOME: Json = {
    "name": "Bonifaz Lindqvist",
    "mobile": "13987654321",
    "province": "650000",
    "city": "653100",
    "district": "653122",
    "street": "Nowhere Lane 17-903",
}
MESSAGE = "For your window"
WORDS = "Under the quince at nine"
NOISE = places.Noise(b"a key that only the tests know ....")
HERE = 31.2304, 121.4737
BROWSER: Json = {
    "endpoint": "https://push.example/wp/1",
    "keys": {
        "p256dh": "BNNL5ZaTfK81qhXOx23-wewhigUeFb632jN6LvRWCFH1ubQr77FE_9qV1FuojuRmHP42zmf34rXgW80OvUVDgTk",
        "auth": "zqbxT6JKstKSY9JKibZLSQ",
    },
}
GREETING = "Plum blossom and snow"
JOINING = "I have three thimbles"
SITE = "http://kith.test"


class Estate:
    """The world and an HTTP client to it. `things` are ids by the name that a test calls them."""

    def __init__(self, town: Town, client: AsyncTestClient[Litestar]) -> None:
        self.town = town
        self.things: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        """What only some may see, by what it is."""
        self._client = client

    async def token(self, who: str) -> str:
        """A new session; of the newcomer, one that is only good for finishing the profile."""
        async with self.town.db.transaction() as tx:
            return await cast.token(tx, PEOPLE[who], clock.now(), complete=who != "jin")

    async def ask(
        self, who: str | None, method: str, url: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """A request with a bearer token of a new session; without one for None."""
        sent = {**(headers or {})}
        if who:
            sent["Authorization"] = f"Bearer {await self.token(who)}"
        return await self.send(method, url, body, sent)

    async def send(self, method: str, url: str, body: object, headers: Mapping[str, str]) -> Response:
        """A request with these headers only."""
        self._client.cookies.clear()
        return await self._client.request(method, url, json=body, headers=dict(headers))

    async def fill(self) -> None:
        """Let everything happen of which there is to be one."""
        town = self.town
        await self._people()
        await self._nearby()
        await self._shops()
        await self._placement()
        for name in ("unpaid", "to_pay"):
            await self._note(name, await town.give())
        for name in ("offered", "to_accept", "to_decline", "to_withdraw"):
            await self._note(name, await town.offered())
        for name in ("accepted", "to_refuse", "to_ship", "sent", "to_correct", "delivered", "to_choose", "thanked"):
            gift_id = await town.offered()
            await town.accept(gift_id, address=gifts.Address(**HOME))
            await self._note(name, gift_id)
        await self._collect()
        await self._envelopes()
        await self._tasks()
        await town.unable(gifts.GiftId(UUID(self.things["to_choose"])), "sold_out")
        for number, name in enumerate(("sent", "to_correct", "delivered")):
            gift_id, label = gifts.GiftId(UUID(self.things[name])), f"SF10000000000{number:02}"
            await town.ship(gift_id, label)
            self.secrets[f"number of {name}"] = label

    async def export(self, exporting: people.Exporting, home: Path) -> None:
        """Bo has had a copy made of what is kept of him."""
        db, policy, now = self.town.db, people.Policy(), clock.now()
        export_id = people.ExportId(ids.new(now))
        async with db.transaction() as tx:
            await want_export(tx, policy, exporting, person_id=BO, export_id=export_id, now=now)
        folders = Folders(home / "exports", media.on_disk(home / "media"))
        assert await make_export(db, policy, exporting, Whose(BO, export_id), folders=folders, now=now)
        self._keep("export", export_id)

    async def thank(self, home: Path) -> None:
        """Bo says thank you with a picture, and shows it to Ann in their talk."""
        db, now, gift_id = self.town.db, clock.now(), gifts.GiftId(UUID(self.things["thanked"]))
        picture = await people.upload_picture(
            db, media.on_disk(home / "media"), people.Policy(), person_id=BO, raw=draw("bouquet"), now=now
        )
        async with db.transaction() as tx:
            await gifts.thank(tx, gift_id, BO, gifts.Words("Thank you", picture.picture_id), now)
            talk = chat.ConversationId(UUID(self.things["talk"]))
            shown = chat.NewMessage(chat.MessageId(ids.new(now)), picture_id=picture.picture_id)
            [sent] = await chat.append(tx, chat.Policy(), [chat.saying_of(talk, BO, shown, now)])
            assert isinstance(sent, chat.Message)
            self.things["pictured"] = str(sent.seq)
        self.secrets["picture"] = picture.picture_id

    async def check(self) -> None:
        """Somebody is asked who Ann is, and has not answered."""
        wanted = NewCheck(CheckId(ids.new(self.town.now)), "Annabel", "990000199005170018")
        checkers = wallet.Checkers(wallet.HttpChecker("http://127.0.0.1:9", "key", seconds=1))
        async with self.town.db.transaction() as tx:
            await check_identity(
                tx, cast.SECRET, RING, checkers, wallet.Policy(), person_id=ANN, wanted=wanted, now=self.town.now
            )
        self._keep("check", wanted.check_id)
        self.secrets["identity number"] = wanted.id_number

    async def apply(self, home: Path) -> None:
        """Ann applies for a shop, and has sent her licence."""
        application_id = applications.ApplicationId(ids.new(self.town.now))
        certificate_id = applications.CertificateId(ids.new(self.town.now))
        form = applications.Form(legal_name="Annabel Q.", id_number="990000199005170018")
        one = {"person_id": ANN, "application_id": application_id, "now": self.town.now}
        async with self.town.db.transaction() as tx:
            await applications.save(tx, RING, form=form, **one)
        await applications.add_certificate(
            self.town.db,
            media.on_disk(home / "media"),
            applications.Policy(),
            certificate_id=certificate_id,
            kind="licence",
            raw=draw("bouquet"),
            **one,
        )
        self._keep("application", application_id)
        self._keep("certificate", certificate_id)
        self.secrets["legal name"] = form.legal_name or ""

    async def _collect(self) -> None:
        """Ann lets Chen and Dee, her friends, pay for a gift; Chen has paid a part."""
        town = self.town
        for friend in (CHEN, DEE):
            await town.befriend(ANN, friend)
        gift_id = await town.collect()
        await town.ask(gift_id, CHEN)
        await town.pay_part(gift_id, CHEN, 1_000)
        self._keep("collecting", gift_id)
        self._keep("ask", ask_id(gift_id, CHEN))
        self._keep("pay link", await town.link(gift_id))

    async def _tasks(self) -> None:
        """Checking in is rewarded, and Ann invites."""
        now = self.town.now
        programme_id = tasks.ProgrammeId(ids.new(now))
        asked = tasks.NewProgramme(programme_id, "check_in", 100, 5, 500, now, now + timedelta(days=30))
        async with self.town.db.transaction() as tx:
            await promotions.fund(tx, ids.new(now), 500, now)
            await tasks.start(tx, tasks.Policy(), asked, "ops", now)
            invite = await tasks.view_invite(tx, SITE, ANN, now)
        self.things["programme"] = str(programme_id)
        self.things["invite"] = invite.code

    async def _envelopes(self) -> None:
        """Ann sends two envelopes to her group, and Bo empties the second."""
        db, party = self.town.db, Party(self.town.now)
        party.group = chat.ConversationId(UUID(self.things["group"]))
        for name, count in (("envelope", 5), ("emptied", 1)):
            async with db.transaction() as tx:
                sent = await party.send(tx, party.new(count=count, greeting=GREETING))
            await party.pay(db, sent)
            self._keep(name, sent.envelope_id)
        async with db.transaction() as tx:
            await party.open(tx, sent.envelope_id, BO)
        self.secrets["greeting"] = GREETING

    async def _note(self, name: str, gift_id: gifts.GiftId) -> None:
        self._keep(name, gift_id)
        self._keep(f"charge of {name}", await self.town.charge(gift_id))
        if await self.town.state(gift_id) in ("accepted", "shipped"):
            self._keep(f"order of {name}", await self.town.order(gift_id))

    def _keep(self, name: str, value: object) -> None:
        self.things[name] = self.secrets[name] = str(value)

    async def _people(self) -> None:
        policy, now = people.Policy(), self.town.now
        async with self.town.db.transaction() as tx:
            await cast.enrol(tx, HUI, now)
            number = cast.phone_of(JIN)
            phone_key = cast.SECRET.phone_key(number)
            await persons.add.run(tx, person_id=JIN, phone_key=phone_key, now=now)
            sealed = cast.SECRET.seal(number, phone_key)
            await phones.add.run(tx, phone_key=phone_key, person_id=JIN, sealed_number=sealed, now=now)
            for who, nickname in NICKNAMES.items():
                form = people.ProfileForm(nickname=nickname, gender="unsaid")
                await people.save_profile(tx, policy, PEOPLE[who], form, now)
            await people.set_door(tx, BO, people.Door("friends", 100_000, 100), now)
            await people.block(tx, self.town.blocked, ANN, FAY, now)
            _, device = await people.open_session(tx, ANN, "Annabel's telescope", complete=True, now=now)
            _, pushed = await people.open_session(tx, ANN, "Annabel's telescope", complete=True, now=now)
            new = convert(BROWSER, NewSubscription)
            await subscribe(tx, cast.SECRET, push.Policy(), me=pushed, new=new, now=now)
            passkey_id = await self._passkey(tx, ANN, "Annabel's signet")
            talk = await chat.open_pair(tx, ANN, BO, now)
            words = chat.Saying(talk, ANN, chat.MessageId(ids.new(now)), WORDS, now)
            assert isinstance((await chat.append(tx, chat.Policy(), [words]))[0], chat.Message)
            group = chat.NewGroup(group_id=chat.ConversationId(ids.new(now)), name="Quilters", joining="request")
            await chat.create_group(tx, chat.Policy(), ANN, group, now)
            for who in (BO, CHEN, DEE):
                await chat.join_group(tx, chat.Policy(), group.group_id, who, JOINING, now=now)
            for who in (BO, CHEN):
                await chat.answer_request(tx, chat.Policy(), group.group_id, ANN, who, let=True, now=now)
        self._keep("talk", talk)
        self.things["group"] = str(group.group_id)
        self.secrets["wish to join"] = JOINING
        self.secrets["words"] = WORDS
        self._keep("device", device.device_id)
        self._keep("pushed", pushed.device_id)
        self._keep("passkey", passkey_id)
        self.secrets["passkey name"] = "Annabel's signet"
        self.things |= {who: str(person) for who, person in PEOPLE.items()}
        self.secrets |= NICKNAMES | {"device name": "Annabel's telescope", "message": MESSAGE}
        form = AddressForm(gifts.Address(**HOME))
        address_id = AddressId(ids.new(now))
        async with self.town.db.transaction() as tx:
            await save_address(tx, RING, self.town.policy, person_id=BO, address_id=address_id, form=form, now=now)
        self._keep("address", address_id)
        self.secrets |= {part: f'"{text}"' if text.isdigit() else text for part, text in HOME.items()}

    async def _passkey(self, tx: Tx, person: people.PersonId, name: str) -> PasskeyId:
        one = {"person_id": person, "passkey_id": PasskeyId(ids.new(self.town.now)), "credential_id": ids.noise(32)}
        await passkeys.claim.run(tx, **one)
        await passkeys.add.run(tx, **one, public_key=b"", sign_count=0, transports=[], name=name, now=self.town.now)
        return one["passkey_id"]

    async def _nearby(self) -> None:
        """Ann, Gao and Fay are around, and want to be found."""
        now, some = clock.now(), (ANN, GAO, FAY)
        async with self.town.db.transaction() as tx:
            for person in some:
                await places.set_nearby(tx, cast.SECRET, person, places.NearbyForm(sharing=True), now)
            fixes = [places.Fix(person, geo.snap(*HERE), now) for person in some]
            await places.check_in(tx, NOISE, places.Policy(), fixes)

    async def _placement(self) -> None:
        """Eve's shop wishes to be shown."""
        now = clock.now()
        new = ads.NewPlacement(
            placement_id=ads.PlacementId(ids.new(now)),
            model="taps",
            title="Vases of celadon",
            words="Around the corner",
            place=places.Position(*HERE),
            radius_km=2,
            first_day=people.day_of(now),
            days=3,
            hours=[9, 10],
            fen=10_000,
            bid_fen=80,
        )
        async with self.town.db.transaction() as tx:
            await ads.ask_for(tx, ads.Policy(), self.town.shop, EVE, new, now=now)
        self._keep("placement", new.placement_id)
        self.secrets["title of the ad"] = new.title

    async def _shops(self) -> None:
        town, other = self.town, merchants.MerchantId(ids.new(self.town.now))
        draft = mall.Draft("draft", "home", "Unseen jug", "", "", "530000", [], 48, [], [], [_variant("clay")])
        order = mall.ImportOrder(
            import_id=ids.new(town.now), merchant_id=town.shop, source=Path("/nowhere/feed.csv"), dry_run=True
        )
        async with town.db.transaction() as tx:
            await merchants.add(
                tx, merchant_id=other, name="Lamps", city="Dali", phone="087200000000", staff=[HUI], now=town.now
            )
            await mall.enter_products(tx, town.shop, [draft], by="test", now=town.now)
            await open_import(tx, order, town.now)
        unseen = mall.product_id(town.shop, "draft")
        self._keep("import", order.import_id)
        self._keep("draft", unseen)
        self._keep("draft sku", mall.sku_id(unseen, "clay"))
        self.secrets["draft title"] = "Unseen jug"
        self.things |= {"shop": str(town.shop), "other shop": str(other)}
        self.things |= {"vase": str(town.product), "green": str(town.green), "blue": str(town.blue)}


def _variant(name: str) -> mall.DraftVariant:
    return mall.DraftVariant(name, {"colour": name}, 20_000, 3)


@asynccontextmanager
async def estate(url: str, home: Path) -> AsyncGenerator[Estate]:
    """The filled world over an empty database, `home` being the folder of its files."""
    async with Database(url, size=8) as db:
        town = Town(db, clock.now(), gifts.Policy(unpaid_gifts=10))
        carrier = mall.Tracker(
            "tracker", url=SITE, key="key", secret="secret", callback_url=f"{SITE}/carriers/tracker/callbacks"
        )
        hub = Hub(PgLine(db))
        service = push.Service(push.Vapid(push.fresh_key().encode(), SITE, clock.real_now))
        offers = ads.Offers(cast.SECRET.key_for("ad offers"))
        parts = cast.parts(
            db,
            Settings(home=home, clock=home / "clock"),
            media.on_disk(home / "media"),
            Document(),
            Client(),
            Console(),
            RING,
            town.gateways,
            mall.Carriers(carrier),
            town.paid,
            town.charged,
            town.moved,
            town.blocked,
            exporting(Policy(), cast.SECRET, RING),
            leaving(wallet.Policy()),
            purse(wallet.Policy(), "simulated"),
            wallet.Checkers(None),
            applications.Policy(),
            wallet.Policy(),
            town.policy,
            payments.Policy(),
            tills.Policy(),
            mall.Policy(),
            mall.OrderPolicy(),
            wishes.Policy(),
            chat.Policy(),
            chat.Sending(db, chat.Policy()),
            hub,
            chat.Channels(db, hub, chat.Policy(), chat.LivePolicy(stream_seconds=0.1), clock.now),
            PASSWORDS,
            envelopes.Opening(db, envelopes.Policy()),
            envelopes.Policy(),
            tasks.Policy(),
            campaigns.Policy(),
            places.CheckIns(db, NOISE, places.Policy()),
            places.Brakes(places.Policy()),
            places.Lookout(places.Policy()),
            offers,
            ads.Policy(),
            ads.Metering(db, ads.Policy()),
            ads.Showcase(db, ads.Showing(db, ads.Policy()), offers, ads.Policy(), clock.now),
            push.Policy(),
            ops.Policy(),
            service,
        )
        try:
            async with AsyncTestClient(create_app(parts), base_url=SITE) as client:
                world = Estate(await town.build(units=50), client)
                await world.fill()
                await world.thank(home)
                await world.check()
                await world.apply(home)
                await world.export(parts[people.Exporting], home)
                yield world
        finally:
            await carrier.disconnect()
            await service.disconnect()
