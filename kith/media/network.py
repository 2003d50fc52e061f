"""Which addresses of the network Kith may be sent to by somebody else's text."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

import httpx

from kith.media.picture import AddressForbidden

Address = IPv4Address | IPv6Address

_PORTS = {None, 80, 443, 8080, 8443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Not all releases of Python's own table of reserved networks know these.
_RESERVED = [
    ipaddress.ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "100::/64", "3fff::/20", "fec0::/10")
]


@dataclass(frozen=True)
class Network:
    """How names become addresses, which of them may be connected to, and for how long."""

    resolve: Callable[[str], Awaitable[list[str]]]
    permits: Callable[[Address], bool]
    ports: frozenset[int | None] = frozenset(_PORTS)
    seconds: float = 20

    async def locate(self, url: httpx.URL) -> Address:
        """The address behind it, which is the one to connect to. Raises `AddressForbidden`, `OSError`."""
        check_url(url, self)
        return chosen(await self.resolve(url.host), self)


def is_public(address: Address) -> bool:
    """True for an address of the open internet: not this machine, not a private, link-local, shared or reserved
    network, nor such a one dressed up as IPv6 (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    reserved = address.is_multicast or address.is_reserved or any(address in network for network in _RESERVED)
    return address.is_global and not reserved


def check_url(url: httpx.URL, network: Network) -> None:
    """Raises `AddressForbidden` for an address that is not plain http or https to a usual port."""
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.port not in network.ports:
        raise AddressForbidden


def chosen(addresses: list[str], network: Network) -> Address:
    """The address to connect to. One forbidden address among them condemns the name: it is a trap or a mistake."""
    found = [ipaddress.ip_address(text.partition("%")[0]) for text in addresses]
    if not found or not all(network.permits(address) for address in found):
        raise AddressForbidden
    return found[0]


async def _resolve(host: str) -> list[str]:
    infos = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in infos]


INTERNET = Network(_resolve, is_public)
"""The open internet by the machine's own resolver."""
