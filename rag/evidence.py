"""Chooses the sentences that answer a question, verbatim, or finds that none does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from index import Hit, Span, numbers, terms

from .asked import Asked, Kind, gives_a_reason, taken_apart
from .context import with_what_it_leans_on
from .focus import focus
from .same import alike
from .signals import likelihood, rank
from .types import Evidence, Searcher, Sentence

Groups: TypeAlias = tuple[tuple[Sentence, ...], ...]

_MOST_CLAIMS = 4
_NEAREST = 3
_ALSO = 0.72  # a further sentence is given when its score is at least this share of the best one's
# Below this probability the archive does not answer. Under a half, because what is shown is the article's own sentence: the
# reader sees at once when it does not answer, and cannot see what was kept back. Set by hand: tests/eval/LOG.md.
LINE = 0.39


def find(text: str, hits: Sequence[Hit], searcher: Searcher) -> Evidence:
    """The best sentences for the question, at most four claims; none when no sentence probably answers it."""
    asked = taken_apart(text)
    absent = _absent(asked, searcher)
    notes = tuple(f"“{name}” occurs in no article." for name in (*absent, *_absent_numbers(text, searcher)))
    ranked = rank(asked, hits, searcher)
    if not ranked:
        return Evidence((), 0.0, (), notes)
    confidence = likelihood(ranked[0][1])
    if absent:
        confidence = min(confidence, LINE / 2)
    if confidence < LINE:
        return Evidence((), confidence, tuple(s for s, _ in ranked[:_NEAREST]), notes)
    best = ranked[0][0].score
    chosen = [s for s, signals in ranked if s.score >= _ALSO * best and signals.whole] or [ranked[0][0]]
    if asked.kind is Kind.REASON:
        chosen = _with_the_reason(chosen, [s for s, signals in ranked if signals.whole])
    return Evidence(_in_context(_groups(_focused(asked, s) for s in chosen)), confidence, (), notes)


def _with_the_reason(chosen: Sequence[Sentence], ranked: Sequence[Sentence]) -> list[Sentence]:
    """The chosen sentences; where the best one tells what happened and the next one in its passage why, that one second."""
    best = chosen[0]
    later = (s for s in ranked if s.passage == best.passage and s.span.start >= best.span.end)
    after = min(later, key=lambda s: s.span.start, default=None)
    if after is None or gives_a_reason(best.text) or not gives_a_reason(after.text):
        return list(chosen)
    return [best, after, *(s for s in chosen[1:] if s.place != after.place)]


def _focused(asked: Asked, sentence: Sentence) -> Sentence:
    """The sentence with the place of the words that answer."""
    found = focus(asked, sentence.text)
    start = sentence.span.start
    return replace(sentence, focus=Span(start + found.start, start + found.end)) if found else sentence


def _absent(asked: Asked, searcher: Searcher) -> list[str]:
    """The question's names of which some word occurs nowhere in the archive."""
    return [name for name in asked.names if any(not searcher.occurrences([term]) for term in terms(name))]


def _absent_numbers(text: str, searcher: Searcher) -> list[str]:
    """The question's numbers that occur nowhere. They are told, and no more: an article may write "two thousand"."""
    return sorted(n for n in numbers(text) if not searcher.occurrences(terms(n)))


def _groups(sentences: Iterable[Sentence]) -> Groups:
    """Sentences that say the same in nearly the same words together, in the order of the first of each; at most four groups."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        group = next((group for group in groups if alike(group[0].text, sentence.text)), None)
        if group:
            group.append(sentence)
        else:
            groups.append([sentence])
    return tuple(tuple(group) for group in groups[:_MOST_CLAIMS])


def _in_context(groups: Groups) -> Groups:
    """The same, sentences that lean on the one before them with that one, unless it was shown already; none twice."""
    shown: set[tuple[str, int]] = set()
    found = []
    for group in groups:
        fresh = [sentence for sentence in group if sentence.place not in shown]
        whole = tuple(with_what_it_leans_on(sentence, shown) for sentence in fresh)
        shown.update(sentence.place for sentence in (*fresh, *whole))
        if whole:
            found.append(whole)
    return tuple(found)
