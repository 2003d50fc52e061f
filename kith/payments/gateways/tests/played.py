"""The gateways played by the simulator: a process of its own, a buyer with a browser, a mailbox for notifications."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep

import httpx
import msgspec

from kith.kit import clock, ids
from kith.payments.gateway import Begun, Forged, Gateway, Note
from kith.payments.gateways.alipay import Account, Alipay, Certs
from kith.payments.gateways.stripe import Account as StripeAccount
from kith.payments.gateways.stripe import Stripe
from kith.payments.gateways.tests.conformance import Traits
from kith.payments.gateways.wechatpay import Account as WechatAccount
from kith.payments.gateways.wechatpay import WechatPay
from kith.simulator import certify, stripe_access, wechatpay_access

APP_ID = "2021000000000001"
SELLER_ID = "2088000000000001"
PATIENT = 10.0
IMPATIENT = 0.6

_SERVE = "import asyncio, sys; from pathlib import Path; from kith.simulator import serve; " \
    "asyncio.run(serve(Path(sys.argv[1]), port=int(sys.argv[2])))"  # fmt: skip
_FAULTS = {
    "lost": "timeout_without_effect",
    "lost-answer": "timeout_with_effect",
    "unsure": "error_20000_without_effect",
    "unsure-done": "system_error_with_effect",
    "unsigned": "unsigned_answer",
    "tampered": "tampered_answer",
    "refund-unconfirmed": "refund_unconfirmed",
    "refund-later": "refund_delayed",
    "refund-lost": "refund_lost",
    "payout-later": "transfer_dealing",
    "payout-failed": "transfer_failed",
    "payout-returned": "transfer_returned",
    "payout-refused": "transfer_name_refused",
    "duplicate": "notify_duplicate",
    "forged": "notify_forged",
    "late": "notify_late",
}


class Simulator:
    """The simulator as a process on a folder; it can be killed and started again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.clock = home / "clock"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.http = httpx.Client(base_url=self.url, trust_env=False)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = os.environ | {"KITH_CLOCK": str(self.clock)}
        command = [sys.executable, "-c", _SERVE, str(self.home), str(self.port)]
        self._process = subprocess.Popen(command, env=environment)
        until = monotonic() + 120
        while monotonic() < until:
            try:
                self.http.get("/admin/idle")
            except httpx.TransportError:
                sleep(0.05)
            else:
                return
        raise TimeoutError("the simulator did not start")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def switch(self, *faults: dict[str, object], seed: int = 0) -> None:
        answer = self.http.put("/admin/faults", json={"seed": seed, "faults": faults})
        assert answer.status_code == 200, answer.text

    def settle(self) -> None:
        assert self.http.get("/admin/idle", params={"settle": True}, timeout=30).json() == {"idle": True}

    def advance(self, by: timedelta) -> None:
        clock.set_offset(self.clock, clock.offset() + by)
        self.settle()

    def certified(self) -> Account:
        """The account of `account` in certificate mode."""
        made = certify(self.home)
        certs = Certs(made.app_cert.read_bytes(), made.alipay_cert.read_bytes(), made.root_cert.read_bytes())
        return msgspec.structs.replace(self.account(), alipay_public_key=b"", certs=certs)

    def wechatpay(self, notify_url: str) -> WechatAccount:
        made = wechatpay_access(self.home)
        return WechatAccount(
            url=self.url,
            app_id=made.app_id,
            mch_id=made.mch_id,
            serial=made.serial,
            private_key=made.merchant_private.read_bytes(),
            public_key=made.public.read_bytes(),
            public_key_id=made.public_key_id,
            v3_key=made.v3_key,
            notify_url=notify_url,
            transfer_scene=made.transfer_scene,
            book_url=f"{self.url}/admin/book/wechatpay",
        )

    def stripe(self) -> StripeAccount:
        made = stripe_access(self.home)
        return StripeAccount(
            url=self.url,
            secret_key=made.secret_key,
            webhook_secret=made.webhook_secret,
            cashier_url=f"{self.url}/stripe/cashier",
            book_url=f"{self.url}/admin/book/stripe",
        )

    def account(self) -> Account:
        return Account(
            url=f"{self.url}/gateway.do",
            app_id=APP_ID,
            seller_id=SELLER_ID,
            private_key=(self.home / "app_private.pem").read_bytes(),
            alipay_public_key=(self.home / "alipay_public.pem").read_bytes(),
            book_url=f"{self.url}/admin/book",
        )


