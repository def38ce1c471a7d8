"""Leaf: one writer at a time, told by a lock file; a second one learns who holds it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from .errors import StoreBusy

_PATIENCE_SECONDS = 1.0


@contextmanager
def one_writer(folder: Path) -> Iterator[None]:
    """Holds the store's lock. The system releases it when the holder dies. Raises StoreBusy when another holds it."""
    from filelock import FileLock, Timeout

    holder = folder / "lock.holder"
    lock = FileLock(folder / "lock", timeout=_PATIENCE_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreBusy(f"{folder} is held {_held_by(holder)}: wait until it is done, or end it") from error
    try:
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        holder.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now}), encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _held_by(holder: Path) -> str:
    try:
        known = json.loads(holder.read_text(encoding="utf-8"))
        return f"by pid {known['pid']} on {known['host']} since {known['since']}"
    except (OSError, ValueError, KeyError):
        return "by another process"
