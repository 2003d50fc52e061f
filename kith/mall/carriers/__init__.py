"""Whoever follows parcels for us: the protocol, the carriers we know, and the adapter for a tracking service over HTTP.

A shop names one of the known carriers and the number on its label; a gateway that follows that carrier is asked to tell
us about the number, and asked again when it falls silent. The outside of the mall reaches this through `kith.mall`.
"""