class Buyer:
    """A browser at the cashier, reading what a person would read; Alipay's or WeChat's app, where an order is handed to
    it."""

    def __init__(self, gateway: str) -> None:
        self._gateway = gateway
        self._http = httpx.Client(trust_env=False, headers={"Accept-Language": "en"})

    def visit(self, begun: Begun) -> httpx.Response:
        handed = begun.order_string or ""
        if handed.startswith("{"):
            token = msgspec.json.decode(handed)["package"].removeprefix("prepay_id=wx")
            return self._http.get(httpx.URL(self._gateway).join(f"/wechatpay/cashier/{token}"))
        where = begun.url or begun.qr_code or f"{self._gateway}?{handed}"
        return self._http.get(where, follow_redirects=True)

    def pay(self, begun: Begun) -> bool:
        page = self.visit(begun)
        form = re.search(r'<form method="post" action="([^"]*/cashier/[^"]+/payment[^"]*)"', page.text)
        if form is None:
            return False
        after = self._http.post(page.url.join(form[1]))
        return after.status_code == 303 or "The shop has the money" in after.text

    def confirm(self, page: str) -> None:
        """A payee says yes on the page of a transfer."""
        assert "Confirmed" in self._http.post(page).text


class Played:
    """`conformance.Driver` for a gateway that the simulator plays. `opened` makes its client, of so much patience."""

    traits = Traits()

    def __init__(self, simulator: Simulator, mailbox: "Mailbox", opened: Callable[[float], Gateway]) -> None:
        self.notify_url = mailbox.url
        self._gateway = opened(PATIENT)
        self._impatient = opened(IMPATIENT)
        self._silence_comes = False
        self._simulator = simulator
        self._mailbox = mailbox
        self._buyer = Buyer(f"{simulator.url}/gateway.do")
        mailbox.gateway = self._gateway

    @property
    def gateway(self) -> Gateway:
        """One who waits long, except for the call that will not be answered."""
        silent, self._silence_comes = self._silence_comes, False
        return self._impatient if silent else self._gateway

    async def disconnect(self) -> None:
        await self._gateway.disconnect()
        await self._impatient.disconnect()

    async def visit(self, begun: Begun) -> None:
        self._buyer.visit(begun)

    async def pay(self, begun: Begun) -> bool:
        return self._buyer.pay(begun)

    async def confirm(self, package: str) -> None:
        self._buyer.confirm(package)

    async def break_next(self, fault: str) -> None:
        self._silence_comes = fault in ("lost", "lost-answer")
        self._simulator.switch({"name": _FAULTS[fault], "seconds": IMPATIENT * 2})

    async def break_notes(self, fault: str) -> None:
        self._simulator.switch({"name": _FAULTS[fault]})

    async def advance(self, by: timedelta) -> None:
        self._simulator.advance(by)

    async def settle(self) -> None:
        self._simulator.settle()

    def notes(self) -> list[Note | Forged]:
        return list(self._mailbox.notes)

    def refuse_notes(self) -> None:
        self._mailbox.refusing = True


class AlipayDriver(Played):
    """Alipay."""

    def __init__(self, simulator: Simulator, mailbox: "Mailbox", account: Account) -> None:
        super().__init__(simulator, mailbox, lambda seconds: Alipay(account, seconds=seconds))


class WechatDriver(Played):
    """WeChat Pay."""

    traits = Traits(made_by_order=True, tells_end=False, returns=False)

    def __init__(self, simulator: Simulator, mailbox: "Mailbox") -> None:
        account = simulator.wechatpay(mailbox.url)
        super().__init__(simulator, mailbox, lambda seconds: WechatPay(account, seconds=seconds))


class StripeDriver(Played):
    """Stripe."""

    traits = Traits(made_by_order=True, closes_by_itself=False)

    def __init__(self, simulator: Simulator, mailbox: "Mailbox") -> None:
        self.account = account = simulator.stripe()
        super().__init__(simulator, mailbox, lambda seconds: Stripe(account, seconds=seconds))


class Mailbox:
    """Where notifications come to: reads each with the gateway and answers as Kith would."""

    def __init__(self) -> None:
        self.gateway: Gateway | None = None
        self.notes: list[Note | Forged] = []
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.refusing = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        # What is meant for a mailbox of another test, now closed, may come to its port.
        self._path = f"/{ids.new().hex}/"
        self.url = f"http://127.0.0.1:{self._server.server_port}{self._path}notifications"

    def receive(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        if not path.startswith(self._path):
            return 404, b""
        assert self.gateway is not None
        self.bodies.append(body)
        self.headers.append(headers)
        try:
            self.notes.append(self.gateway.read(body, headers))
        except Forged as forged:
            self.notes.append(forged)
            return 403, self.gateway.refusal_body
        return (403, self.gateway.refusal_body) if self.refusing else (200, self.gateway.acknowledgement)

    @contextmanager
    def open(self) -> Generator["Mailbox"]:
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def _handler(mailbox) -> type[BaseHTTPRequestHandler]:  # noqa: N805 the handler below has a `self` of its own
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = mailbox.receive(self.path, body, headers)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 as in the base class
                """Silence."""

        return Handler


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
