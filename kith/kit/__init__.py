"""Tools that know nothing of the domain: SQL, time, identity, money units, refusals, jobs, web, settings.

Modules of the kit are imported one by one (`from kith.kit import clock`); the package itself exports nothing.
"""
