"""Conductor: a question in, a cited answer or an honest 'not found' out, with the stages on the way."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from index import Article, ArticleDamaged, Coverage, Filters, Hit, Passage, Source, Store, UnknownArticle, terms

from . import cite, digest, evidence
from .asked import taken_apart
from .compound import parts
from .dates import Bounds, bounds
from .differences import differences
from .errors import QuestionError
from .newer import newer_note
from .quotes.check import Finder, check_quote
from .quotes.types import QuoteCheck
from .rerank import CrossEncoderReader, SentenceReader
from .retrieve import retrieve
from .sources import sources
from .story.check import Archive, check_story
from .story.types import StoryCheck
from .types import Answer, Citation, Event, Evidence, Form, NearMiss, Question, Reranker, Stage, Status
from .understand import understand
from .wishes import wish

LONGEST_QUESTION = 4_000  # code points
_READ = 20  # passages handed on to the close reading
_READ_FOR_DIGEST = 40
_MOST_ARTICLES = 12  # in which a quote is looked for that may be altered
_MOST_CARRYING = 100  # that have a quote's words in a row
_OF_A_TITLE = 0.8  # share of the words given for a title that an article's title must have

History = Sequence[Mapping[str, str]]


class Assistant:
    """Answers questions from one store. Safe to share between threads; keeps nothing of what it is asked."""

    def __init__(self, store: Store, *, reranker: Reranker | None = None, today: Callable[[], date] = date.today) -> None:
        self.store = store
        self._reranker = reranker or SentenceReader(store)
        self._today = today

    @classmethod
    def open(cls, store: Store | str | Path | None = None) -> Assistant:
        """The assistant on a store, given open or by its folder (default: CUTTINGS_STORE, else .store).

        Raises NoStore, StoreMismatch or StoreDamaged.
        """
        from .settings import Settings  # pydantic takes a third of a second, which `import rag` need not

        chosen = Settings().reranker
        opened = store if isinstance(store, Store) else Store.open(store)
        return cls(opened, reranker=CrossEncoderReader(chosen) if chosen else None)

    def ask(self, question: str, history: History = (), **filters: Any) -> Answer:
        """The answer. Filters: since, until, as_of (dates or ISO days), outlets, authors (names). Raises QuestionError."""
        *_, answer = self.stream(question, history, **filters)
        assert isinstance(answer, Answer)
        return answer

    def stream(self, question: str, history: History = (), **filters: Any) -> Iterator[Event]:
        """The stages as they begin, then the Answer, once and last. Raises QuestionError at the first step."""
        started = time.monotonic()
        asked = self._question(question, filters)
        asked = replace(asked, text=understand(asked.text, history, apart=self._apart))
        answers = []
        for part in parts(asked.text):
            answers.append((yield from self._dated(replace(asked, text=part), started)))
        yield cite.join(asked.text, answers) if len(answers) > 1 else answers[0]

    def _dated(self, asked: Question, started: float) -> Generator[Stage, None, Answer]:
        """The answer from the days that the question names; where they hold none, from the others."""
        dated, limits = _within_its_dates(asked)
        answer = replace((yield from self._answering(dated, started)), question=asked.text)
        if limits and answer.status is Status.NOT_FOUND:
            beyond = yield from self._answering(replace(dated, filters=asked.filters), started)
            if beyond.status is not Status.NOT_FOUND:
                note = f"No answer in the articles published {limits.words}; this is from the others."
                answer = replace(beyond, question=asked.text, notes=(note, *beyond.notes))
        elif limits:
            answer = replace(answer, notes=(*answer.notes, f"Only articles published {limits.words} were searched."))
        return answer

    def _answering(self, asked: Question, started: float) -> Generator[Stage, None, Answer]:
        coverage = self.store.coverage(asked.filters)
        yield Stage(f"Searching {coverage.articles:,} articles")
        found = yield from self._read(asked, coverage)
        yield Stage("Checking every quote against its article")

        @cache
        def text_of(article_id: str) -> str:
            return self.store.article(article_id).text

        def copies_of(article_id: str) -> list[Source]:
            return self.store.copies(article_id, asked.filters)

        answer = cite.cite(asked, found, text_of=text_of, coverage=coverage)

        def copy_of(article_id: str) -> str:
            """A copy that is damaged, or was removed meanwhile, counts for nothing; the answer does not rest on it."""
            try:
                return text_of(article_id)
            except (ArticleDamaged, UnknownArticle):
                return ""

        counted = sources(answer.citations, text_of=copy_of, copies_of=copies_of)
        note = newer_note(
            answer.citations,
            taken_apart(asked.text).names,
            lambda names, day: self.store.mentioning(names, asked.filters, after=day),
        )
        notes = (*answer.notes, *differences(answer.citations), *([note] if note else []))
        return replace(answer, sources=counted, notes=notes, seconds=round(time.monotonic() - started, 4))

    def _read(self, asked: Question, coverage: Coverage) -> Generator[Stage, None, Evidence]:
        """The evidence: a digest where one is wished for and there is something to tell, else what answers the question."""
        wanted = wish(asked.text)
        if wanted and wanted.form is Form.SUMMARY:
            passages = self._passages_of(wanted.subject, asked, coverage)
            if passages:
                return digest.summary(passages, self.store)
        elif wanted:
            hits = self._found(replace(asked, text=wanted.subject), _READ_FOR_DIGEST, coverage)
            yield Stage(f"Reading {len(hits)} passages closely")
            found = digest.digest(wanted, hits, self.store)
            if found.groups or wanted.form is Form.TIMELINE:
                return found
        hits = self._found(asked, _READ, coverage)
        yield Stage(f"Reading {len(hits)} passages closely")
        return evidence.find(asked.text, hits, self.store)

    def _passages_of(self, named: str, asked: Question, coverage: Coverage) -> list[Passage]:
        """The passages of the article with this id, or with this title, or most of its words; none when there is none."""
        passages = self.store.passages_of(named)
        if passages:
            return passages
        wanted = set(terms(named))
        for hit in self._found(replace(asked, text=named), _READ, coverage):
            titled = wanted & set(terms(hit.passage.source.title))
            if wanted and len(titled) >= _OF_A_TITLE * len(wanted):
                return self.store.passages_of(hit.passage.source.article_id)
        return []

    def _apart(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether the archive speaks of both, and nowhere of the two together."""
        return bool(self.store.mentioning(one) and self.store.mentioning(other) and not self.store.mentioning([*one, *other]))

    def _found(self, asked: Question, limit: int, coverage: Coverage) -> list[Hit]:
        hits = retrieve(self.store, asked, limit, newest=coverage.latest)
        return self._reranker.rerank(asked.text, hits)

    def search(self, text: str, limit: int = 10, **filters: Any) -> list[Hit]:
        """The passages that fit the text best, best first, at most `limit`. Raises QuestionError."""
        if limit < 1:
            raise QuestionError("the limit must be at least 1")
        asked = self._question(text, filters)
        return self._found(asked, limit, self.store.coverage(asked.filters))

    def _question(self, text: str, filters: Mapping[str, Any]) -> Question:
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
        since, until, as_of = (_day(name, filters.get(name)) for name in ("since", "until", "as_of"))
        outlets, authors = _names(filters.get("outlets")), _names(filters.get("authors"))
        return Question(text, asked=self._today(), filters=Filters(since, until, as_of, outlets, authors))

    def check_quote(self, text: str, **filters: Any) -> list[QuoteCheck]:
        """The verdict on a text taken as one quote, in a list. Filters as in `ask`. Loads no model. Raises QuestionError."""
        return [self._check(text, self._question(text[:LONGEST_QUESTION], filters).filters)]

    def _check(self, text: str, limits: Filters) -> QuoteCheck:
        finder = Finder(
            carrying=lambda quote: self.store.carrying(quote, _MOST_CARRYING, limits),
            holding=lambda quote: self.store.holding(quote, _MOST_ARTICLES, limits),
            coverage=lambda: self.store.coverage(limits),
        )
        check = check_quote(text, finder)
        copies = {m.source.article_id: self.store.copies(m.source.article_id, limits) for m in check.matches}
        matches = (replace(m, copies=tuple(s.article_id for s in copies[m.source.article_id])) for m in check.matches)
        return replace(check, matches=tuple(matches))

    def check_story(self, text: str, **filters: Any) -> StoryCheck:
        """Every quotation of a story with its verdict; its figures, dates and titles looked up. Filters as in `ask`.

        Loads no model. Raises QuestionError when the story holds no text, or half of a character.
        """
        if not text.strip():
            raise QuestionError("the story holds no text")
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise QuestionError("the story holds half of a character (a lone surrogate): save it as UTF-8")
        limits = self._question("a story", filters).filters

        @cache
        def text_of(article_id: str, replaced: str | None = None) -> str:
            try:
                if replaced is None:
                    return self.store.article(article_id).text
                earlier = (v.article.text for v in self.store.versions(article_id) if v.replaced == replaced)
                return next(earlier, "")
            except (ArticleDamaged, UnknownArticle):  # nothing could be proven by it
                return ""

        def passages(sought: str) -> list[Passage]:
            return [hit.passage for hit in self.store.full_text(sought, _READ, limits)]

        def check(quote: str) -> QuoteCheck:
            return self._check(quote, limits)

        coverage = self.store.coverage(limits)
        return check_story(text, Archive(check, passages, text_of, coverage))

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


def _within_its_dates(asked: Question) -> tuple[Question, Bounds | None]:
    """The question without the days that it names, limited to these; as it is when the caller has set days of its own."""
    given = asked.filters
    found = None if given.since or given.until else bounds(asked.text)
    if found is None:
        return asked, None
    filters = replace(given, since=found.since, until=found.until)
    return replace(asked, text=found.rest or asked.text, filters=filters), found


def _day(name: str, value: date | str | None) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else date(value.year, value.month, value.day)
    except ValueError as error:
        raise QuestionError(f"{name} is {value!r}: give a day as YYYY-MM-DD") from error


def _names(value: Sequence[str] | str | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())
