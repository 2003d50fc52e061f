"""What attackers may ask: the nearby list itself, or, to prove that they know their trade, a list with distances
rounded to 100 m as other apps have shown them.

Attackers are free to be anywhere at any time, and are not slowed down: no brake, and no move is implausible. The rest
is what the routes call, on a real database.
"""

import math
import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, datetime

from kith import chat, people, places
from kith.chat.list_nearby_groups import list_nearby_groups
from kith.kit import ids
from kith.kit.refusal import Refusal
from kith.kit.sql import Tx
from kith.places import whereabouts as rows
from tests.attack.plane import Country, Point, Sight
from tests.cast import SECRET

ACCOUNTS = 20
POLICY = places.Policy(fastest_kmh=10**9)
LOOKOUT = places.Lookout(places.Policy())
NOISE = places.Noise(SECRET.key_for("nearby noise"))
_BELOW = {1: 0, 2: 1, 5: 2, 10: 5}
_SURE = 10
ANYBODY = places.Wanted()


class Oracle(ABC):
    """Somebody's homes, and answers about them. `queries` counts what was asked."""

    def __init__(self, country: Country, homes: Sequence[Point]) -> None:
        self.country = country
        self.homes = homes
        self.now: datetime
        self.queries = 0

    @abstractmethod
    async def be(self, who: int, at: Point) -> None:
        """Somebody sends a position."""

    @abstractmethod
    async def join_again(self, who: int) -> None:
        """Somebody leaves and joins with the same number."""

    @abstractmethod
    async def choose(self, who: int, *, invisible: bool, hides_distance: bool) -> None:
        """Somebody sets the switches."""

    @abstractmethod
    async def look(self, at: Sequence[Point], wanted: places.Wanted = ANYBODY) -> list[dict[int, Sight]]:
        """Look from several points at once, each with an account of its own: who is how far away."""

    @abstractmethod
    async def gather(self, who: int) -> None:
        """Somebody makes a group that is found nearby."""

    @abstractmethod
    async def look_at_groups(self, at: Sequence[Point]) -> list[list[tuple[int, Sight]]]:
        """Look from several points: how far away the groups are, each with whose it is."""

    @abstractmethod
    async def rank(self, at: Point, puppets: Sequence[Point]) -> dict[int, Sight]:
        """Look from a point when other accounts stand elsewhere: between which of them people are in the list."""

    def guess(self, at: Point) -> Point:
        """What is known of where people can be at all."""
        return at


class Nearby(Oracle):
    """Kith's list."""

    @classmethod
    async def open(cls, tx: Tx, country: Country, homes: Sequence[Point], now: datetime) -> "Nearby":
        """People who live there, and the attackers' accounts."""
        made = cls(country, homes)
        made.tx, made.now = tx, now
        made.people = [await made._join(number) for number in range(len(homes))]
        made.accounts = [await made._join(1_000 + number) for number in range(ACCOUNTS)]
        made.number = {person: who for who, person in enumerate(made.people)}
        made.clubs = {}
        for who, home in enumerate(homes):
            await made.be(who, home)
        return made

    async def _join(self, number: int) -> people.PersonId:
        phone = f"+86137{int(self.country.lat * 100) * 10_000 + number:08}"
        person = await people.join(self.tx, SECRET, phone, self.now)
        form = people.ProfileForm(nickname="-", gender="unsaid", birthday=date(1990, 1, 1))
        assert not isinstance(await people.save_profile(self.tx, people.Policy(), person, form, self.now), Refusal)
        await self._switch(person)
        return person

    async def _switch(self, person: people.PersonId, **more: bool) -> None:
        await places.set_nearby(self.tx, SECRET, person, places.NearbyForm(sharing=True, **more), self.now)

    async def _stand(self, pairs: Sequence[tuple[people.PersonId, Point]]) -> None:
        fixes = [places.Fix(person, self.country.cell(at), self.now) for person, at in pairs]
        answers = await places.check_in(self.tx, NOISE, POLICY, fixes)
        assert all(isinstance(answer, places.Placed) for answer in answers)

    async def be(self, who: int, at: Point) -> None:
        await self._stand([(self.people[who], at)])

    async def join_again(self, who: int) -> None:
        await places.forget_person(self.tx, self.people[who], self.now)
        await self._switch(self.people[who])

    async def choose(self, who: int, *, invisible: bool, hides_distance: bool) -> None:
        await self._switch(self.people[who], invisible=invisible, hides_distance=hides_distance)

    async def look(self, at: Sequence[Point], wanted: places.Wanted = ANYBODY) -> list[dict[int, Sight]]:
        seen: list[dict[int, Sight]] = []
        for begin in range(0, len(at), ACCOUNTS):
            some = list(zip(self.accounts, at[begin : begin + ACCOUNTS], strict=False))
            await self._stand(some)
            seen += [await self._seen(person, wanted) for person, _ in some]
        return seen

    async def gather(self, who: int) -> None:
        club = chat.NewGroup(name="-", group_id=chat.ConversationId(ids.new(self.now)), nearby=True)
        await chat.create_group(self.tx, chat.Policy(), self.people[who], club, self.now)
        self.clubs[club.group_id] = who

    async def look_at_groups(self, at: Sequence[Point]) -> list[list[tuple[int, Sight]]]:
        seen: list[list[tuple[int, Sight]]] = []
        for turn, point in enumerate(at):
            looker = self.accounts[turn % ACCOUNTS]
            await self._stand([(looker, point)])
            anchor = await self._own(looker)
            self.queries += 1
            page = await list_nearby_groups(
                self.tx, chat.Policy(), looker, limit=len(self.clubs), after=None, now=self.now
            )
            seen.append(
                [
                    (self.clubs[club.group_id], _sight(anchor, club.band_km))
                    for club in page.items
                    if club.band_km and club.group_id in self.clubs
                ]
            )
        return seen

    async def rank(self, at: Point, puppets: Sequence[Point]) -> dict[int, Sight]:
        looker, *others = self.accounts[: len(puppets) + 1]
        await self._stand([(looker, at), *zip(others, puppets, strict=True)])
        anchor = await self._own(looker)
        ladder = sorted([await self._own(one) for one in others], key=anchor.away)
        listed = [one.person.person_id for one in await self._list(looker, ANYBODY)]
        before, found = 0, {}
        for person in listed:
            if person in others:
                before += 1
            elif person in self.number:
                low = anchor.away(ladder[before - 1]) if before else 0.0
                high = anchor.away(ladder[before]) if before < len(ladder) else math.inf
                found[self.number[person]] = Sight(anchor, low, high)
        return found

    async def _list(self, person: people.PersonId, wanted: places.Wanted) -> list[places.Neighbour]:
        self.queries += 1
        # All but the last: the farthest rings, in which nobody else lives, are then not searched in vain.
        limit = len(self.people) + len(self.accounts) - 2
        asked = places.list_nearby(self.tx, SECRET, LOOKOUT, person, wanted, after=None, limit=limit, now=self.now)
        return (await asked).items

    async def _seen(self, person: people.PersonId, wanted: places.Wanted) -> dict[int, Sight]:
        """Bands as bounds. Of a hidden one, the place in the list tells between which bands it is."""
        anchor, band, found = await self._own(person), 1, {}
        for one in await self._list(person, wanted):
            band = one.band_km or band
            if one.person.person_id in self.number:
                found[self.number[one.person.person_id]] = _sight(anchor, band)
        return found

    async def _own(self, person: people.PersonId) -> Point:
        """Where an account is believed to be: its owner reads it in a copy of the data."""
        [part] = places.exported()
        [copy] = (await part.read(self.tx, person, None, self.now)).items
        return self.country.point((copy.lat, copy.lng))

    def guess(self, at: Point) -> Point:
        """People are in the middles of cells."""
        return self.country.middle(self.country.cell(at))

    async def believed(self, who: int) -> Point:
        """Where somebody is believed to be: what the best of attackers can find out, not what they are told."""
        row = await rows.of.one(self.tx, person_id=self.people[who])
        assert row.cell
        return self.country.middle(row.cell)


