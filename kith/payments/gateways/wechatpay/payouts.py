"""Money sent out by WeChat Pay's transfer to a payee who confirms it: what is asked, and what answers mean. Pure."""

from datetime import datetime

from kith.kit import clock
from kith.payments.gateway import Declined, Missing, Unknown
from kith.payments.gateways.signer import Signer
from kith.payments.gateways.wechatpay import message
from kith.payments.gateways.wechatpay.account import Account
from kith.payments.gateways.wechatpay.message import Answer
from kith.payments.gateways.wechatpay.wire import Refusal
from kith.payments.outward import Confirm, Dealing, Failed, PaidOut, PayoutOrder, Returned

TRANSFERS = "/v3/fund-app/mch-transfer/transfer-bills"
NAMED_FROM_FEN = 30
"""Smaller transfers must not name the payee."""

_ASK_FIRST = frozenset({"ALREADY_EXISTS", "INVALID_REQUEST"})
"""Answers that may mean that a transfer of this number exists: how it stands, only a query tells."""
_NOT_NOW = frozenset({"NOT_ENOUGH", "NO_AUTH", "QUOTA_EXCEED", "RATELIMIT_EXCEED", "ACCOUNT_ERROR"})
"""Refusals that time or an operator cures."""


def ordered(order: PayoutOrder, account: Account, signer: Signer) -> dict[str, object]:
    """The transfer itself; WeChat compares the name, which only it can read."""
    biz: dict[str, object] = {
        "appid": account.app_id,
        "out_bill_no": order.number,
        "transfer_scene_id": account.transfer_scene,
        "openid": order.payee.account,
        "transfer_amount": order.fen,
        "transfer_remark": order.title[:32],
        "transfer_scene_report_infos": [
            {"info_type": kind, "info_content": content} for kind, content in account.transfer_report
        ],
    }
    if order.fen >= NAMED_FROM_FEN:
        biz["user_name"] = signer.sealed(order.payee.name)
    return biz


def outcome(
    order: PayoutOrder, answer: Answer | Refusal
) -> PaidOut | Dealing | Confirm | Failed | Returned | Unknown | Declined:
    """What became of an order. It is of the amount that was asked: an answer to it names none."""
    if isinstance(answer, Answer):
        return _standing(order.number, answer, order.fen)
    if answer.code in _ASK_FIRST:
        return Unknown(order.number, answer.code)
    return Declined(order.number, answer.code, again=answer.code in _NOT_NOW)


def standing(
    number: str, answer: Answer | Refusal
) -> PaidOut | Dealing | Confirm | Failed | Returned | Missing | Unknown:
    """How it stands, by a query."""
    if isinstance(answer, Refusal):
        return Missing(number) if answer.code in ("NOT_FOUND", "RESOURCE_NOT_EXISTS") else Unknown(number, answer.code)
    return _standing(number, answer, answer.transfer_amount)


def _standing(number: str, answer: Answer, fen: int) -> PaidOut | Dealing | Confirm | Failed | Unknown:
    match answer.state:
        case "SUCCESS":
            return PaidOut(number, answer.transfer_bill_no, fen, _moment(answer))
        case "FAIL" | "CANCELLED":
            return Failed(number, answer.fail_reason or answer.state)
        case "WAIT_USER_CONFIRM":
            return Confirm(number, answer.package_info or None)
        case "ACCEPTED" | "PROCESSING" | "TRANSFERING" | "CANCELING":
            return Dealing(number)
        case _:
            return Unknown(number, "other-state")


def _moment(answer: Answer) -> datetime:
    """WeChat may leave the moment out; then it is the moment of asking."""
    try:
        return message.moment(answer.update_time or answer.create_time)
    except ValueError:
        return clock.real_now()
