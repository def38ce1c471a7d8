"""Leaf: what every export says: of a source, of a quote, of how all was made; and texts and addresses that others can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from index import Source

from ..shown import visible
from ..story.reports.notes import place
from ..version import program_version
from .types import Conversation, Exchange, Quote

CLIPPINGS = "Clippings"
_SURROGATE = re.compile("[\ud800-\udfff]")  # half of a character, which no file can hold
_NO_ADDRESS = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f-\xa0\s]')


@dataclass(frozen=True, slots=True)
class Named:
    """What is not known is left out; a day, a title, a name is one line."""

    title: str
    outlet: str
    authors: tuple[str, ...]
    day: date | None
    url: str  # of the web; else empty


def shown(text: str) -> str:
    """The text as others may see it: nothing invisible, nothing that a file cannot hold."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def line(text: str | None) -> str:
    """The text as one line."""
    return " ".join(shown(text or "").split())


def day(source: Source) -> date | None:
    """The day of publication, None where it is not known or is no day."""
    try:
        return date.fromisoformat(source.day or "")
    except ValueError:
        return None


def address(url: str | None) -> str:
    """An address of the web, with what may not stand in one percent-encoded; empty for any other."""
    found = (url or "").strip()
    try:
        parts = urlsplit(found)
        web = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        web = False
    if not web:
        return ""
    return "".join(percent(c, safe="", errors="replace") if _NO_ADDRESS.match(c) or shown(c) != c else c for c in found)


def named(source: Source) -> Named:
    """What is known of a source."""
    authors = tuple(filter(None, map(line, source.authors)))
    title = line(source.title) or line(source.article_id)
    return Named(title, line(source.outlet), authors, day(source), address(source.url))


def credit(source: Source) -> str:
    """Outlet, authors and day in one line; that the day is not known is said."""
    known = named(source)
    return ", ".join([*filter(None, [known.outlet, *known.authors]), str(known.day or "date unknown")])


def where(quote: Quote) -> str:
    """The article and the characters of a quote; of a text that may have changed since, the characters at that time."""
    found = line(place(quote.source, quote.start, quote.end))
    return f"{found} when it was quoted" if quote.note else found


def changed(quote: Quote) -> str:
    """What became of the article, as a sentence to stand beside the quote; empty where it is the same."""
    return f"Note: {line(quote.note)}." if quote.note else ""


def left_out(quote: Quote) -> str:
    """What stands in the place of a quote that is not printed."""
    return f"A quote from “{named(quote.source).title}” is not printed: {line(quote.note)}."


def about(exchange: Exchange) -> Iterator[str]:
    """What is said of a question before its quotes, a line each."""
    if exchange.understood:
        yield f"Understood as: {line(exchange.understood)}"
    if exchange.made:
        yield f"Asked on {line(exchange.made)}"
    if exchange.limits:
        yield f"{line(exchange.limits)}"
    if exchange.partial:
        yield "The archive answers a part of this only."
    yield from filter(None, map(line, exchange.notes))


def how_made(conversation: Conversation) -> Iterator[str]:
    """How the document was made, a line each: with what, what the quotes are, what was searched."""
    yield f"Made with Cuttings {program_version()}."
    yield (
        "The quotes are the articles' own words. Each was compared with the archive when this document was made; where an "
        "article has changed since it was quoted, or cannot be read any more, that stands beside the quote."
    )
    searched = [
        f"{line(e.searched)} {line(e.limits)}{'.' if e.limits else ''}".strip() for e in conversation.exchanges if e.searched
    ]
    yield from dict.fromkeys(searched)
