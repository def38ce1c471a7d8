"""Leaf: folders as a whole: their fingerprint, a copy, and making sure that they are on the disk."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

_BLOCK = 1 << 20


def fingerprint(folder: Path) -> str:
    """A hash of the names and contents of all files under a folder, in hexadecimal. Raises OSError."""
    digest = hashlib.blake2b(digest_size=20)
    for file in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(f"{file.relative_to(folder).as_posix()}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as opened:
            while block := opened.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def sync(folder: Path) -> None:
    """Returns when all files and names under a folder are on the disk: Chroma itself never asks for that."""
    for path in [*folder.rglob("*"), folder, folder.parent]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def drop(folder: Path) -> None:
    """Deletes a folder, if it is there; what cannot be deleted stays for the next time."""
    shutil.rmtree(folder, ignore_errors=True)


def size(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def is_alive(pid: int) -> bool:
    """Whether a process with this id runs on this machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
