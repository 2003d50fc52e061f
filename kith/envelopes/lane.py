"""The lane in which claims go to the database."""

from collections.abc import Sequence

from kith import wallet
from kith.envelopes.claim import claim
from kith.envelopes.claiming import Claim, Taken
from kith.envelopes.policy import Policy
from kith.envelopes.shelf import Shelf
from kith.kit.batch import Lane
from kith.kit.refusal import Refusal
from kith.kit.settings import Custody
from kith.kit.sql import Database


class Opening(Lane[Claim, Taken]):
    """Those who open envelopes at the same moment do so in one transaction, in the order of coming."""

    def __init__(self, db: Database, policy: Policy, custody: Custody = "simulated") -> None:
        shelf = Shelf()

        async def run(claims: Sequence[Claim]) -> Sequence[Taken | Refusal]:
            async with db.transaction() as tx:
                answers = await claim(tx, policy, shelf, claims)
                if custody == "provider":
                    taken = [one.person_id for one, got in zip(claims, answers, strict=True) if isinstance(got, Taken)]
                    await wallet.received(tx, custody, taken, claims[-1].claimed_at)
                return answers

        super().__init__(run)
