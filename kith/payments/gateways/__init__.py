"""The gateways themselves: one package each, and what they share, a signer and a line to call on.

Each passes `gateways/tests/conformance.py`; nothing outside `payments` sees more of them than `payments.Gateway`.
"""
