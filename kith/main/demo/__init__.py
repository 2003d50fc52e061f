"""A small town to look around in: three hundred people, twelve shops, two hundred goods, gifts and talk between them.

Everything comes in by the doors that real things come in by: goods through the feed importer, gifts over HTTP, money
through the gateway. Who and what there is stands in the `.csv` and `.toml` files here.
"""

from kith.main.demo.gifts import TownNeedsAServer
from kith.main.demo.guests import Guest
from kith.main.demo.life import living
from kith.main.demo.town import NoTownHere, Town, build_town

__all__ = ["Guest", "NoTownHere", "Town", "TownNeedsAServer", "build_town", "living"]
