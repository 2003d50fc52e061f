"""Signed calls to Alipay over one line, and checked answers; what proves nothing is `Unknown`."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from kith.kit import clock
from kith.payments.gateway import Unknown
from kith.payments.gateways.alipay import cert, message
from kith.payments.gateways.alipay.account import Account
from kith.payments.gateways.alipay.message import Answer, Doubtful
from kith.payments.gateways.line import Line, Lost
from kith.payments.gateways.signer import Signer

OK = "10000"
FAILED = "40004"
_NOT_DEFINITE = frozenset({"ACQ.SYSTEM_ERROR", "AQC.SYSTEM_ERROR", "SYSTEM_ERROR", "UNKNOWN_ERROR"})
"""Said with code 40004, and still nobody knows (one of Alipay's own systems misspells it)."""

Biz = Mapping[str, object]


class Wire:
    """One account's way to Alipay."""

    def __init__(self, account: Account, *, seconds: float) -> None:
        """Raises `BadKey`."""
        self._account = account
        certs = account.certs
        if certs is None:
            self.signer = Signer(account.private_key, account.alipay_public_key)
        else:
            self.signer = cert.signer(account.private_key, certs)
        self._cert_sn = cert.sn(certs.alipay) if certs else None
        self._sns = (
            {"app_cert_sn": cert.sn(certs.app), "alipay_root_cert_sn": cert.root_sn(certs.root)} if certs else {}
        )
        self.line = Line(account.url, seconds=seconds)

    async def ask(
        self,
        method: str,
        number: str,
        biz: Biz,
        *,
        notify_url: str = "",
        named: Literal["out_trade_no", "out_biz_no"] | None = "out_trade_no",
    ) -> Answer | Unknown:
        """One call. The answer is verified, speaks of what was asked (by its field `named`), and is definite; anything
        else is `Unknown`."""
        params = self.signed(method, biz, notify_url)
        form = {"biz_content": params.pop("biz_content")}
        body = await self.line.post(self._account.url, params, form)
        if isinstance(body, Lost):
            return Unknown(number, body.why)
        try:
            answer = message.opened(body, method, self.signer, cert_sn=self._cert_sn)
        except Doubtful as doubt:
            return Unknown(number, doubt.why)
        if answer.code != OK and not answer.code.startswith("4"):
            return Unknown(number, answer.says)
        if answer.sub_code in _NOT_DEFINITE or answer.sub_code.startswith(("isp.", "aop.")):
            return Unknown(number, answer.says)
        if answer.code == OK and named is not None and getattr(answer, named) != number:
            return Unknown(number, "other-trade")
        return answer

    def signed(self, method: str, biz: Biz, notify_url: str, return_url: str = "") -> dict[str, str]:
        """The parameters of a call or of an order that the buyer's device brings."""
        params = {
            "app_id": self._account.app_id,
            "method": method,
            "format": "JSON",
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": message.beijing(clock.real_now()),
            "version": "1.0",
            **self._sns,
            "notify_url": notify_url,
            "return_url": return_url,
            "biz_content": msgspec.json.encode({key: value for key, value in biz.items() if value}).decode(),
        }
        return message.signed(params, self.signer)
