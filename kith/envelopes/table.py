"""The envelopes that are claimed at one moment, and what becomes of them.

Who gets which share is decided in memory, in the order in which claims came, on what was read under the locks.
"""

import math
from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kith import chat, people
from kith.envelopes.brake import Brake
from kith.envelopes.claiming import (
    AllTaken,
    Claim,
    EnvelopeOver,
    HeldBack,
    Key,
    LinkedAccount,
    NotForYou,
    NotHere,
    NotOpenYet,
    Open,
    Taken,
    TooManyPasswords,
    TooManyPlaces,
    Try,
    WrongPassword,
)
from kith.envelopes.envelope import Envelope, EnvelopeId, EnvelopeNotFound
from kith.envelopes.policy import Policy
from kith.envelopes.share import Share
from kith.kit import ids
from kith.kit.geo import Cell


class Facts(Struct, frozen=True):
    """What is known of the envelopes that are claimed."""

    envelopes: Mapping[EnvelopeId, Envelope]
    standings: Sequence[Open]
    shares: Sequence[Share]
    """Of those who claim, and of their devices."""
    members: Collection[tuple[chat.ConversationId, people.PersonId]]
    apart: Collection[EnvelopeId]
    """Those between two whom a block keeps apart."""
    tries: Sequence[Try]
    near: Collection[tuple[people.PersonId, Cell]]


class Table:
    """The envelopes on the table, and what becomes of them."""

    def __init__(self, facts: Facts, policy: Policy) -> None:
        self.standings = {one.envelope_id: one for one in facts.standings}
        self.taken: list[Share] = []
        self.tries: dict[Key, Try] = {}
        self.pulled: list[Brake] = []
        self._before = dict(self.standings)
        self._shares: dict[Key, Share] = {(one.envelope_id, one.person_id): one for one in facts.shares}
        self._devices = {(one.envelope_id, one.device_id): one.person_id for one in facts.shares if one.device_id}
        self._tried = {(one.envelope_id, one.person_id): one for one in facts.tries}
        self._facts = facts
        self._policy = policy

    def claim(self, claim: Claim) -> Taken:
        """The next share; for who has one, that one.

        Raises, in this order, `EnvelopeNotFound`, `NotForYou`, `HeldBack`, `NotOpenYet`, `AllTaken`, `EnvelopeOver`,
        `LinkedAccount`, `TooManyPasswords`, `WrongPassword`, `TooManyPlaces`, `NotHere`. The last four and
        `LinkedAccount` leave a trace.
        """
        envelope, standing = self._facts.envelopes.get(claim.envelope_id), self.standings.get(claim.envelope_id)
        if envelope is None or standing is None or standing.opens_at is None or standing.ends_at is None:
            raise EnvelopeNotFound
        first = self._shares.get(claim.key)
        if first is not None:
            return _told(first)
        member = (envelope.conversation_id, claim.person_id) in self._facts.members
        if not member or claim.envelope_id in self._facts.apart:
            raise EnvelopeNotFound
        if envelope.to_id not in (None, claim.person_id):
            raise NotForYou
        if claim.claimed_at < standing.opens_at:
            wait = standing.opens_at - claim.claimed_at
            seconds = math.ceil(wait.total_seconds())
            if standing.held:
                raise HeldBack(retry_after=seconds, hours=-(-seconds // 3600))
            raise NotOpenYet(retry_after=seconds)
        if standing.state == "paused" and claim.claimed_at < standing.ends_at:
            raise NotOpenYet
        if standing.state == "emptied":
            raise AllTaken
        if standing.state != "open" or claim.claimed_at >= standing.ends_at:
            raise EnvelopeOver
        self._check_device(claim, envelope)
        self._check_password(claim, envelope)
        self._check_place(claim, envelope)
        return self._take(claim, envelope, standing)

    def changed(self) -> list[Open]:
        """Envelopes of which a share was taken."""
        return [one for key, one in self.standings.items() if one.taken != self._before[key].taken]

    def _take(self, claim: Claim, envelope: Envelope, standing: Open) -> Taken:
        place = standing.taken
        fen = standing.following[place - self._before[claim.envelope_id].taken]
        share = Share(claim.envelope_id, claim.person_id, place, fen, claim.device_id, claim.claimed_at)
        self.taken.append(share)
        self._shares[claim.key] = share
        if claim.device_id:
            self._devices[claim.envelope_id, claim.device_id] = claim.person_id
        self.standings[claim.envelope_id] = replace(
            standing,
            state="emptied" if place + 1 == envelope.count else "open",
            taken=place + 1,
            taken_fen=standing.taken_fen + fen,
        )
        return _told(share)

    def _check_device(self, claim: Claim, envelope: Envelope) -> None:
        if claim.device_id is None:
            return
        other = self._devices.get((claim.envelope_id, claim.device_id))
        if claim.device_id == envelope.device_id and claim.person_id != envelope.sender_id:
            other = envelope.sender_id
        if other is None or other == claim.person_id:
            return
        self.pulled.append(
            Brake(
                brake_id=ids.derived(claim.envelope_id, f"linked {claim.person_id}"),
                conversation_id=envelope.conversation_id,
                kind="linked",
                envelope_id=claim.envelope_id,
                person_id=claim.person_id,
                pulled_at=claim.claimed_at,
            )
        )
        raise LinkedAccount

    def _check_password(self, claim: Claim, envelope: Envelope) -> None:
        if envelope.password_hash is None:
            return
        tried = self._tries_of(claim)
        if tried.passwords >= self._policy.password_tries:
            raise TooManyPasswords
        if claim.password_hash == envelope.password_hash:
            return
        self.tries[claim.key] = replace(tried, passwords=tried.passwords + 1)
        raise WrongPassword(left=self._policy.password_tries - tried.passwords - 1)

    def _check_place(self, claim: Claim, envelope: Envelope) -> None:
        if envelope.cell is None:
            return
        tried = self._tries_of(claim)
        if tried.places >= self._policy.place_tries:
            raise TooManyPlaces
        if (claim.person_id, envelope.cell) in self._facts.near:
            return
        self.tries[claim.key] = replace(tried, places=tried.places + 1)
        raise NotHere(left=self._policy.place_tries - tried.places - 1)

    def _tries_of(self, claim: Claim) -> Try:
        return self.tries.get(claim.key) or self._tried.get(claim.key) or Try(*claim.key, 0, 0)


def _told(share: Share) -> Taken:
    return Taken(share.envelope_id, share.fen, share.place, share.claimed_at)
