"""Take note of where people are."""

from collections.abc import Sequence
from datetime import datetime

from kith import people
from kith.kit.sql import Tx
from kith.kit.web import TryAgain
from kith.places import spot as spots
from kith.places import whereabouts as rows
from kith.places.noise import Noise
from kith.places.policy import Policy
from kith.places.position import Fix, Placed
from kith.places.spot import Step
from kith.places.whereabouts import NearbyOff, Whereabouts

_TRIES = 3


async def check_in(tx: Tx, noise: Noise, policy: Policy, fixes: Sequence[Fix]) -> list[Placed | Exception]:
    """Read the people's rows, let each true cell become a noised one, and write in one statement what has changed.

    A batch of one is the plain case. Whose row somebody else has written meanwhile is decided anew. Answers or refuses
    each in order, with `NearbyOff`; `TryAgain` where others keep writing.
    """
    answers: dict[int, Placed | Exception] = {}
    left = dict(enumerate(fixes))
    for _ in range(_TRIES):
        lost = await _write(tx, noise, policy, left, answers)
        left = {place: fix for place, fix in left.items() if fix.person_id in lost}
        if not left:
            break
    answers |= dict.fromkeys(left, TryAgain(retry_after=1))
    return [answers[place] for place in range(len(fixes))]


async def _write(
    tx: Tx, noise: Noise, policy: Policy, fixes: dict[int, Fix], answers: dict[int, Placed | Exception]
) -> set[people.PersonId]:
    """Answer all, write what they change, and name those whose row was written by somebody else."""
    read = await rows.of_many.all(tx, person_ids=list({fix.person_id for fix in fixes.values()}))
    before = {row.person_id: row for row in read}
    after = dict(before)
    seen: dict[people.PersonId, datetime] = {}
    for place, fix in fixes.items():
        was = after.get(fix.person_id)
        try:
            row = after[fix.person_id] = _moved(was, noise, policy, fix)
        except NearbyOff as refusal:
            answers[place] = refusal
            continue
        seen[fix.person_id] = fix.at
        answers[place] = Placed(row.forget_at or fix.at, believed=row is not was)
    traits = await people.traits(tx, list(seen))
    steps = [
        Step(before[person_id], after[person_id], at, spots.Traits(*traits[person_id]))
        for person_id, at in seen.items()
        if person_id in traits
    ]
    changing = [step for step in steps if spots.changes(step)]
    if not changing:
        return set()
    written = set(await spots.move.all(tx, **spots.columns(changing)))
    return {step.after.person_id for step in changing} - written


def _moved(row: Whereabouts | None, noise: Noise, policy: Policy, fix: Fix) -> Whereabouts:
    if row is None:
        raise NearbyOff
    return rows.moved(row, noise.noised(row.seed, fix.cell), fix.at, policy)
