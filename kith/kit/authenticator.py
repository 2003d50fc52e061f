"""What a browser is told about passkeys, and how what its authenticator answers is checked (WebAuthn level 3).

Whoever signs in with a passkey has been recognised by the device: by a finger, a face or the device's own code. What
comes from outside is bytes in three encodings, and their parsers raise what they like: all of it is `PasskeyRefused`.
Each function imports what it needs of the library, which would be a tenth of the start of every process.
"""

from base64 import urlsafe_b64decode
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Protocol
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from kith.kit.refusal import Refusal
from kith.kit.settings import is_loopback

if TYPE_CHECKING:
    from webauthn.helpers.structs import AuthenticatorTransport

_USUAL_PORTS = {("http", 80), ("https", 443)}

CredentialId = Annotated[str, Meta(min_length=1, max_length=1364, description="base64url")]
Encoded = Annotated[str, Meta(max_length=65_536, description="base64url")]


class PasskeyRefused(Refusal, status=403):
    """This passkey could not be checked. Try again, or take another way."""


class RelyingParty(NamedTuple):
    """Whom a passkey is made for: the name that browsers hold it to, and the one origin whose pages may use it."""

    rp_id: str
    origin: str


class Known(Protocol):
    """What is kept of a passkey, and what it is checked by."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


class PasskeyOptions(Struct):
    """What to hand to the browser's `navigator.credentials`, in the JSON form that WebAuthn gives it."""

    options: dict[str, Any]
    valid_until: datetime
    """The challenge in it can be answered until then, once."""


class Attestation(Struct):
    """What an authenticator says of a passkey it has made."""

    client_data: Encoded = msgspec.field(name="clientDataJSON")
    attestation: Encoded = msgspec.field(name="attestationObject")
    transports: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(max_length=20)] = []


class NewCredential(Struct):
    """What the browser's `create` answered: WebAuthn's `RegistrationResponseJSON`."""

    id: CredentialId
    response: Attestation


class Assertion(Struct):
    """What a passkey has signed."""

    client_data: Encoded = msgspec.field(name="clientDataJSON")
    authenticator_data: Encoded = msgspec.field(name="authenticatorData")
    signature: Encoded
    user_handle: Encoded | None = msgspec.field(name="userHandle", default=None)


class Credential(Struct):
    """What the browser's `get` answered: WebAuthn's `AuthenticationResponseJSON`."""

    id: CredentialId
    response: Assertion


class Made(NamedTuple):
    """A new passkey, checked."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: list[str]


def relying_party(site: str) -> RelyingParty:
    """The site itself. Browsers make no passkeys for a bare address, so the own machine goes by its name."""
    parts = urlsplit(site)
    host = parts.hostname or ""
    rp_id = "localhost" if is_loopback(host) else host
    port = "" if parts.port is None or (parts.scheme, parts.port) in _USUAL_PORTS else f":{parts.port}"
    return RelyingParty(rp_id, f"{parts.scheme}://{rp_id}{port}")


def to_make(
    party: RelyingParty, *, user_id: UUID, user_name: str, kept: Sequence[Known], challenge: bytes, seconds: int
) -> dict[str, Any]:
    """The options of `create`: a passkey that is found without a name typed, and none where one of `kept` lives."""
    from webauthn import generate_registration_options  # noqa: PLC0415
    from webauthn.helpers import options_to_json_dict  # noqa: PLC0415
    from webauthn.helpers.structs import (  # noqa: PLC0415
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    made = generate_registration_options(
        rp_id=party.rp_id,
        rp_name="Kith",
        user_id=user_id.bytes,
        user_name=user_name,
        challenge=challenge,
        timeout=seconds * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(one.credential_id, transports=_known(one.transports)) for one in kept
        ],
    )
    return options_to_json_dict(made)


def to_use(party: RelyingParty, challenge: bytes, seconds: int) -> dict[str, Any]:
    """The options of `get`: the browser offers whichever passkeys it has for this site."""
    from webauthn import generate_authentication_options  # noqa: PLC0415
    from webauthn.helpers import options_to_json_dict  # noqa: PLC0415
    from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415

    asked = generate_authentication_options(
        rp_id=party.rp_id,
        challenge=challenge,
        timeout=seconds * 1000,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(asked)


def challenge_of(answer: Attestation | Assertion) -> bytes:
    """The challenge that was answered. Raises `PasskeyRefused`."""
    from webauthn.helpers import parse_client_data_json  # noqa: PLC0415

    try:
        return parse_client_data_json(_decoded(answer.client_data)).challenge
    except Exception:
        raise PasskeyRefused from None


def id_of(credential: NewCredential | Credential) -> bytes:
    """What the credential calls itself. Raises `PasskeyRefused`."""
    try:
        return _decoded(credential.id)
    except ValueError:
        raise PasskeyRefused from None


def attested(party: RelyingParty, credential: NewCredential, challenge: bytes) -> Made:
    """A passkey made for this site, by a device that recognised its person. Raises `PasskeyRefused`."""
    from webauthn import verify_registration_response  # noqa: PLC0415
    from webauthn.helpers.structs import AuthenticatorAttestationResponse, RegistrationCredential  # noqa: PLC0415

    answer = credential.response
    try:
        verified = verify_registration_response(
            credential=RegistrationCredential(
                id=credential.id,
                raw_id=_decoded(credential.id),
                response=AuthenticatorAttestationResponse(
                    client_data_json=_decoded(answer.client_data), attestation_object=_decoded(answer.attestation)
                ),
            ),
            expected_challenge=challenge,
            expected_rp_id=party.rp_id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except Exception:
        raise PasskeyRefused from None
    if verified.credential_id != id_of(credential):
        raise PasskeyRefused
    transports = [transport.value for transport in _known(answer.transports)]
    return Made(verified.credential_id, verified.credential_public_key, verified.sign_count, transports)


def asserted(party: RelyingParty, credential: Credential, challenge: bytes, *, user_id: UUID, kept: Known) -> int:
    """How often the passkey was used by now. Raises `PasskeyRefused` unless this very passkey signed the challenge,
    for this user and this site, after recognising its person, and its count went on.
    """
    from webauthn import verify_authentication_response  # noqa: PLC0415
    from webauthn.helpers.structs import AuthenticationCredential, AuthenticatorAssertionResponse  # noqa: PLC0415

    answer = credential.response
    try:
        handle = _decoded(answer.user_handle or "")
        verified = verify_authentication_response(
            credential=AuthenticationCredential(
                id=credential.id,
                raw_id=_decoded(credential.id),
                response=AuthenticatorAssertionResponse(
                    client_data_json=_decoded(answer.client_data),
                    authenticator_data=_decoded(answer.authenticator_data),
                    signature=_decoded(answer.signature),
                    user_handle=handle,
                ),
            ),
            expected_challenge=challenge,
            expected_rp_id=party.rp_id,
            expected_origin=party.origin,
            credential_public_key=kept.public_key,
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
    except Exception:
        raise PasskeyRefused from None
    if handle != user_id.bytes:
        raise PasskeyRefused
    return verified.new_sign_count


def _known(transports: list[str]) -> "list[AuthenticatorTransport]":
    from webauthn.helpers.structs import AuthenticatorTransport  # noqa: PLC0415

    values = {one.value for one in AuthenticatorTransport}
    return [AuthenticatorTransport(one) for one in dict.fromkeys(transports) if one in values]


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(f"{text}===")
