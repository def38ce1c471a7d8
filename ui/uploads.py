"""Leaf: files handed over to the page are kept in the archive's folder, because repair restores articles from their files."""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path

from index import UPLOADS

LARGEST_FILE = 200_000_000  # bytes
_LONGEST_NAME = 100  # code points; in UTF-8 at most twice as many bytes, as file systems have limits too


class Incoming:
    """A file while it comes in, under a name that nothing reads; `keep` gives it its place, `drop` leaves nothing."""

    def __init__(self, store_folder: Path) -> None:
        self.folder = (store_folder / UPLOADS).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.size = 0
        self._digest = hashlib.sha256()
        self._path = self.folder / f".incoming-{secrets.token_hex(8)}"
        self._file = self._path.open("xb")

    def write(self, part: bytes) -> None:
        """Takes the next bytes."""
        self.size += len(part)
        self._digest.update(part)
        self._file.write(part)

    def keep(self, name: str) -> Path:
        """Puts the file in its place, which its content names, and returns that; the same content has the same place."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        safe = safe_name(name)
        folder = self.folder / self._digest.hexdigest()[:16]
        folder.mkdir(exist_ok=True)
        kind = Path(safe).suffix.lower()
        same = sorted(path for path in folder.iterdir() if path.suffix.lower() == kind and not path.name.startswith("."))
        place = same[0] if same else folder / safe
        self._path.replace(place)
        _sync(folder)
        _sync(self.folder)
        return place

    def drop(self) -> None:
        """Forgets what came in."""
        self._file.close()
        self._path.unlink(missing_ok=True)


def delete(path: Path) -> None:
    """Deletes a file that was handed over, and its folder; what cannot be deleted stays."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.parent.rmdir()


def is_upload(path: str, store_folder: Path) -> bool:
    """Whether a file is one that was handed over to the page."""
    return Path(path).is_relative_to((store_folder / UPLOADS).resolve())


def safe_name(given: str) -> str:
    """A name that is one on every file system: no folders, nothing invisible, no leading dot, not too long, the ending kept."""
    name = "".join(c for c in given.replace("\\", "/").rsplit("/", 1)[-1] if not unicodedata.category(c).startswith("C"))
    name = name.strip().lstrip(". ") or "file"
    ending = Path(name).suffix
    ending = ending if len(ending.encode()) < _LONGEST_NAME // 2 else ""
    stem = name.removesuffix(ending)[: _LONGEST_NAME - len(ending)]
    while len(f"{stem}{ending}".encode()) > 2 * _LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}{ending}"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
