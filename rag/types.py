"""The values of answering: question, evidence, citations, answer, and the events of a stream; all frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from index import NO_FILTERS, Candidate, Coverage, Embedder, Filters, Hit, Passage, Source, Span, Vectors, source_json


class Status(StrEnum):
    """What an answer is worth."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"


class Form(StrEnum):
    """What an answer is: the answer to a question, or a digest of what was named instead."""

    ANSWER = "answer"
    KEYWORD = "keyword"
    NAME = "name"
    SUMMARY = "summary"
    TIMELINE = "timeline"


DATED = (Form.KEYWORD, Form.NAME, Form.TIMELINE)  # digests whose sentences stand in the order of their days


class Verdict(StrEnum):
    """How a claim stands to the passages that it cites."""

    VERBATIM = "verbatim"
    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Question:
    """A question that stands alone, and what the search for it is limited to."""

    text: str
    asked: date | None = None
    filters: Filters = NO_FILTERS


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a passage that was found, and how well it fits the question."""

    passage: Passage
    span: Span
    text: str
    score: float = 0.0
    focus: Span | None = None  # the words in it that answer, as offsets into the article's text

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands, as a key."""
        return self.passage.source.article_id, self.span.start


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for a question: groups of sentences, each group saying the same; or none, and how near it came.

    `groups` is empty when the archive does not answer; then `nearest` are the closest sentences, which do not.
    """

    groups: tuple[tuple[Sentence, ...], ...]
    confidence: float
    nearest: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()
    form: Form = Form.ANSWER


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote and its exact place: `article.text[start:end] == quote`. Numbers count from 1, in reading order.

    `focus` is where in the article the words stand that answer the question, where that is plain. `speech`: the quote holds,
    or lies in, direct speech; `speaker` is who speaks, where the article names one beside it, else None.
    """

    number: int
    source: Source
    start: int
    end: int
    quote: str
    focus: Span | None = None
    speech: bool = False
    speaker: str | None = None

    @property
    def said_by(self) -> str:
        """Who speaks, in words, where the quote itself does not tell; empty where there is nothing to add."""
        if not self.speech or (self.speaker and self.speaker in self.quote):
            return ""
        return f"speaker: {self.speaker}" if self.speaker else "speaker not named here"


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer with the citations that carry it."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sentence that is close to the question and does not answer it."""

    source: Source
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Sources:
    """In how many articles the quoted sentences stand, and how many of these are no copies of one another."""

    articles: int = 0
    independent: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the archive says to a question. NOT_FOUND has no claims and no citations."""

    question: str
    status: Status
    confidence: float  # 0..1, the probability that the archive answers the question
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    near_misses: tuple[NearMiss, ...]
    coverage: Coverage
    notes: tuple[str, ...]
    seconds: float
    sources: Sources = Sources()
    form: Form = Form.ANSWER

    @property
    def dated(self) -> bool:
        """Whether its claims are in the order of their days, and each is shown with its day."""
        return self.form in DATED


@dataclass(frozen=True, slots=True)
class Stage:
    """What the assistant is doing now, in words for the one who waits."""

    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Text that is not yet verified."""

    text: str


Event: TypeAlias = Stage | Draft | Answer


class Searcher(Protocol):
    """Finds passages by meaning and by words, and says how common words are. Our store is one."""

    @property
    def embedder(self) -> Embedder:
        """The model of the dense search."""

    def candidates(self, text: str, pool: int, filters: Filters) -> list[Candidate]:
        """The `pool` nearest in meaning and the `pool` best in words, together, in no order."""

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers."""

    def copies(self, article_id: str, filters: Filters) -> list[Source]:
        """The other articles that are copies of this one."""

    def occurrences(self, stems: Sequence[str]) -> int:
        """In how many passages these stems stand one after the other."""

    def sentence_vectors(self, passages: Sequence[Passage]) -> list[Vectors]:
        """For each passage, a unit vector for each of its sentences, in order."""

    def counts(self) -> tuple[int, int]:
        """How many articles and passages there are."""


class Reranker(Protocol):
    """Reads the best passages closely and puts them in a better order."""

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first."""


def citation_json(citation: Citation) -> dict[str, Any]:
    """A citation as the command line prints it."""
    place = {"start": citation.start, "end": citation.end, "quote": citation.quote}
    focus = {"start": citation.focus.start, "end": citation.focus.end} if citation.focus else None
    said = {"focus": focus, "speech": citation.speech, "speaker": citation.speaker}
    return {"number": citation.number, **source_json(citation.source), **place, **said}


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer as the command line prints it."""
    return {
        "question": answer.question,
        "status": answer.status.value,
        "form": answer.form.value,
        "confidence": answer.confidence,
        "text": answer.text,
        "claims": [
            {"text": c.text, "verdict": c.verdict.value, "citations": [n.number for n in c.citations]} for c in answer.claims
        ],
        "citations": [citation_json(c) for c in answer.citations],
        "near_misses": [
            {**source_json(n.source), "start": n.start, "end": n.end, "quote": n.quote} for n in answer.near_misses
        ],
        "coverage": coverage_json(answer.coverage),
        "sources": {"articles": answer.sources.articles, "independent": answer.sources.independent},
        "notes": list(answer.notes),
        "seconds": answer.seconds,
    }


def coverage_json(coverage: Coverage) -> dict[str, Any]:
    """A coverage as the command line prints it."""
    return {name: getattr(coverage, name) for name in ("articles", "outlets", "earliest", "latest", "undated")}


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as the command line prints it."""
    passage = hit.passage
    place = {"start": passage.start, "end": passage.end, "text": passage.text}
    found = {"score": hit.score, "method": hit.method, "copies": [{"article_id": s.article_id} for s in hit.copies]}
    return {**source_json(passage.source), **place, **found}
