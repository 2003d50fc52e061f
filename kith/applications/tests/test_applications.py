"""Applications for a shop, from the first field to the badge and its end."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kith import applications, media, merchants, people, wallet
from kith.applications import reviewing
from kith.applications.application import ApplicationId, Form, State
from kith.applications.certificate import CertificateId, CertificateKind, CertificatesFull
from kith.applications.discard import discard
from kith.applications.drop_certificate import drop_certificate
from kith.applications.list_applications import list_applications
from kith.applications.see_certificate import see_certificate
from kith.applications.sweep import sweep
from kith.applications.view import view
from kith.kit import ids
from kith.kit.keyring import KeyRing
from kith.kit.refusal import Refusal
from kith.kit.sql import Database, Query, Tx
from kith.media.tests.test_document import pdf
from kith.merchants import MerchantId

ANN, BO = people.PersonId(ids.new()), people.PersonId(ids.new())
RING = KeyRing.parse(f"k1:{'11' * 32}")
POLICY = applications.Policy(certificates=4)
LICENCE, OTHER_LICENCE = "91350100M000100Y43", "91110000600037341L"
WHOLE = Form(
    shop_name="Moon  Garden",
    city="Kunming",
    phone="0871 1234567",
    category="flowers",
    legal_name="Ann Zhang",
    id_number="11010519491231002x",
    licence_no=LICENCE.lower(),
)

told = Query(int, "SELECT count(*)::int AS told FROM event WHERE person_id = %(person_id)s AND kind = 'shop_pass'")


class Desk:
    """Where people apply. Everything is committed at once."""

    def __init__(self, db: Database, home: Path, now: datetime) -> None:
        self.db, self.shelf, self.now = db, media.on_disk(home), now

    async def save(self, form: Form = WHOLE, who: people.PersonId = ANN, number: ApplicationId | None = None):
        number = number or ApplicationId(ids.new())
        async with self.db.transaction() as tx:
            return await applications.save(tx, RING, person_id=who, application_id=number, form=form, now=self.now)

    async def prove(
        self,
        number: ApplicationId,
        kind: CertificateKind,
        who: people.PersonId = ANN,
        name: CertificateId | None = None,
    ) -> applications.Certificate:
        return await applications.add_certificate(
            self.db,
            self.shelf,
            POLICY,
            person_id=who,
            application_id=number,
            certificate_id=name or CertificateId(ids.new()),
            kind=kind,
            raw=pdf(),
            now=self.now,
        )

    async def submit(self, number: ApplicationId, who: people.PersonId = ANN) -> applications.Application:
        async with self.db.transaction() as tx:
            return await applications.submit(tx, RING, person_id=who, application_id=number, now=self.now)

    async def submitted(self, form: Form = WHOLE, who: people.PersonId = ANN) -> ApplicationId:
        number = (await self.save(form, who)).application_id
        for kind in ("licence", "identity_front", "identity_back"):
            await self.prove(number, kind, who)
        await self.submit(number, who)
        return number

    async def take(self, number: ApplicationId, by: str = "rita") -> None:
        async with self.db.transaction() as tx:
            await applications.take(tx, POLICY, number, by=by, now=self.now)

    async def decide(self, number: ApplicationId, decision: applications.Decision, **said: Any) -> MerchantId | None:
        said = {"by": "rita", "now": self.now} | said
        async with self.db.transaction() as tx:
            return await applications.decide(tx, POLICY, number, decision, **said)

    async def approved(self, form: Form = WHOLE, who: people.PersonId = ANN) -> MerchantId:
        number = await self.submitted(form, who)
        await self.take(number)
        shop = await self.decide(number, "approved")
        assert shop is not None
        return shop

    async def state(self, number: ApplicationId, who: people.PersonId = ANN) -> State:
        async with self.db.transaction() as tx:
            return (await view(tx, RING, who, number)).state

    async def standing(self, shop: MerchantId) -> merchants.Standing:
        async with self.db.transaction() as tx:
            return await merchants.view_standing(tx, shop)


@pytest.fixture
def desk(db: Database, tmp_path: Path, now: datetime) -> Desk:
    return Desk(db, tmp_path, now)


async def test_from_the_first_field_to_the_badge(desk: Desk) -> None:
    begun = await desk.save(Form(shop_name="Moon"))
    number = begun.application_id
    assert begun.missing[0] == "category"
    filled = await desk.save(WHOLE, number=number)
    assert (filled.shop_name, filled.licence_no) == ("Moon Garden", LICENCE)
    assert filled.legal_name == "Ann Zhang"
    assert filled.id_number == "1****************X"
    assert filled.missing == ["licence", "identity_front", "identity_back"]
    for kind in ("licence", "identity_front", "identity_back"):
        await desk.prove(number, kind)
    assert (await desk.submit(number)).state == "submitted"
    assert (await desk.submit(number)).state == "submitted"
    await desk.take(number)
    async with desk.db.transaction() as tx:
        dossier = await applications.inspect(tx, RING, number, by="rita", now=desk.now)
        assert dossier.id_number == "11010519491231002X"
        proof = dossier.certificates[0].certificate_id
        await applications.inspect_certificate(tx, number, proof, by="rita", now=desk.now)
    await desk.decide(number, "more_wanted", reasons=["photo_unreadable"], words=" The second page ")
    async with desk.db.transaction() as tx:
        again = await view(tx, RING, ANN, number)
    assert (again.state, again.reasons, again.words) == ("more_wanted", ["photo_unreadable"], "The second page")
    await desk.prove(number, "permit")
    await desk.submit(number)
    await desk.take(number, by="saul")
    shop = await desk.decide(number, "approved", by="saul")
    assert shop is not None
    standing = await desk.standing(shop)
    assert merchants.certified(standing, desk.now)
    assert not merchants.certified(standing, desk.now + timedelta(days=365))
    async with desk.db.transaction() as tx:
        await merchants.check_owner(tx, shop, ANN)
        steps = await reviewing.steps.all(tx, application_id=number)
        assert await told.one(tx, person_id=ANN) == 6
    done = [(step.deed, step.done_by) for step in steps]
    assert done == [
        ("submitted", "applicant"),
        ("taken", "rita"),
        ("seen", "rita"),
        ("certificate_seen", "rita"),
        ("more_wanted", "rita"),
        ("submitted", "applicant"),
        ("taken", "saul"),
        ("approved", "saul"),
    ]
    assert steps[3].certificate_id == proof


async def test_a_reviewer_has_an_hour(desk: Desk) -> None:
    number = await desk.submitted()
    await desk.take(number)
    with pytest.raises(applications.TakenByAnother):
        await desk.take(number, by="saul")
    desk.now += timedelta(hours=1)
    with pytest.raises(applications.NotUnderReview):
        await desk.decide(number, "approved")
    await desk.take(number, by="saul")
    with pytest.raises(applications.NotUnderReview):
        await desk.decide(number, "approved", by="rita")


async def test_the_queue_is_paged_the_oldest_first(desk: Desk) -> None:
    numbers = []
    for licence in (LICENCE, OTHER_LICENCE, "91310000775785552L"):
        numbers.append(await desk.submitted(Form(**_fields(licence)), people.PersonId(ids.new())))
        desk.now += timedelta(minutes=1)
    async with desk.db.transaction() as tx:
        first = await applications.list_queue(tx, limit=2)
        rest = await applications.list_queue(tx, limit=2, after=first.next)
    assert [one.application_id for one in (*first.items, *rest.items)] == numbers
    assert rest.next is None


async def test_a_shop_is_certified_for_longer(desk: Desk) -> None:
    shop = await desk.approved()
    desk.now += timedelta(days=340)
    await sweep(desk.db, POLICY, desk.now)
    await sweep(desk.db, POLICY, desk.now)
    async with desk.db.transaction() as tx:
        assert await told.one(tx, person_id=ANN) == 4
    again = await desk.approved(Form(**(_fields(LICENCE) | {"merchant_id": shop})))
    assert again == shop
    assert (await desk.standing(shop)).certified_until == desk.now + timedelta(days=365)
    await sweep(desk.db, POLICY, desk.now)
    async with desk.db.transaction() as tx:
        assert await told.one(tx, person_id=ANN) == 7


async def test_one_licence_certifies_one_shop_of_two_at_the_same_moment(desk: Desk) -> None:
    numbers = [await desk.submitted(who=who) for who in (ANN, BO)]
    for number in numbers:
        await desk.take(number)
    outcomes = await asyncio.gather(*(desk.decide(number, "approved") for number in numbers), return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["LicenceTaken", "UUID"]


async def test_the_certificates_of_a_refused_one_go_after_a_while(desk: Desk) -> None:
    number = await desk.submitted()
    await desk.take(number)
    await desk.decide(number, "refused", reasons=["not_allowed"])
    assert await desk.state(number) == "refused"
    for days in (1, 100):
        await sweep(desk.db, POLICY, desk.now + timedelta(days=days))
        await media.sweep_documents(desk.db, desk.now + timedelta(days=days))
        async with desk.db.transaction() as tx:
            assert len((await view(tx, RING, ANN, number)).certificates) == (3 if days == 1 else 0)


async def test_who_leaves_leaves_nothing_but_the_papers_of_a_shop_that_runs_on(desk: Desk) -> None:
    shop = await desk.approved()
    async with desk.db.transaction() as tx:
        await merchants.hire(tx, shop, BO, desk.now)
        await applications.forget_person(tx, ANN, desk.now)
        assert await applications.list_queue(tx, limit=1)
        assert len(await _of(tx)) == 1
        await merchants.forget_person(tx, BO, desk.now)
        await applications.forget_person(tx, ANN, desk.now)
        assert await _of(tx) == []
    assert await media.sweep_documents(desk.db, desk.now) == 3


async def test_the_same_certificate_twice_is_one(desk: Desk) -> None:
    number, name = (await desk.save()).application_id, CertificateId(ids.new())
    first = await desk.prove(number, "licence", name=name)
    assert await desk.prove(number, "licence", name=name) == first
    async with desk.db.transaction() as tx:
        document = await see_certificate(tx, ANN, number, name)
    assert await desk.shelf.get_document(document.stored_as) == pdf()
    async with desk.db.transaction() as tx:
        await discard(tx, ANN, number, desk.now)
        await discard(tx, ANN, number, desk.now)
    assert await media.sweep_documents(desk.db, desk.now) == 1


SAVING: list[tuple[type[Refusal], Form]] = [
    (wallet.BadIdNumber, Form(id_number="110105194912310021", licence_no="1")),
    (applications.OldLicence, Form(licence_no="350100200012345")),
    (applications.BadLicence, Form(licence_no="91350100M000100Y44", merchant_id=MerchantId(ids.new()))),
    (merchants.NotYourShop, Form(merchant_id=MerchantId(ids.new()))),
    (applications.ApplicationOpen, Form(city="Dali")),
]


@pytest.mark.parametrize(("refusal", "form"), SAVING)
async def test_what_cannot_be_saved(desk: Desk, refusal: type[Refusal], form: Form) -> None:
    await desk.save()
    with pytest.raises(refusal):
        await desk.save(form)


async def test_a_licence_of_another_shop(desk: Desk) -> None:
    number = await desk.submitted(who=BO)
    await desk.approved()
    with pytest.raises(merchants.LicenceTaken):
        await desk.save(who=BO, form=Form(**_fields(LICENCE)), number=await _reopened(desk, number))
    with pytest.raises(merchants.LicenceTaken):
        await desk.submit(number, BO)


async def test_refusals(desk: Desk) -> None:
    nowhere, name = ApplicationId(ids.new()), CertificateId(ids.new())
    number = (await desk.save()).application_id
    for deed in (desk.submit(nowhere), desk.prove(nowhere, "licence"), desk.take(nowhere)):
        with pytest.raises(applications.ApplicationNotFound):
            await deed
    with pytest.raises(applications.ApplicationIncomplete):
        await desk.submit(number)
    with pytest.raises(applications.NotUnderReview):
        await desk.take(number)
    for _ in range(POLICY.certificates):
        await desk.prove(number, "licence")
    with pytest.raises(CertificatesFull):
        await desk.prove(number, "licence")
    async with desk.db.transaction() as tx:
        for certificate in (await view(tx, RING, ANN, number)).certificates:
            await drop_certificate(tx, ANN, number, certificate.certificate_id, desk.now)
    with pytest.raises(applications.CertificateNotFound):
        async with desk.db.transaction() as tx:
            await see_certificate(tx, ANN, number, name)
    for kind in ("licence", "identity_front", "identity_back"):
        await desk.prove(number, kind)
    await desk.submit(number)
    await desk.take(number)
    for deed in (desk.save(number=number), desk.prove(number, "licence")):
        with pytest.raises(applications.ApplicationClosed):
            await deed
    async with desk.db.transaction() as tx:
        for verb in (discard(tx, ANN, number, desk.now), drop_certificate(tx, ANN, number, name, desk.now)):
            with pytest.raises(applications.ApplicationClosed):
                await verb
    for said in ({}, {"reasons": ["other"]}):
        with pytest.raises(applications.ReasonMissing):
            await desk.decide(number, "refused", **said)


async def _of(tx: Tx) -> list[applications.Application]:
    return await list_applications(tx, RING, ANN)


async def _reopened(desk: Desk, number: ApplicationId) -> ApplicationId:
    await desk.take(number)
    await desk.decide(number, "more_wanted", reasons=["licence_differs"])
    return number


def _fields(licence_no: str) -> dict[str, Any]:
    fields = {name: getattr(WHOLE, name) for name in WHOLE.__struct_fields__}
    return {**fields, "licence_no": licence_no}
