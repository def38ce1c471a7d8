"""Leaf: what a field from outside is worth; anything that is not surely a value becomes None."""

from __future__ import annotations

import re
from datetime import date, datetime

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?")


def text_of(value: object) -> str | None:
    """A string or number as trimmed text, None when nothing is left."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def authors_of(value: object) -> tuple[str, ...]:
    """Names from a string or a list, without empty ones."""
    given = value if isinstance(value, list) else [value]
    return tuple(name for item in given if (name := text_of(item)))


def day_of(value: object) -> str | None:
    """An ISO 8601 day or moment as given, None for everything else: a date is never guessed."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if not isinstance(value, str) or not _ISO.fullmatch(value.strip()):
        return None
    try:
        date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
    return value.strip()
