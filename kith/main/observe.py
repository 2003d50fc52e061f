"""What an operator sees of the running server: a request id in every answer and log line, and Prometheus metrics.

Labels are route templates, methods and status codes: never a value from a request.
"""

import structlog
from litestar import get
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.response import Response
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from kith.kit import clock, ids

_requests = Counter("kith_requests_total", "Requests answered.", ["route", "method", "status"])
_seconds = Histogram("kith_request_seconds", "Time to the first byte of an answer.", ["route", "method"])
_log = structlog.get_logger("kith.access")


class Observed(ASGIMiddleware):
    """Names, times and counts each request."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Bind the request id, pass on, and record how it ended."""
        if scope["type"] != "http":
            await next_app(scope, receive, send)
            return
        number = str(ids.new(clock.real_now()))
        scope["state"]["request_id"] = number
        began = clock.stopwatch()
        template, method = _template(scope), scope["method"]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                taken = clock.stopwatch() - began
                message["headers"] = [*message["headers"], (b"x-request-id", number.encode())]
                _requests.labels(template, method, message["status"]).inc()
                _seconds.labels(template, method).observe(taken)
                _log.info("answered", route=template, method=method, status=message["status"], seconds=round(taken, 4))
            await send(message)

        with structlog.contextvars.bound_contextvars(request=number):
            await next_app(scope, receive, sending)


@get("/metrics", operation_id="metrics", tags=["operation"], media_type="text/plain")
async def metrics() -> Response[bytes]:
    """Counters and timings of this process in the Prometheus text format."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _template(scope: Scope) -> str:
    handler = scope.get("route_handler")
    return min(handler.paths) if handler is not None else "none"
