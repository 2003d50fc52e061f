"""The pages of the cashier: plain HTML without scripts, one column on a phone, two at a desk, Chinese or English."""

from datetime import datetime
from html import escape
from string import Template
from typing import Literal

from msgspec import Struct

from kith.kit import money
from kith.simulator import trade as trades
from kith.simulator.trade import Trade, beijing

Language = Literal["zh", "en"]

_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "lang": "zh-CN",
        "name": "收银台",
        "demo": "演示收银台：没有真实的钱",
        "pay_to": "收款方",
        "shop": "Kith 商城",
        "order": "订单号",
        "until": "请在此时间前支付",
        "account": "付款账户",
        "buyer": "演示买家 dem***@buyer.example",
        "balance": "余额（足够支付）",
        "pay": "确认付款",
        "leave": "暂不付款，返回商家",
        "paid": "支付成功",
        "paid_hint": "钱已付给商家，可以关闭此页。",
        "refunded": "已全额退款",
        "refunded_hint": "这笔钱已原路退回。",
        "closed": "交易已关闭",
        "closed_hint": "这笔交易没有付款，已经不能支付。请回到商家重新下单。",
        "stale": "二维码已过期",
        "stale_hint": "请让商家重新生成二维码。",
        "unknown": "找不到这笔交易",
        "unknown_hint": "链接不完整，或者它不属于这个收银台。",
        "confirm": "确认收款",
        "confirm_hint": "确认后，这笔钱会进入你的余额。",
        "received": "已确认收款",
        "received_hint": "钱已进入余额，可以关闭此页。",
        "left": "你没有付款",
        "left_hint": "在截止时间之前，仍可用同一链接付款。",
        "refused": "无法打开收银台",
        "refused_hint": "商家发来的订单不能支付，请回到商家查看。错误代码：",
        "back": "返回商家",
        "other": "English",
        "other_lang": "en",
    },
    "en": {
        "lang": "en",
        "name": "Cashier",
        "demo": "Demo cashier: no real money",
        "pay_to": "Pay to",
        "shop": "Kith mall",
        "order": "Order",
        "until": "Please pay before",
        "account": "Paying account",
        "buyer": "Demo buyer dem***@buyer.example",
        "balance": "Balance (enough)",
        "pay": "Pay now",
        "leave": "Not now, back to the shop",
        "paid": "Paid",
        "paid_hint": "The shop has the money. You may close this page.",
        "refunded": "Refunded in full",
        "refunded_hint": "The money went back the way it came.",
        "closed": "This payment is closed",
        "closed_hint": "It was not paid and cannot be paid any more. Go back to the shop to order again.",
        "stale": "This code is too old",
        "stale_hint": "Ask the shop for a new one.",
        "unknown": "No such payment",
        "unknown_hint": "The link is incomplete, or it does not belong to this cashier.",
        "confirm": "Confirm receipt",
        "confirm_hint": "Once you confirm, the money goes into your balance.",
        "received": "Confirmed",
        "received_hint": "The money is in your balance. You may close this page.",
        "left": "You did not pay",
        "left_hint": "Until the deadline the same link still takes your payment.",
        "refused": "The cashier cannot open",
        "refused_hint": "The order that the shop sent cannot be paid; go back to the shop. Code: ",
        "back": "Back to the shop",
        "other": "中文",
        "other_lang": "zh",
    },
}

_FRAME = Template("""<!doctype html>
<html lang="$lang">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>$title · $name</title>
<style>
:root { color-scheme: light dark; --ink: #16202c; --soft: #5b6876; --paper: #fff; --ground: #eef2f7; --line: #dfe5ec;
  --blue: #1668dc; --blue-ink: #fff; --warn: #fff6e0; --warn-ink: #6b4a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8edf3; --soft: #9aa8b7; --paper: #1a222c; --ground: #10161d;
  --line: #2c3743; --blue: #4c94ff; --blue-ink: #081220; --warn: #3a2f12; --warn-ink: #ffdf94; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "PingFang SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .875rem 1.25rem;
  background: var(--paper); border-bottom: 1px solid var(--line); }
header strong { font-size: 1.0625rem; }
header a { color: var(--soft); }
.demo { margin: 0; padding: .5rem 1.25rem; background: var(--warn); color: var(--warn-ink); font-size: .875rem;
  text-align: center; }
main { max-width: 56rem; margin: 0 auto; padding: 1.25rem; display: grid; gap: 1rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem; }
h1 { margin: 0 0 .25rem; font-size: 1.125rem; overflow-wrap: anywhere; }
.amount { margin: .25rem 0 1rem; font-size: 2.5rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.amount small { font-size: 1.5rem; margin-right: .125rem; }
dl { margin: 0; display: grid; gap: .75rem; }
dt { color: var(--soft); font-size: .875rem; }
dd { margin: 0; overflow-wrap: anywhere; }
form { margin: 0; }
button { width: 100%; min-height: 3rem; border: 1px solid transparent; border-radius: .625rem; font: inherit;
  cursor: pointer; }
.pay { margin-top: 1.5rem; background: var(--blue); color: var(--blue-ink); font-weight: 600; }
.leave { margin-top: .625rem; background: none; color: var(--soft); }
a.back { display: inline-block; margin-top: 1rem; color: var(--blue); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
.end { text-align: center; padding: 3rem 1.5rem; }
.end p { color: var(--soft); margin: .25rem 0 0; }
@media (min-width: 48rem) { main { padding-top: 3rem; } main.two { grid-template-columns: 1fr 1fr; } }
</style>
</head>
<body>
<header><strong>$name</strong><a href="?lang=$other_lang" lang="$other_lang">$other</a></header>
<p class="demo">$demo</p>
$body
</body>
</html>
""")

