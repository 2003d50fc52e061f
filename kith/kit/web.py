"""The HTTP edge that every capability shares: problems (RFC 9457), their documentation, strict bodies, OPTIONS."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

import msgspec
import psycopg
import structlog
from litestar import Request, Response, route
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from kith.kit.refusal import Refusal

PROBLEM_JSON = "application/problem+json"

_log = structlog.get_logger("kith.web")

AnyRequest = Request[object, object, object]  # pyright: ignore[reportInvalidTypeArguments] litestar bounds State too tightly


class StrictRequest(Request[Any, Any, Any]):
    """A request whose JSON must have the published types: the framework takes 0 for false and `"5"` for a number."""

    async def json(self) -> Any:
        """The body, in the type that its route takes if it has it. Raises `ValidationException`."""
        said = await super().json()
        taken = self.route_handler.parsed_data_field
        if taken is None:
            return said
        try:
            return msgspec.convert(said, taken.annotation)
        except msgspec.ValidationError:
            said = _whole(said)
        try:
            return msgspec.convert(said, taken.annotation)
        except msgspec.ValidationError as error:
            if not _passes(said, taken.annotation):
                # The framework refuses it too, and tells of all that is wrong, when it is known who asks.
                return said
            message, _, where = str(error).partition(" - at ")
            key = where.strip("`").removeprefix("$.") or "body"
            raise ValidationException(extra=[{"key": key, "message": message}]) from None


def _whole(said: object) -> object:
    """The same with integers for numbers like 5.0: to JSON Schema that is one."""
    if isinstance(said, float):
        return int(said) if said.is_integer() else said
    if isinstance(said, list):
        return [_whole(each) for each in cast("list[object]", said)]
    if isinstance(said, dict):
        return {name: _whole(value) for name, value in cast("dict[str, object]", said).items()}
    return said


def _passes(said: object, kind: Any) -> bool:
    try:
        msgspec.convert(said, kind, strict=False)
    except msgspec.ValidationError:
        return False
    return True


def options(handlers: Sequence[HTTPRouteHandler]) -> list[HTTPRouteHandler]:
    """A handler of OPTIONS for each path, to be registered before these: the framework's own names one of them only."""
    methods: defaultdict[str, set[str]] = defaultdict(lambda: {"OPTIONS"})
    for handler in handlers:
        for path in handler.paths:
            methods[path] |= handler.http_methods
    return [_answering_options(path, ", ".join(sorted(methods[path]))) for path in methods]


def _answering_options(path: str, allowed: str) -> HTTPRouteHandler:
    @route(path, http_method="OPTIONS", status_code=204, include_in_schema=False)
    async def allow() -> Response[None]:
        return Response(None, headers={"Allow": allowed})

    return allow


class Problem(Struct, omit_defaults=True):
    """What every refusal looks like (RFC 9457). `code` is stable; `detail` is for people; `request` helps support."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request: str = ""
    facts: dict[str, str | int | bool] | None = None


class TryAgain(Refusal, status=503):
    """This could not be done at the moment, and nothing was changed. Try again."""


def refuses(*refusals: type[Refusal]) -> dict[int, ResponseSpec]:
    """The `responses=` of a route: which refusals it answers with, for the OpenAPI document and the typed client."""
    by_status: dict[int, list[type[Refusal]]] = {}
    for refusal in refusals:
        by_status.setdefault(refusal.status, []).append(refusal)
    return {
        status: ResponseSpec(
            data_container=Problem,
            generate_examples=False,
            media_type=PROBLEM_JSON,
            description="; ".join(f"`{refusal.code}`: {refusal.detail}" for refusal in group),
        )
        for status, group in by_status.items()
    }


def refused(request: AnyRequest, refusal: Refusal) -> Response[Problem]:
    """The answer to a refusal."""
    problem = problem_of(refusal, _number(request))
    retry = refusal.facts.get("retry_after")
    headers = {"Retry-After": str(retry)} if retry is not None else None
    return Response(problem, status_code=refusal.status, media_type=PROBLEM_JSON, headers=headers)


def problem_of(refusal: Refusal, number: str = "") -> Problem:
    """A refusal in the form in which it is told, whatever the way."""
    problem = _new(refusal.status, refusal.code, refusal.detail, number)
    problem.facts = refusal.facts or None
    return problem


def malformed() -> Problem:
    """What is told of input that the published schema forbids, where nothing more is known of it."""
    return _new(400, "invalid_input", "The request does not have the published form.", "")


def broken() -> Problem:
    """What is told of our own fault, where there is no request to quote."""
    return _new(500, "internal", "Something broke on our side. Nothing was changed; try again.", "")


def invalid(request: AnyRequest, error: ValidationException) -> Response[Problem]:
    """The answer to input that the published schema forbids: where it is wrong, never what was sent."""
    problem = _problem(request, 400, "invalid_input", "The request does not have the published form.")
    extra = error.extra if isinstance(error.extra, list) else []
    problem.facts = {str(entry.get("key", "body")): str(entry.get("message", "")) for entry in extra} or None
    return Response(problem, status_code=400, media_type=PROBLEM_JSON)


def http_error(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    """The answer to what the framework itself refuses: no such route, wrong method, body too large."""
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_media_type"}
    name = code.get(error.status_code, "invalid_input")
    problem = _problem(request, error.status_code, name, f"{name.replace('_', ' ').capitalize()}.")
    return Response(problem, status_code=error.status_code, media_type=PROBLEM_JSON, headers=error.headers)


def unavailable(request: AnyRequest, error: psycopg.OperationalError) -> Response[Problem]:
    """The answer while the database does not answer, or two deeds stood in each other's way."""
    _log.warning("database unavailable", error=type(error).__name__, sqlstate=error.sqlstate)
    return refused(request, TryAgain(retry_after=1))


def failed(request: AnyRequest, error: Exception) -> Response[Problem]:
    """The answer to our own fault: the request id for support; the log has the trace, without any values."""
    _log.error("request failed", error=type(error).__name__, exc_info=error)
    detail = "Something broke on our side. Nothing was changed; try again, and quote the request id if it stays."
    return Response(_problem(request, 500, "internal", detail), status_code=500, media_type=PROBLEM_JSON)


def _problem(request: AnyRequest, status: int, code: str, detail: str) -> Problem:
    return _new(status, code, detail, _number(request))


def _number(request: AnyRequest) -> str:
    return str(request.scope["state"].get("request_id", ""))


def _new(status: int, code: str, detail: str, number: str) -> Problem:
    return Problem(f"/problems/{code}", code.replace("_", " ").capitalize(), status, code, detail, number)
