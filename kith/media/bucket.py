"""A bucket of a store that speaks S3."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import obstore
from obstore.store import S3Store

from kith.kit.settings import Settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config


class Bucket:
    """Keeps files in a bucket, under a prefix."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    async def put(self, name: str, content: bytes) -> None:
        """The store shows it when it is whole."""
        await obstore.put_async(self._store, name, content, attributes={"Content-Type": "image/webp"})

    async def get(self, name: str) -> bytes:
        """Raises `FileNotFoundError`."""
        answer = await obstore.get_async(self._store, name)
        return (await answer.bytes_async()).to_bytes()

    async def remove(self, name: str) -> None:
        """Delete it; S3 does not say whether it was there."""
        await obstore.delete_async(self._store, name)


def bucket(settings: Settings) -> Bucket:
    """The bucket that `KITH_MEDIA_URL` names: `s3://bucket/prefix`."""
    place = urlsplit(settings.media_url or "")
    config: S3Config = {
        "region": settings.s3_region,
        "access_key_id": settings.s3_key_id or "",
        "secret_access_key": settings.s3_secret or "",
        "virtual_hosted_style_request": False,
    }
    if settings.s3_endpoint:
        config["endpoint"] = settings.s3_endpoint
    options: ClientConfig = {"allow_http": config.get("endpoint", "").startswith("http:")}
    return Bucket(S3Store(place.netloc, prefix=place.path.strip("/") or None, config=config, client_options=options))
