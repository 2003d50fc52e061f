"""Places: who is around, without anybody's home being findable.

Whoever switches it on sends a position now and then. It becomes an H3 cell of about 0.7 km² while the request is
decoded, and a noised cell before anything is written: one of seven, which hangs on the phone number and the
neighbourhood. What others get to see is reckoned from noised cells alone: bands, order, filters.

Invariants:
- No true cell and no position is in any table, log, metric, trace, job or answer.
- The same phone number in the same place always has the same noised cell, also after leaving and joining again.
- Nobody is found who is invisible, kept apart from the one who looks, or has not been seen for three days; whoever is
  invisible finds nobody either.
- Every spot belongs to a row of whereabouts with a cell, and stands where that row says.
"""

from kith.kit.geo import Cell
from kith.places.check_in import check_in
from kith.places.exported import exported
from kith.places.forget import forget
from kith.places.forget_person import forget_person
from kith.places.lane import Brakes, CheckIns, TooManyLooks, TooManyPositions
from kith.places.list_nearby import list_nearby
from kith.places.lookout import Lookout
from kith.places.neighbour import Around, Neighbour, Wanted
from kith.places.noise import Noise
from kith.places.outlook import outlook
from kith.places.policy import Policy
from kith.places.position import Fix, Placed, Position
from kith.places.ring import Band, band_between, regions
from kith.places.set_nearby import set_nearby
from kith.places.spot import Within, region
from kith.places.standpoint import standpoint
from kith.places.viewpoint import viewpoint
from kith.places.whereabouts import Nearby, NearbyForm, NearbyOff, PositionUnknown, YouAreInvisible
from kith.places.within import within

__all__ = [
    "Around",
    "Band",
    "Brakes",
    "Cell",
    "CheckIns",
    "Fix",
    "Lookout",
    "Nearby",
    "NearbyForm",
    "NearbyOff",
    "Neighbour",
    "Noise",
    "Placed",
    "Policy",
    "Position",
    "PositionUnknown",
    "TooManyLooks",
    "TooManyPositions",
    "Wanted",
    "Within",
    "YouAreInvisible",
    "band_between",
    "check_in",
    "exported",
    "forget",
    "forget_person",
    "list_nearby",
    "outlook",
    "region",
    "regions",
    "set_nearby",
    "standpoint",
    "viewpoint",
    "within",
]
