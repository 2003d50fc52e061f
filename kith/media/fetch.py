"""Fetch a file that somebody else's text names."""

import asyncio

import httpx

from kith.media.network import INTERNET, Network
from kith.media.picture import MAX_BYTES, PictureTooLarge, PictureUnreachable

_HOPS = 5
_TIMEOUT = httpx.Timeout(5.0)


async def fetch(url: str, network: Network = INTERNET) -> bytes:
    """The body behind `url`, at most 10 MB, within 20 seconds and 5 redirects.

    At each hop the name is resolved once, every address of it is checked, and the connection goes to the address that
    was checked, so a name that changes its mind in between (DNS rebinding) gains nothing. No proxy is used.
    Raises `AddressForbidden`, `PictureTooLarge`, `PictureUnreachable`.
    """
    try:
        target = httpx.URL(url)
        async with asyncio.timeout(network.seconds), httpx.AsyncClient(trust_env=False, timeout=_TIMEOUT) as client:
            for _ in range(_HOPS + 1):
                answer = await _get(client, target, network)
                if isinstance(answer, bytes):
                    return answer
                target = answer
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError, TimeoutError) as error:
        raise PictureUnreachable from error
    raise PictureUnreachable


async def _get(client: httpx.AsyncClient, url: httpx.URL, network: Network) -> bytes | httpx.URL:
    address = await network.locate(url)
    request = client.build_request(
        "GET",
        url.copy_with(host=str(address)),
        # A compressed body could unpack to anything; pictures gain nothing from compression.
        headers={"Host": url.netloc.decode("ascii"), "Accept": "image/*", "Accept-Encoding": "identity"},
        # TLS asks for and verifies the name, not the address.
        extensions={"sni_hostname": url.host},
    )
    answer = await client.send(request, stream=True)
    try:
        if answer.is_redirect:
            return url.join(answer.headers["location"])
        if answer.status_code != 200:
            raise PictureUnreachable
        return await _body(answer)
    finally:
        await answer.aclose()


async def _body(answer: httpx.Response) -> bytes:
    length = answer.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MAX_BYTES:
        raise PictureTooLarge
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > MAX_BYTES:
            raise PictureTooLarge
    return bytes(body)
