"""Finds passages by meaning and by words, and ranks them by both, by their age, and with copies of one text as one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index import FUSED, Candidate, Hit, Passage

from .types import Question, Searcher

_POOL = 100  # passages asked of each way at first
_DIFFERENT = 0.5  # where copies leave a smaller share of what was found, more passages are asked for
_WIDEST = 6_400

# "Now" in so many words: such a question is about what was recent when it was asked.
_URGENT = re.compile(
    r"\b(?:(?:this|past|last|earlier this) (?:week|month|year|weekend)|latest|newest|now|current(?:ly)?|recent(?:ly)?|today|"
    r"tonight|yesterday|just)\b",
    re.IGNORECASE,
)
_RECENT_DAYS = 30
_ALIVE_DAYS = 31  # an archive whose newest article is older than this when it is asked has no "now" that could be told


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of a passage's score counts. Chosen by tests/eval, figures in tests/eval/LOG.md."""

    meaning: float = 1.0  # times the cosine
    words: float = 0.8  # times BM25 as a share of the best one's
    age: float = 0.05  # times ln(1 + age in weeks), taken off
    recent: float = 0.1  # for a passage of the very day from which the question looks back, when that is given
    urgent: float = 0.3  # the same, when the question says "latest" or "this week"
    copies_as_one: bool = True


WEIGHTS = Weights()


def retrieve(
    searcher: Searcher, question: Question, limit: int, *, newest: str | None, weights: Weights = WEIGHTS
) -> list[Hit]:
    """The passages that fit the question best, best first, at most `limit`. `newest` is the archive's newest day.

    Of articles that are copies of one another only the best-placed is among them; the hit names the others.
    """
    age = _Age(question, newest, weights)
    pool = max(_POOL, limit)
    while True:
        found = searcher.candidates(question.text, pool, question.filters)
        ranked = _ranked(found, age, weights)
        chosen = _chosen(ranked, weights)
        if len(chosen) >= _DIFFERENT * len(ranked) or len(found) < pool or pool >= _WIDEST:
            break
        pool *= 4
    best, passages = _read(searcher, ranked, limit, weights)
    copies = {c.article_id: tuple(searcher.copies(c.article_id, question.filters)) for _, c in best if weights.copies_as_one}
    return [Hit(passages[c.number], round(score, 6), FUSED, copies.get(c.article_id, ())) for score, c in best]


def _ranked(found: Sequence[Candidate], age: _Age, weights: Weights) -> list[tuple[float, Candidate]]:
    most = max((c.words for c in found), default=0.0) or 1.0
    scored = [(weights.meaning * c.meaning + weights.words * c.words / most + age.of(c.day), c) for c in found]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].number))


def _chosen(ranked: list[tuple[float, Candidate]], weights: Weights) -> list[tuple[float, Candidate]]:
    return list(_one_of_each(ranked)) if weights.copies_as_one else ranked


def _read(
    searcher: Searcher, ranked: list[tuple[float, Candidate]], limit: int, weights: Weights
) -> tuple[list[tuple[float, Candidate]], dict[int, Passage]]:
    """The best and their passages; for one that is damaged, or was removed meanwhile, the next comes in."""
    while True:
        best = _chosen(ranked, weights)[:limit]
        passages = searcher.passages([c.number for _, c in best])
        gone = {c.number for _, c in best} - passages.keys()
        if not gone:
            return best, passages
        ranked = [(score, c) for score, c in ranked if c.number not in gone]


def _one_of_each(ranked: Iterable[tuple[float, Candidate]]) -> Iterable[tuple[float, Candidate]]:
    """Of each cluster of copies the passages of one article: the one that comes first."""
    standing: dict[int, str] = {}
    for score, candidate in ranked:
        if standing.setdefault(candidate.cluster, candidate.article_id) == candidate.article_id:
            yield score, candidate


class _Age:
    """What the day of publication adds to a score: less the older it is; more for what was recent when it was asked."""

    def __init__(self, question: Question, newest: str | None, weights: Weights) -> None:
        as_of = question.filters.as_of
        self._weights = weights
        # An article that is dated in the future does not make all others old.
        days = [day for day in (question.asked, date.fromisoformat(newest) if newest else None) if day]
        self._today = as_of or (min(days) if newest else None)
        urgent = bool(_URGENT.search(question.text))
        alive = bool(as_of or (question.asked and self._today and (question.asked - self._today).days <= _ALIVE_DAYS))
        if urgent:
            self._recent = weights.urgent if alive else weights.recent
        else:
            self._recent = weights.recent if as_of else 0.0

    def of(self, day: str | None) -> float:
        """For an article of this day; one without counts as a year old."""
        if self._today is None:
            return 0.0
        days = max(0, (self._today - date.fromisoformat(day)).days) if day else 365
        return self._recent * math.exp(-days / _RECENT_DAYS) - self._weights.age * math.log1p(days / 7)
