"""Signed calls to WeChat Pay over one line, and checked answers; what proves nothing is `Unknown`."""

from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from kith.kit import clock, ids
from kith.payments.gateway import Unknown
from kith.payments.gateways.line import Line, Lost
from kith.payments.gateways.signer import Signer
from kith.payments.gateways.wechatpay import message
from kith.payments.gateways.wechatpay.account import Account
from kith.payments.gateways.wechatpay.message import Answer

_NOT_DEFINITE = frozenset({"SYSTEM_ERROR", "BANK_ERROR", "BANKERROR", "USERPAYING", "FREQUENCY_LIMITED", "SIGN_ERROR"})


class Refusal(Struct, frozen=True):
    """WeChat's signed word that it did not do it, and why."""

    code: str


class Wire:
    """One merchant's way to WeChat Pay."""

    def __init__(self, account: Account, *, seconds: float) -> None:
        """Raises `BadKey`."""
        self._account = account
        self.signer = Signer(account.private_key, account.public_key)
        self.line = Line(account.url, seconds=seconds)

    async def ask(
        self, method: str, target: str, number: str, biz: object = None, *, named: str = "out_trade_no"
    ) -> Answer | Refusal | Unknown:
        """One call about `number`. The answer is verified, fresh, speaks of what was asked (by its field `named`), and
        is definite; anything else is `Unknown`."""
        body = msgspec.json.encode(biz) if biz is not None else b""
        reply = await self.line.call(method, f"{self._account.url}{target}", self._headers(method, target, body), body)
        if isinstance(reply, Lost):
            return Unknown(number, reply.why)
        doubt = message.doubt(reply.headers, reply.body, self.signer, self._account.public_key_id, clock.real_now())
        if doubt is not None:
            return Unknown(number, f"{doubt} {message.code_of(reply.body)}".rstrip())
        try:
            answer = message.answer(reply.body)
        except msgspec.DecodeError:
            return Unknown(number, "not-an-answer")
        if reply.status in (200, 204):
            told = getattr(answer, named)
            return answer if told in ("", number) else Unknown(number, "other-trade")
        if not 400 <= reply.status < 500 or reply.status == 429 or answer.code in _NOT_DEFINITE or not answer.code:
            return Unknown(number, answer.code or f"status-{reply.status}")
        return Refusal(answer.code)

    async def download(self, url: str, into: Path, *, most: int) -> Lost | None:
        """A bill, which WeChat does not sign: its hash was in a signed answer."""
        parts = urlsplit(url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return await self.line.download(url, into, most=most, headers=self._headers("GET", target, b""))

    def _headers(self, method: str, target: str, body: bytes) -> dict[str, str]:
        nonce = ids.new().hex
        asked = (method, target, body)
        return {
            "Authorization": message.authorization(self._account, self.signer, asked, clock.real_now(), nonce),
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "kith",
            "Wechatpay-Serial": self._account.public_key_id,
        }
