"""Write down what an applicant filled in."""

from datetime import datetime

from kith import merchants, people, wallet
from kith.applications import application as applications
from kith.applications import identity as identities
from kith.applications.application import (
    EDITABLE,
    Application,
    ApplicationClosed,
    ApplicationId,
    ApplicationOpen,
    Form,
)
from kith.applications.identity import Identity
from kith.applications.licence import licence_of
from kith.applications.view import view
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx


async def save(
    tx: Tx, ring: KeyRing, *, person_id: people.PersonId, application_id: ApplicationId, form: Form, now: datetime
) -> Application:
    """Begin the application if there is none under this id, and put in the fields that were given.

    Raises, in this order: `wallet.BadIdNumber`, `OldLicence`, `BadLicence`, `merchants.NotYourShop`,
    `merchants.OwnerOnly`, `ApplicationOpen`, `ApplicationClosed`, `merchants.LicenceTaken`.
    """
    number = None if form.id_number is None else _number(form.id_number, now)
    licence_no = None if form.licence_no is None else licence_of(form.licence_no)
    one = {"person_id": person_id, "application_id": application_id}
    row = await applications.lock.maybe(tx, **one)
    if row is None:
        if form.merchant_id is not None:
            await merchants.check_owner(tx, form.merchant_id, person_id)
        await applications.begin.run(tx, **one, merchant_id=form.merchant_id, now=now)
        row = await applications.lock.maybe(tx, **one)
        if row is None:
            raise ApplicationOpen
    if row.state not in EDITABLE:
        raise ApplicationClosed
    if licence_no is not None and await merchants.licence_holder(tx, licence_no) not in (None, row.merchant_id):
        raise merchants.LicenceTaken
    await applications.fill.run(
        tx,
        **one,
        shop_name=_trimmed(form.shop_name),
        city=_trimmed(form.city),
        phone=_trimmed(form.phone),
        category=form.category,
        licence_no=licence_no,
    )
    if form.legal_name is not None or number is not None:
        had = identities.unseal(ring, await identities.kept.maybe(tx, **one), person_id)
        identity = Identity(_trimmed(form.legal_name) or had.legal_name, number or had.id_number)
        sealed = identities.seal(ring, identity, person_id)
        await identities.put_identity.run(
            tx,
            **one,
            ring_key=sealed.ring_key,
            wrapped=sealed.wrapped,
            nonce=sealed.nonce,
            sealed=sealed.sealed,
        )
    return await view(tx, ring, person_id, application_id)


def _number(text: str, now: datetime) -> str:
    return wallet.identity_of("", "".join(text.split()), now.date()).id_number


def _trimmed(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())
