"""Clients of this machine's own servers, which speak plain HTTP."""

import ssl

import httpx

# httpx would read the list of all certificates for each client, which takes longer than what is then asked. This one
# trusts nobody.
_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def near(url: str, *, seconds: float = 30.0, follow_redirects: bool = False) -> httpx.AsyncClient:
    """A client for what is at `url` on this machine, whose answers may take so long."""
    return httpx.AsyncClient(
        base_url=url, trust_env=False, timeout=seconds, follow_redirects=follow_redirects, verify=_NOBODY
    )
