"""The lane in which claims go to the database."""

from collections.abc import Sequence

from kith.envelopes.claim import claim
from kith.envelopes.claiming import Claim, Taken
from kith.envelopes.policy import Policy
from kith.envelopes.shelf import Shelf
from kith.kit.batch import Lane
from kith.kit.refusal import Refusal
from kith.kit.sql import Database


class Opening(Lane[Claim, Taken]):
    """Those who open envelopes at the same moment do so in one transaction, in the order of coming."""

    def __init__(self, db: Database, policy: Policy) -> None:
        shelf = Shelf()

        async def run(claims: Sequence[Claim]) -> Sequence[Taken | Refusal]:
            async with db.transaction() as tx:
                return await claim(tx, policy, shelf, claims)

        super().__init__(run)