class Rounded(Oracle):
    """A list with the true distances, rounded to 100 m, in their order."""

    def __init__(self, country: Country, homes: Sequence[Point], now: datetime) -> None:
        super().__init__(country, homes)
        self.now = now
        self._at = list(homes)
        self._hidden: set[int] = set()
        self._clubs: list[tuple[int, Point]] = []

    async def be(self, who: int, at: Point) -> None:
        self._at[who] = at

    async def join_again(self, who: int) -> None:
        """It changes nothing."""

    async def choose(self, who: int, *, invisible: bool, hides_distance: bool) -> None:
        del hides_distance
        (self._hidden.add if invisible else self._hidden.discard)(who)

    async def look(self, at: Sequence[Point], wanted: places.Wanted = ANYBODY) -> list[dict[int, Sight]]:
        self.queries += len(at)
        return [self._seen(point) for point in at]

    async def gather(self, who: int) -> None:
        self._clubs.append((who, self._at[who]))

    async def look_at_groups(self, at: Sequence[Point]) -> list[list[tuple[int, Sight]]]:
        self.queries += len(at)
        return [[(who, _rounded(point, club)) for who, club in self._clubs] for point in at]

    async def rank(self, at: Point, puppets: Sequence[Point]) -> dict[int, Sight]:
        self.queries += 1
        ladder = sorted(at.away(one) for one in puppets)
        found = {}
        for who, where in enumerate(self._at):
            before = sum(one < at.away(where) for one in ladder)
            low = ladder[before - 1] if before else 0.0
            found[who] = Sight(at, low, ladder[before] if before < len(ladder) else math.inf)
        return found

    def _seen(self, at: Point) -> dict[int, Sight]:
        found = {}
        for who, where in enumerate(self._at):
            if who not in self._hidden and at.away(where) <= 100_000:
                found[who] = _rounded(at, where)
        return found


def _sight(anchor: Point, band: places.Band) -> Sight:
    """A band as bounds."""
    return Sight(anchor, *((_BELOW[band] * 1e3, band * 1e3) if band <= _SURE else (_SURE * 1e3, math.inf)))


def _rounded(at: Point, where: Point) -> Sight:
    """A distance rounded to 100 m."""
    away = round(at.away(where) / 100) * 100
    return Sight(at, max(0, away - 50), away + 50)


def homes(country: Country, count: int, rng: random.Random) -> list[Point]:
    """Where people live."""
    return [country.somewhere(rng) for _ in range(count)]
