"""HTTP: everything under `/ops`."""

from kith.ops import campaign_routes, care_routes, money_routes, operator_routes, session_routes

handlers = [
    *session_routes.handlers,
    *operator_routes.handlers,
    *money_routes.handlers,
    *care_routes.handlers,
    *campaign_routes.handlers,
]
