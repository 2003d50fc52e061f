"""A small town to look around in: forty people, twelve shops, two hundred goods, and gifts between them.

Everything comes in by the doors that real things come in by: goods through the feed importer, gifts over HTTP, money
through the gateway. Who and what there is stands in `people.csv`, `shops.toml` and `catalogue.toml`.
"""

from kith.main.demo.gifts import TownNeedsAServer
from kith.main.demo.town import Guest, NoTownHere, Town, build_town

__all__ = ["Guest", "NoTownHere", "Town", "TownNeedsAServer", "build_town"]
