"""The file of an export: a zip, written under another name until it is whole, in a folder of its person."""

import os
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from uuid import UUID

import msgspec

from kith import media
from kith.kit import ids
from kith.kit.settings import Settings
from kith.people.export import ExportId, Part, Whose
from kith.people.person import PersonId

_WHOLE, _FRESH = ".zip", ".new"

_README = """这里是 Kith 为你保存的全部数据，导出于 {at}（UTC）。每个 .json 文件是一份列表。
金额单位是分；时间为 UTC。index.json 里有各文件的条数。

All that Kith keeps of you, as of {at} (UTC). Each .json file is one list.
Money is in fen (1/100 yuan); times are UTC. index.json counts the entries of each file.

{files}
pictures/
    你的图片 · your pictures
"""


@dataclass(frozen=True)
class Folders:
    """Where exports and pictures lie."""

    exports: Path
    pictures: media.Shelf


@dataclass(frozen=True)
class Found:
    """A file in the folder of exports, whole or not, and whose it is."""

    whose: Whose
    path: Path


class Archive:
    """A zip that is being written. Nothing is at its place before `close`; left otherwise, nothing stays."""

    def __init__(self, place: Path) -> None:
        self._place = place
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._fresh = place.with_suffix(f".{ids.token()}{_FRESH}")
        self._file = os.fdopen(os.open(self._fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b")
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self._counts: dict[str, int] = {}
        self._spool: Spool | None = None

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError):
            if self._spool:
                self._spool.abandon()
            self._zip.close()
        with suppress(OSError):
            self._file.close()
        self._fresh.unlink(missing_ok=True)

    def readme(self, parts: Sequence[Part], now: datetime) -> None:
        """What the files are."""
        files = "\n".join(f"{part.name}.json\n    {part.zh} · {part.en}" for part in parts)
        at = f"{now:%Y-%m-%d %H:%M}"
        self._zip.writestr("README.txt", _README.format(at=at, files=files))

    def spool(self, part: Part) -> "Spool":
        """Begin the file of a part."""
        self._spool = Spool(self._zip, f"{part.name}.json", self._counts)
        return self._spool

    def picture(self, picture_id: str, content: bytes) -> None:
        """Add a picture, which is compressed already."""
        name = f"pictures/{picture_id}.webp"
        if name not in self._zip.NameToInfo:
            self._zip.writestr(zipfile.ZipInfo(name), content)

    def close(self, person_id: PersonId, now: datetime) -> int:
        """Write the index, put the whole file in its place, and say how many bytes it has."""
        index = {"person_id": person_id, "made_at": now, "entries": self._counts}
        self._zip.writestr("index.json", msgspec.json.format(msgspec.json.encode(index)))
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        size = self._fresh.stat().st_size
        self._fresh.replace(self._place)
        return size


class Spool:
    """One list in the archive, written page by page."""

    def __init__(self, archive: zipfile.ZipFile, name: str, counts: dict[str, int]) -> None:
        self._out = archive.open(zipfile.ZipInfo(name), "w")
        self._name, self._counts = name, counts
        counts[name] = 0

    def page(self, items: Iterable[object]) -> None:
        """Add some entries."""
        for item in items:
            self._out.write(b"[\n" if self._counts[self._name] == 0 else b",\n")
            self._out.write(msgspec.json.format(msgspec.json.encode(item)))
            self._counts[self._name] += 1

    def close(self) -> None:
        """End the list."""
        self._out.write(b"[]\n" if self._counts[self._name] == 0 else b"\n]\n")
        self._out.close()

    def abandon(self) -> None:
        """Let go of the archive, whatever was written."""
        self._out.close()


def root(settings: Settings) -> Path:
    """The folder of this installation's exports."""
    return settings.home / "exports"


def place(exports: Path, person_id: PersonId, export_id: ExportId) -> Path:
    """Where an export lies when it is whole."""
    return exports / str(person_id) / f"{export_id}{_WHOLE}"


def found(exports: Path, person_id: PersonId | None = None) -> list[Found]:
    """Every file that lies there, or those of one person."""
    folders = [exports / str(person_id)] if person_id else list(exports.iterdir()) if exports.exists() else []
    return [
        Found(Whose(PersonId(UUID(folder.name)), ExportId(UUID(path.name.partition(".")[0]))), path)
        for folder in folders
        if folder.exists()
        for path in folder.iterdir()
    ]


def remove(files: Iterable[Found], kept: Iterable[Whose]) -> None:
    """Delete those that belong to no export that is kept, and the folders that are empty then.

    Under which names an export that is being made writes is not looked at: it is kept until it has ended.
    """
    living = set(kept)
    for file in files:
        if file.whose not in living:
            file.path.unlink(missing_ok=True)
            with suppress(OSError):
                file.path.parent.rmdir()
