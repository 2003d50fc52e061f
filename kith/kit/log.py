"""Structured logs: one JSON object a line, with the request id, never with personal data.

What may be logged: ids, codes, counts, durations. What may not: names, phones, addresses, messages, tokens, amounts
together with a person.
"""

import logging
import sys
import traceback
from typing import Any

import psycopg
import structlog

_QUIET = ("_granian", "granian.access", "httpx", "httpcore", "procrastinate")


def _trace(exc_info: structlog.types.ExcInfo) -> list[dict[str, Any]]:
    """What was raised, by what, and where: neither messages nor local variables, which quote rows and requests."""
    raised: list[dict[str, Any]] = []
    cause: BaseException | None = exc_info[1]
    while cause is not None and len(raised) < 5:
        one: dict[str, Any] = {"error": f"{type(cause).__module__}.{type(cause).__qualname__}"}
        frames = traceback.extract_tb(cause.__traceback__)
        one["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        if isinstance(cause, psycopg.Error):
            one |= {"sqlstate": cause.sqlstate, "constraint": cause.diag.constraint_name}
        raised.append(one)
        cause = cause.__cause__ or cause.__context__
    return raised


def configure(level: str) -> None:
    """Send every log of this process, ours and the libraries', to stderr as JSON."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_trace),
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
