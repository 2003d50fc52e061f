"""Look at one's application."""

from kith import people
from kith.applications import application as applications
from kith.applications import certificate as certificates
from kith.applications import identity as identities
from kith.applications.application import Application, ApplicationId, ApplicationNotFound
from kith.kit.keyring import KeyRing
from kith.kit.sql import Tx


async def view(tx: Tx, ring: KeyRing, person_id: people.PersonId, application_id: ApplicationId) -> Application:
    """The application, and what is still missing. Raises `ApplicationNotFound`."""
    one = {"person_id": person_id, "application_id": application_id}
    row = await applications.one.maybe(tx, **one)
    if row is None:
        raise ApplicationNotFound
    identity = identities.unseal(ring, await identities.kept.maybe(tx, **one), person_id)
    return applications.shown(row, identity, await certificates.of.all(tx, **one))