_PAY = Template("""<main class="two">
<section>
<h1>$subject</h1>
<p class="amount"><small>¥</small>$yuan</p>
<dl>
<div><dt>$pay_to</dt><dd>$shop</dd></div>
<div><dt>$order</dt><dd>$number</dd></div>
<div><dt>$until</dt><dd>$deadline</dd></div>
</dl>
</section>
<section>
<dl>
<div><dt>$account</dt><dd>$buyer</dd></div>
<div><dt>$balance</dt><dd>¥99,999.00</dd></div>
</dl>
<form method="post" action="$path/payment?lang=$chosen"><button class="pay">$pay ¥$yuan</button></form>
<form method="post" action="$path/departure?lang=$chosen"><button class="leave">$leave</button></form>
</section>
</main>""")

_END = Template("""<main><section class="end" role="status"><h1>$title</h1><p>$hint</p>$link</section></main>""")


def language(wanted: str | None) -> Language:
    """`zh` or `en` out of a `lang` parameter or an Accept-Language header; Chinese if neither is asked for."""
    for part in (wanted or "").lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith("zh"):
            return "zh"
        if tag.startswith("en"):
            return "en"
    return "zh"


class Bill(Struct, frozen=True):
    """What a buyer is asked to pay, and where the forms of its page go."""

    path: str
    subject: str
    fen: int
    number: str
    until: datetime | None
    return_url: str | None


def cashier_page(trade: Trade, now: datetime, wanted: str | None) -> str:
    """What the buyer sees of this trade now."""
    path = f"/cashier/{trade.token}"
    bill = Bill(path, trade.subject, trade.fen, trade.number, trade.expires_at, trade.return_url)
    standing = trades.status(trade, now)
    if standing == "WAIT_BUYER_PAY":
        return pay_page(bill, wanted) if trades.payable(trade, now) else ended_page("stale", None, wanted)
    if standing == "TRADE_CLOSED":
        return ended_page("refunded" if trade.paid_at else "closed", bill, wanted)
    return ended_page("paid", bill, wanted)


def ended_page(key: Literal["paid", "refunded", "closed", "stale"], bill: Bill | None, wanted: str | None) -> str:
    """There is nothing (more) to pay, and why."""
    return _end_page(key, wanted, bill.return_url if bill else None)


def unknown_page(wanted: str | None) -> str:
    return _end_page("unknown", wanted)


def left_page(wanted: str | None) -> str:
    return _end_page("left", wanted)


def confirm_page(path: str, fen: int, wanted: str | None) -> str:
    """Money that waits for its payee to say yes."""
    words = _WORDS[language(wanted)]
    button = f'<form method="post" action="{escape(path)}"><button class="pay">{words["confirm"]}</button></form>'
    hint = f"¥{money.yuan(fen)} · {words['confirm_hint']}"
    body = _END.substitute(title=words["confirm"], hint=hint, link=button)
    return _FRAME.substitute(words, title=words["confirm"], body=body)


def received_page(wanted: str | None) -> str:
    return _end_page("received", wanted)


def refused_page(sub_code: str, wanted: str | None) -> str:
    """The shop's order was not accepted; the code helps its operator."""
    return _end_page("refused", wanted, after=sub_code)


def pay_page(bill: Bill, wanted: str | None) -> str:
    """What is to be paid, and by when."""
    chosen = language(wanted)
    words = _WORDS[chosen]
    body = _PAY.substitute(
        words,
        subject=escape(bill.subject),
        yuan=money.yuan(bill.fen),
        number=escape(bill.number),
        deadline=beijing(bill.until) if bill.until else "—",
        path=escape(bill.path),
        chosen=chosen,
    )
    return _FRAME.substitute(words, title=words["pay"], body=body)


def _end_page(key: str, wanted: str | None, return_url: str | None = None, after: str = "") -> str:
    words = _WORDS[language(wanted)]
    link = ""
    if return_url and return_url.startswith(("http://", "https://")):
        link = f'<a class="back" href="{escape(return_url)}">{words["back"]}</a>'
    body = _END.substitute(title=words[key], hint=words[f"{key}_hint"] + escape(after), link=link)
    return _FRAME.substitute(words, title=words[key], body=body)
