"""A shop that speaks Alipay's protocol by hand, and a place for what it is told."""

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kith.kit import clock, ids
from kith.simulator import APP_ID, Keys
from kith.simulator.keys import signature
from kith.simulator.trade import beijing


class Shop:
    """One running simulator and the shop that is registered with it."""

    def __init__(self, http: httpx.AsyncClient, keys: Keys, notify_url: str, clock_file: Path) -> None:
        self.http = http
        self.notify_url = notify_url
        self._clock_file = clock_file
        key = load_pem_private_key(keys.app_private.read_bytes(), None, unsafe_skip_rsa_key_validation=True)
        assert isinstance(key, rsa.RSAPrivateKey)
        self._key = key

    def params(self, method: str, biz: dict[str, Any], **more: str) -> dict[str, str]:
        params = {
            "app_id": APP_ID,
            "method": method,
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": beijing(clock.real_now()),
            "version": "1.0",
            "biz_content": json.dumps(biz),
        } | more
        params["sign"] = signature(self._key, "&".join(f"{key}={params[key]}" for key in sorted(params)))
        return params

    async def raw(self, method: str, biz: dict[str, Any], **more: str) -> str:
        return (await self.http.post("/gateway.do", data=self.params(method, biz, **more))).text

    async def call(self, method: str, biz: dict[str, Any], **more: str) -> dict[str, str]:
        answer = json.loads(await self.raw(f"alipay.trade.{method}", biz, **more))
        return answer[f"alipay_trade_{method.replace('.', '_')}_response"]

    async def precreate(self, number: str, *, amount: str = "20.00", **more: str) -> dict[str, str]:
        biz = {"out_trade_no": number, "total_amount": amount, "subject": "花 flowers"} | more
        return await self.call("precreate", biz, notify_url=self.notify_url)

    async def page_pay(self, number: str, kind: str = "page", **more: str) -> httpx.Response:
        """What the buyer's browser gets, on a phone for `wap`: the cashier. An `app` opens the same."""
        biz = {"out_trade_no": number, "total_amount": "20.00", "subject": "花 flowers"} | more
        back = {"return_url": "http://127.0.0.1:9/back?x=1", "notify_url": self.notify_url}
        params = self.params(f"alipay.trade.{kind}.pay", biz, **back)
        return await self.http.get("/gateway.do", params=params, follow_redirects=True)

    async def query(self, number: str) -> dict[str, str]:
        return await self.call("query", {"out_trade_no": number})

    async def refund(self, number: str, amount: str, refund_number: str) -> dict[str, str]:
        biz = {"out_trade_no": number, "refund_amount": amount, "out_request_no": refund_number}
        return await self.call("refund", biz)

    async def paid(self) -> str:
        number = ids.new().hex
        await self.precreate(number)
        assert (await self.http.post(f"/admin/cashier/{number}/payment")).status_code == 200
        return number

    async def switch(self, *faults: str | dict[str, Any], seed: int = 0) -> None:
        answer = await self.http.put("/admin/faults", json={"seed": seed, "faults": faults})
        assert answer.status_code == 200, answer.text

    async def settle(self) -> None:
        assert (await self.http.get("/admin/idle?settle=true")).json() == {"idle": True}

    async def advance(self, **span: float) -> None:
        clock.set_offset(self._clock_file, clock.offset() + timedelta(**span))
        await self.settle()


class Mailbox:
    """Keeps what arrives and answers `answer`."""

    def __init__(self) -> None:
        self.notes: list[dict[str, str]] = []
        self.answer = b"success"
        self.status = 200
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/notifications"

    @contextmanager
    def open(self) -> Generator["Mailbox"]:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def _handler(mailbox) -> type[BaseHTTPRequestHandler]:  # noqa: N805 the handler below has a `self` of its own
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                mailbox.notes.append(dict(parse_qsl(body, keep_blank_values=True)))
                self.send_response(mailbox.status)
                self.send_header("Content-Length", str(len(mailbox.answer)))
                self.send_header("Location", mailbox.url)
                self.end_headers()
                self.wfile.write(mailbox.answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 as in the base class
                """Silence."""

        return Handler
