"""WeChat Pay, API v3, as one side of the simulator: its wire, its notifications, its transfers, its bills."""

from kith.simulator.wechatpay.access import Access, access
from kith.simulator.wechatpay.side import side

__all__ = ["Access", "access", "side"]
