"""HTTP: everything under `/ops`."""

from kith.ops import operator_routes, session_routes

handlers = [*session_routes.handlers, *operator_routes.handlers]
