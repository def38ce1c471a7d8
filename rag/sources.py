"""Counts how many articles print what an answer quotes, and how many of them are independent of one another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index import Source, words

from .types import Citation, Sources

_MOST = 200  # copies of one article that are looked into


def sources(
    citations: Sequence[Citation], *, text_of: Callable[[str], str], copies_of: Callable[[str], Sequence[Source]]
) -> Sources:
    """The articles that are cited, with those of their copies that hold a cited sentence word for word."""
    independent: set[frozenset[str]] = set()
    holding: set[str] = set()
    for article_id in dict.fromkeys(c.source.article_id for c in citations):
        quotes = [_plain(c.quote) for c in citations if c.source.article_id == article_id]
        copies = [source.article_id for source in copies_of(article_id)]
        independent.add(frozenset([article_id, *copies]))
        holding.add(article_id)
        holding.update(c for c in copies[:_MOST] if any(quote in _plain(text_of(c)) for quote in quotes))
    return Sources(articles=len(holding), independent=len(independent))


def _plain(text: str) -> str:
    return f" {' '.join(words(text))} "
