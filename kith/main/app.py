"""The web application: every capability's routes, the documents about them, and the answers to what goes wrong."""

from collections.abc import Sequence

import msgspec
import psycopg
from litestar import Litestar, Response, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException, ValidationException
from litestar.handlers import HTTPRouteHandler
from litestar.static_files import create_static_files_router  # pyright: ignore[reportUnknownVariableType] untyped

import kith.ads.routes
import kith.applications.routes
import kith.chat.live_routes
import kith.chat.routes
import kith.envelopes.routes
import kith.gifts.routes
import kith.mall.order_routes
import kith.mall.routes
import kith.media.routes
import kith.merchants.routes
import kith.notices.routes
import kith.ops.routes
import kith.payments.routes
import kith.people.routes
import kith.places.routes
import kith.push.routes
import kith.stores.routes
import kith.tasks.routes
import kith.tills.routes
import kith.wallet.routes
import kith.wishes.routes
from kith import ops, people
from kith.kit import web
from kith.kit.parts import Parts
from kith.kit.refusal import Refusal
from kith.kit.settings import Settings
from kith.kit.sql import Database
from kith.main import client, dev, observe
from kith.main.document import ASSETS, Document, openapi_config
from kith.main.migrate import MIGRATIONS
from kith.main.schema import applied


class Health(msgspec.Struct):
    """The process answers. `outbox`: what would be sent to phones can be read at `/dev/outbox`."""

    status: str
    outbox: bool


class NotReady(Refusal, status=503):
    """The server is up and its database is not: it does not answer, or its schema is older than this program."""


@get("/health", operation_id="readHealth", tags=["operation"], security=[{}])
async def health(parts: NamedDependency[Parts]) -> Health:
    """Answers as long as the process lives."""
    return _health("ok", parts)


@get("/ready", operation_id="readReadiness", tags=["operation"], security=[{}], responses=web.refuses(NotReady))
async def ready(parts: NamedDependency[Parts]) -> Health:
    """Answers when requests can be served: the database is there and has every migration of this program."""
    wanted = {path.name.split("_")[0] for path in MIGRATIONS.glob("*.sql")}
    if not wanted <= await applied(parts[Database]):
        raise NotReady
    return _health("ready", parts)


def _health(status: str, parts: Parts) -> Health:
    return Health(status, outbox=parts[Settings].sms_url is None)


def handlers(settings: Settings) -> Sequence[HTTPRouteHandler]:
    """Every route of this installation. The dev routes exist only where the test machinery may run."""
    routes: list[HTTPRouteHandler] = [
        *kith.people.routes.handlers,
        *kith.payments.routes.handlers,
        *kith.wallet.routes.handlers,
        *kith.media.routes.handlers,
        *kith.merchants.routes.handlers,
        *kith.applications.routes.handlers,
        *kith.stores.routes.handlers,
        *kith.mall.routes.handlers,
        *kith.mall.order_routes.handlers,
        *kith.tills.routes.handlers,
        *kith.wishes.routes.handlers,
        *kith.gifts.routes.handlers,
        *kith.envelopes.routes.handlers,
        *kith.tasks.routes.handlers,
        *kith.notices.routes.handlers,
        *kith.push.routes.handlers,
        *kith.chat.routes.handlers,
        *kith.places.routes.handlers,
        *kith.ads.routes.handlers,
        *kith.chat.live_routes.handlers,
        *kith.ops.routes.handlers,
        health,
        ready,
        observe.metrics,
        document,
        *client.handlers,
    ]
    if settings.sms_url is None:
        routes += kith.people.routes.outbox_handlers
    if settings.clock is not None:
        routes += dev.handlers
    return routes


@get("/openapi.json", operation_id="readDocument", tags=["operation"], security=[{}], include_in_schema=False)
async def document(parts: NamedDependency[Parts]) -> Response[bytes]:
    """The OpenAPI 3.1 description of this installation."""
    return Response(parts[Document].json, media_type="application/vnd.oai.openapi+json")


def create_app(parts: Parts) -> Litestar:
    """The application over the running parts."""
    static = [create_static_files_router("/docs/assets", [ASSETS], include_in_schema=False)] if ASSETS.exists() else []
    routes = handlers(parts[Settings])
    app = Litestar(
        route_handlers=[*web.options(routes), *routes, *kith.chat.live_routes.sockets, *static],
        request_class=web.StrictRequest,
        dependencies={
            "parts": Provide(lambda: parts, sync_to_thread=False),
            "me": Provide(people.authenticate),
            "operator": Provide(ops.authenticate),
        },
        exception_handlers={
            Refusal: web.refused,
            ValidationException: web.invalid,
            HTTPException: web.http_error,
            psycopg.OperationalError: web.unavailable,
            Exception: web.failed,
        },
        openapi_config=openapi_config(),
        logging_config=None,
        request_max_body_size=2_000_000,
    )
    parts[Document].json = msgspec.json.encode(app.openapi_schema.to_schema())
    return app
