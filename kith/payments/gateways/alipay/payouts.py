"""Money sent out by Alipay's single transfer: what is asked, and what its answers mean. Pure."""

from datetime import datetime

from kith.kit import clock, money
from kith.payments.gateway import Declined, Missing, Unknown
from kith.payments.gateways.alipay import message
from kith.payments.gateways.alipay.message import Answer
from kith.payments.gateways.alipay.wire import FAILED, OK, Biz
from kith.payments.outward import Dealing, Failed, PaidOut, PayoutOrder, Returned

TRANSFER = "alipay.fund.trans.uni.transfer"
QUERY = "alipay.fund.trans.common.query"

_ASK_FIRST = frozenset({"REQUEST_PROCESSING", "BIZ_UNIQUE_EXCEPTION", "PAYMENT_INFO_INCONSISTENCY"})
"""Answers that prove a transfer of this number exists: how it stands, only `query` tells."""
_NOT_NOW = frozenset(
    {
        "PAYER_BALANCE_NOT_ENOUGH",
        "PAYER_STATUS_ERROR",
        "PERMIT_CHECK_PERM_LIMITED",
        "PERMIT_CHECK_PERM_IDENTITY_THEFT",
        "NO_ACCOUNTBOOK_PERMISSION",
        "TRANSFER_SCENE_NOT_OPEN",
    }
)
"""Refusals that time or an operator cures."""


def named(number: str) -> Biz:
    """The question how a transfer stands."""
    return {"out_biz_no": number, "product_code": "TRANS_ACCOUNT_NO_PWD", "biz_scene": "DIRECT_TRANSFER"}


def ordered(order: PayoutOrder, scene: str, report: str) -> Biz:
    """The transfer itself; Alipay compares the name with the account's."""
    payee = {
        "identity": order.payee.account,
        "identity_type": "ALIPAY_LOGON_ID",
        "name": order.payee.name,
    }
    return {
        **named(order.number),
        "trans_amount": money.yuan(order.fen),
        "order_title": order.title,
        "payee_info": payee,
        "transfer_scene_name": scene,
        "transfer_scene_report_infos": [{"info_type": report, "info_content": order.title}],
    }


def outcome(order: PayoutOrder, answer: Answer) -> PaidOut | Dealing | Failed | Returned | Unknown | Declined:
    """What became of an order. It is of the amount that was asked: an answer to it names none."""
    if answer.code == OK:
        return _standing(order.number, answer, order.fen)
    if answer.says in _ASK_FIRST:
        return Unknown(order.number, answer.says)
    again = answer.code != FAILED or answer.says in _NOT_NOW or answer.says.startswith("EXCEED_LIMIT_DM")
    return Declined(order.number, answer.says, again=again)


def standing(number: str, answer: Answer) -> PaidOut | Dealing | Failed | Returned | Missing | Unknown:
    """How it stands, by a query."""
    if answer.says == "ORDER_NOT_EXIST":
        return Missing(number)
    if answer.code != OK:
        return Unknown(number, answer.says)
    try:
        fen = money.fen(answer.trans_amount)
    except ValueError:
        return Unknown(number, "bad-amount")
    return _standing(number, answer, fen)


def _standing(number: str, answer: Answer, fen: int) -> PaidOut | Dealing | Failed | Returned | Unknown:
    match answer.status:
        case "SUCCESS":
            return PaidOut(number, answer.order_id, fen, _moment(answer))
        case "REFUND":
            return Returned(number, answer.order_id, fen)
        case "FAIL" | "CLOSED":
            return Failed(number, answer.error_code or answer.status)
        case "DEALING" | "INIT" | "WAIT_PAY":
            return Dealing(number)
        case _:
            return Unknown(number, "other-status")


def _moment(answer: Answer) -> datetime:
    """Alipay may leave the moment out; then it is the moment of asking."""
    try:
        return message.moment(answer.pay_date or answer.trans_date)
    except ValueError:
        return clock.real_now()
