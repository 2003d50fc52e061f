"""Wishes: goods that somebody would like to be given.

A person marks goods as wished; friends see them on the person's page, and on the page of the goods that a friend wishes
for them. Nobody else sees either, and the goods' page does not say which friend it is.

A wish outlives its product: delisted goods stay on the list, marked, until the wish is taken back.
"""

from kith.wishes.exported import exported
from kith.wishes.forget_person import forget_person
from kith.wishes.make_wish import make_wish
from kith.wishes.policy import Policy
from kith.wishes.wish import FriendsOnly, GoodsWishes, TooManyWishes, Wish

__all__ = ["FriendsOnly", "GoodsWishes", "Policy", "TooManyWishes", "Wish", "exported", "forget_person", "make_wish"]
