"""The mall: goods of third-party merchants, their stock, and the orders they fulfil.

A product is `draft` → `in_review` → `listed` → `delisted`; only listed goods are seen, and only an operator lists them.
Each product has variants (SKUs) with a price in fen and a count of units. Invariants:

* a unit is promised to one holder only: `reserve` succeeds while `units > held`, under the lock of the SKU's row;
* `reserve`, `take`, `give_back` and `hand_over` are idempotent for a (SKU, holder) pair;
* people see whether a variant can be had, never how many there are: a count that rises tells that somebody declined.
"""
