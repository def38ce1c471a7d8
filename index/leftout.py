"""Leaf: what was left out of past additions and why, remembered until it is taken, or given again and not rejected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from .shelf import LeftOut
from .types import Rejected

_MOST_KEPT = 1_000


def parsed(kept: str | None) -> tuple[LeftOut, ...]:
    """What is remembered, oldest first, from how it is kept."""
    return tuple(LeftOut(**entry) for entry in json.loads(kept or "[]"))


def packed(left_out: Sequence[LeftOut]) -> str:
    """How it is kept; only the newest, where there are too many."""
    return json.dumps([asdict(entry) for entry in left_out[-_MOST_KEPT:]])


def after(known: Sequence[LeftOut], given: Iterable[Path], rejected: Iterable[Rejected], now: str) -> list[LeftOut]:
    """What is left out after an addition: of what was given, that which was rejected now; of all else, what was before."""
    places = [str(path.resolve()) for path in given]
    folders = tuple(f"{place.rstrip('/')}/" for place in places)
    others = [entry for entry in known if entry.path not in places and not entry.path.startswith(folders)]
    return others + [_entry(item, now) for item in rejected]


def _entry(rejected: Rejected, now: str) -> LeftOut:
    path, place = _split(rejected.path)
    return LeftOut(str(Path(path).resolve()), place, rejected.reason, now)


def _split(path: str) -> tuple[str, str]:
    """The file, and the row of it: its number after a colon, or its id after a #. A file's own name may hold both."""
    if Path(path).exists():
        return path, ""
    file, _, number = path.rpartition(":")
    if number.isdigit() and Path(file).exists():
        return file, number
    for at, sign in enumerate(path):
        if sign == "#" and Path(path[:at]).exists():
            return path[:at], path[at + 1 :]
    return path, ""
