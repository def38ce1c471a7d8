"""Chooses the sentences that answer a question, verbatim, or finds that none does."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from index import Hit, terms, words

from .asked import Asked, shows, taken_apart, term_weights
from .context import ENDED, with_what_it_leans_on
from .types import Evidence, Searcher, Sentence

Groups: TypeAlias = tuple[tuple[Sentence, ...], ...]

_PASSAGES = 8  # read closely
_MOST_CLAIMS = 4
_NEAREST = 3
_LONGEST_QUOTE = 110  # words; what is longer is a list or a table rather than a sentence
_NEAR = 0.6  # what a term counts that stands only beside the sentence: in its passage or title
_ALSO = 0.72  # a further sentence is given when its score is at least this share of the best one's


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a sentence as the answer; each between 0 and 1."""

    meaning: float  # cosine of the question and the sentence, read in its passage
    words: float  # share of the question's weight whose words stand in the sentence
    near: float  # the same, with the words that stand only beside it counted too
    share: float  # share of the question's words, all alike, that stand in or beside it
    names: float  # share of the question's names that stand in or beside it
    kind: float  # 1 when it holds something of the kind asked for
    whole: float  # 1 when it is a sentence, 0 when it is a heading, a question or a fragment


# How much each signal counts for the choice among sentences: set by hand; tests/eval/fit.py finds none that are better.
CHOICE = Signals(meaning=1.0, words=0.6, near=0.4, share=0.0, names=0.2, kind=0.15, whole=0.15)
# For the probability that the best one answers: logistic regression by tests/eval/fit.py, figures in tests/eval/LOG.md.
LIKELIHOOD = Signals(meaning=5.7, words=0.0, near=1.2, share=3.1, names=0.7, kind=0.4, whole=1.1)
LIKELIHOOD_BIAS = -8.5
# Below this probability the archive does not answer. Well under a half, because what is shown is the article's own sentence:
# the reader sees at once when it does not answer, and cannot see what was kept back. Set by hand: tests/eval/LOG.md.
LINE = 0.22


def find(text: str, hits: Sequence[Hit], searcher: Searcher) -> Evidence:
    """The best sentences for the question, at most four claims; none when no sentence probably answers it."""
    asked = taken_apart(text)
    notes = tuple(f"“{name}” occurs in no article." for name in _absent(asked, searcher))
    ranked = rank(asked, hits, searcher)
    if not ranked:
        return Evidence((), 0.0, (), notes)
    confidence = likelihood(ranked[0][1])
    if notes:
        confidence = min(confidence, LINE / 2)
    if confidence < LINE:
        return Evidence((), confidence, tuple(s for s, _ in ranked[:_NEAREST]), notes)
    best = ranked[0][0].score
    chosen = [s for s, signals in ranked if s.score >= _ALSO * best and signals.whole]
    return Evidence(_in_context(_groups(chosen or [ranked[0][0]])), confidence, (), notes)


def rank(asked: Asked, hits: Sequence[Hit], searcher: Searcher) -> list[tuple[Sentence, Signals]]:
    """The sentences of the best passages with their signals, best first."""
    weights = term_weights(asked.terms, searcher)
    ranked = []
    for sentence, meaning in _candidates(asked, hits[:_PASSAGES], searcher):
        signals = _signals(asked, sentence, weights, meaning)
        ranked.append((replace(sentence, score=_sum(CHOICE, signals)), signals))
    return sorted(ranked, key=lambda pair: (-pair[0].score, pair[0].place))


def likelihood(signals: Signals) -> float:
    """The probability, by logistic regression, that a sentence with these signals answers."""
    return 1 / (1 + math.exp(-(_sum(LIKELIHOOD, signals) + LIKELIHOOD_BIAS)))


def _candidates(asked: Asked, hits: Sequence[Hit], searcher: Searcher) -> list[tuple[Sentence, float]]:
    """Every sentence of the passages that is short enough to quote, each place once, and its cosine to the question."""
    question = searcher.embedder.encode([asked.text])[0]
    passages = [hit.passage for hit in hits]
    found: dict[tuple[str, int], tuple[Sentence, float]] = {}
    for passage, vectors in zip(passages, searcher.sentence_vectors(passages), strict=True):
        for span, meaning in zip(passage.sentences, (vectors @ question).tolist(), strict=False):
            text = passage.text[span.start - passage.start : span.end - passage.start]
            if 2 < len(text.split()) <= _LONGEST_QUOTE:
                sentence = Sentence(passage, span, text)
                found.setdefault(sentence.place, (sentence, max(0.0, meaning)))
    return list(found.values())


def _signals(asked: Asked, sentence: Sentence, weights: dict[str, float], meaning: float) -> Signals:
    inside = frozenset(terms(sentence.text))
    beside = frozenset(terms(f"{sentence.passage.source.title} {sentence.passage.text}"))
    total = sum(weights.values()) or 1.0
    covered = sum(w for t, w in weights.items() if t in inside)
    covered_near = sum(w for t, w in weights.items() if t in beside and t not in inside)
    share = sum(t in inside or t in beside for t in weights) / (len(weights) or 1)
    named = [frozenset(terms(name)) for name in asked.names]
    names_near = sum(name <= (inside | beside) for name in named) / len(named) if named else 1.0
    whole = bool(ENDED.search(sentence.text)) and not sentence.text.rstrip("\"'”’»)").endswith("?")
    kind = shows(asked.kind, sentence.text, frozenset(asked.terms))
    return Signals(
        meaning=meaning,
        words=covered / total,
        near=(covered + _NEAR * covered_near) / total,
        share=share,
        names=names_near,
        kind=float(kind),
        whole=float(whole),
    )


def _absent(asked: Asked, searcher: Searcher) -> list[str]:
    """The question's names of which some word occurs nowhere in the archive."""
    return [name for name in asked.names if any(not searcher.occurrences([term]) for term in terms(name))]


def _groups(sentences: Iterable[Sentence]) -> Groups:
    """Sentences with the same words together, in the order of the first of each; at most four groups."""
    groups: dict[tuple[str, ...], list[Sentence]] = {}
    for sentence in sentences:
        groups.setdefault(tuple(words(sentence.text)), []).append(sentence)
    return tuple(tuple(group) for group in list(groups.values())[:_MOST_CLAIMS])


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


def _sum(weights: Signals, signals: Signals) -> float:
    return float(sum(getattr(weights, name) * getattr(signals, name) for name in Signals.__slots__))
