"""Leaf: the values of looking after an archive: its list in parts, its counts, what was left out, what was taken out."""

from __future__ import annotations

from dataclasses import dataclass

from .types import Article, Listed, Version

# The orders that a list can have.
NEWEST, OLDEST, TITLE, OUTLET, ADDED = "newest", "oldest", "title", "outlet", "added"
ORDERS = (NEWEST, OLDEST, TITLE, OUTLET, ADDED)
UNKNOWN = ""  # the outlet or the month of what has none


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles a list shall have: words in title, outlet, authors or id, an outlet, a time (None: all; UNKNOWN: those
    that have none), and the order. A time is the beginning of a day: "2024" or "2024-05".
    """

    words: str = ""
    outlet: str | None = None
    time: str | None = None
    order: str = NEWEST


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: its articles in order, and how many the whole list has."""

    articles: tuple[Listed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles there are of each outlet, most first, and of each month, newest first; UNKNOWN where not known."""

    outlets: tuple[tuple[str, int], ...]
    months: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not taken when it was last added, or a row of one (`place`: its number or id), why, and when."""

    path: str
    place: str
    reason: str
    moment: str


@dataclass(frozen=True, slots=True)
class Removed:
    """An article that was taken out, with all that is needed to put it back as it was."""

    article: Article
    number: int  # its place in the order in which articles came
    seen: str | None
    origin: str
    path: str
    versions: tuple[Version, ...]
