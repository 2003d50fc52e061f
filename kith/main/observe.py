"""What an operator sees of the running server: a request id in every answer and log line, and Prometheus metrics.

Labels are route templates, methods and status codes: never a value from a request.
"""

from functools import cache
from typing import cast

import structlog
from litestar import get
from litestar.handlers import BaseRouteHandler
from litestar.response import Response
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from kith.kit import clock, ids
from kith.kit.socket import remember_send

_requests = Counter("kith_requests_total", "Requests answered.", ["route", "method", "status"])
_seconds = Histogram("kith_request_seconds", "Time to the first byte of an answer.", ["route", "method"])
_log = structlog.get_logger("kith.access")

# To look one up by its labels takes a lock and makes texts of them, each time.
_counter = cache(_requests.labels)
_timer = cache(_seconds.labels)


class Observed:
    """The application with each request named, timed and counted, those that reach no route included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Bind the request id, pass on, and record how it ended."""
        if scope["type"] == "websocket":
            remember_send(scope, send)
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number = str(ids.new(clock.real_now()))
        cast("dict[str, object]", scope).setdefault("state", {})
        scope["state"]["request_id"] = number
        began = clock.stopwatch()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                taken = clock.stopwatch() - began
                template, method = _template(scope), scope["method"]
                message["headers"] = [*message["headers"], (b"x-request-id", number.encode())]
                _counter(template, method, message["status"]).inc()
                _timer(template, method).observe(taken)
                _log.info("answered", route=template, method=method, status=message["status"], seconds=round(taken, 4))
            await send(message)

        with structlog.contextvars.bound_contextvars(request=number):
            await self._app(scope, receive, sending)


@get("/metrics", operation_id="readMetrics", tags=["operation"], security=[{}], media_type="text/plain")
async def metrics() -> Response[bytes]:
    """Counters and timings of this process in the Prometheus text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _template(scope: Scope) -> str:
    # The router has set it, except where there is no such route.
    handler = cast("dict[str, object]", scope).get("route_handler")
    return min(handler.paths) if isinstance(handler, BaseRouteHandler) else "none"
