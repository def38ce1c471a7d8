"""Conductor: a question in, a cited answer or an honest 'not found' out, with the stages on the way."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from index import Article, Filters, Hit, Store

from . import cite, evidence
from .errors import QuestionError
from .retrieve import retrieve
from .types import Answer, Citation, Event, NearMiss, Question, Stage
from .understand import understand

LONGEST_QUESTION = 4_000  # code points
_READ = 20  # passages handed on to the close reading

History = Sequence[Mapping[str, str]]


class Assistant:
    """Answers questions from one store. Safe to share between threads; keeps nothing of what it is asked."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def open(cls, store: Store | str | Path | None = None) -> Assistant:
        """The assistant on a store, given open or by its folder (default: CUTTINGS_STORE, else .store).

        Raises NoStore, StoreMismatch or StoreDamaged.
        """
        return cls(store if isinstance(store, Store) else Store.open(store))

    def ask(self, question: str, history: History = (), **filters: Any) -> Answer:
        """The answer. Filters: since, until, as_of (dates or ISO days), outlets, authors (names). Raises QuestionError."""
        *_, answer = self.stream(question, history, **filters)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, history: History = (), **filters: Any) -> Iterator[Event]:
        """The stages as they begin, then the Answer, once and last. Raises QuestionError at the first step."""
        started = time.monotonic()
        asked = _question(question, filters)
        asked = replace(asked, text=understand(asked.text, history))
        coverage = self.store.coverage(asked.filters)
        yield Stage(f"Searching {coverage.articles:,} articles")
        hits = retrieve(self.store, asked.text, _READ, asked.filters)
        yield Stage(f"Reading {len(hits)} passages closely")
        found = evidence.find(asked.text, hits, self.store)
        yield Stage("Checking every quote against its article")
        texts: dict[str, str] = {}

        def text_of(article_id: str) -> str:
            return texts.setdefault(article_id, self.store.article(article_id).text)

        seconds = time.monotonic() - started
        yield cite.cite(asked, found, text_of=text_of, coverage=coverage, seconds=seconds)

    def search(self, text: str, limit: int = 10, **filters: Any) -> list[Hit]:
        """The passages that fit the text best, best first, at most `limit`. Raises QuestionError."""
        if limit < 1:
            raise QuestionError("the limit must be at least 1")
        asked = _question(text, filters)
        return retrieve(self.store, asked.text, limit, asked.filters)

    def prove(self, answer: Answer) -> None:
        """Compares every quote of an answer with its article as the store has it now. Raises QuoteError.

        For those who show an answer or hand it on: `ask` has compared already, and the archive may have changed since.
        """
        quotes: list[Citation | NearMiss] = [*answer.citations, *answer.near_misses]
        texts = {q.source.article_id: self.store.article(q.source.article_id).text for q in quotes}
        cite.prove(quotes, texts.__getitem__)

    def article(self, article_id: str) -> Article:
        """One article, whole. Raises UnknownArticle."""
        return self.store.article(article_id)


def _question(text: str, filters: Mapping[str, Any]) -> Question:
    """The question, checked, with its filters."""
    text = " ".join(text.split())
    if not text:
        raise QuestionError("the question is empty: type one")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"the question is {len(text):,} characters long; at most {LONGEST_QUESTION:,} can be worked: shorten it"
        )
    unknown = set(filters) - {"since", "until", "as_of", "outlets", "authors"}
    if unknown:
        raise TypeError(f"unknown filters: {', '.join(sorted(unknown))}")
    days = {name: _day(name, filters.get(name)) for name in ("since", "until", "as_of")}
    return Question(
        text, filters=Filters(**days, outlets=_names(filters.get("outlets")), authors=_names(filters.get("authors")))
    )


def _day(name: str, value: date | str | None) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else date(value.year, value.month, value.day)
    except ValueError as error:
        raise QuestionError(f"{name} is {value!r}: give a day as YYYY-MM-DD") from error


def _names(value: Sequence[str] | str | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())
