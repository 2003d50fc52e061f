"""Where the files of pictures lie: on this machine's disk, or in a bucket of any store that speaks S3."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from kith.kit import ids
from kith.kit.settings import Settings
from kith.media.document import DocumentNotFound
from kith.media.picture import EDGES, PictureNotFound, Size


class Place(Protocol):
    """Keeps files by their names."""

    async def put(self, name: str, content: bytes) -> None:
        """Keep the file, whole or not at all."""
        ...

    async def get(self, name: str) -> bytes:
        """The file. Raises `FileNotFoundError`."""
        ...

    async def remove(self, name: str) -> None:
        """Delete the file; it may be gone already."""
        ...


class Disk:
    """A folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, name: str, content: bytes) -> None:
        """Write it beside its place and rename it, so that nobody ever reads half a picture."""
        await asyncio.to_thread(self._write, self._folder / name, content)

    async def get(self, name: str) -> bytes:
        """Raises `FileNotFoundError`."""
        return await asyncio.to_thread((self._folder / name).read_bytes)

    async def remove(self, name: str) -> None:
        """Delete it."""
        await asyncio.to_thread((self._folder / name).unlink, missing_ok=True)

    @staticmethod
    def _write(target: Path, content: bytes) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{ids.token()}")
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)


class Shelf:
    """The sizes of pictures and the files of documents, by the names under which they are stored."""

    def __init__(self, place: Place) -> None:
        self._place = place

    async def put(self, stored_as: str, sizes: Mapping[Size, bytes]) -> None:
        """Keep every size; once more is once."""
        await asyncio.gather(*(self._place.put(_name(stored_as, size), content) for size, content in sizes.items()))

    async def get(self, stored_as: str, size: Size) -> bytes:
        """The WebP file of one size. Raises `PictureNotFound`."""
        try:
            return await self._place.get(_name(stored_as, size))
        except FileNotFoundError as error:
            if size == "medium":
                # Pictures that were stored before there was this size have none.
                return await self.get(stored_as, "full")
            raise PictureNotFound from error

    async def remove(self, stored_as: str) -> None:
        """Delete every size."""
        await asyncio.gather(*(self._place.remove(_name(stored_as, size)) for size in EDGES))

    async def put_document(self, stored_as: str, content: bytes) -> None:
        """Keep the file of a document; once more is once."""
        await self._place.put(_document(stored_as), content)

    async def get_document(self, stored_as: str) -> bytes:
        """The file of a document. Raises `DocumentNotFound`."""
        try:
            return await self._place.get(_document(stored_as))
        except FileNotFoundError as error:
            raise DocumentNotFound from error

    async def remove_document(self, stored_as: str) -> None:
        """Delete the file of a document."""
        await self._place.remove(_document(stored_as))


def on_disk(folder: Path) -> Shelf:
    """A shelf in this folder."""
    return Shelf(Disk(folder))


def root(settings: Settings) -> Path:
    """The folder of this installation's pictures, where they are on its disk."""
    return settings.home / "media"


def _name(stored_as: str, size: Size) -> str:
    """In 256 folders, so that none grows too long."""
    return f"{stored_as[:2]}/{stored_as}-{size}.webp"


def _document(stored_as: str) -> str:
    """Apart from the pictures, so that no name of a picture ever leads to one."""
    return f"documents/{stored_as}"
