"""Leaf: what speaks for each sentence of the passages that were found as the answer to a question."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index import Hit, Vectors, terms

from .asked import Asked, shows, term_weights
from .context import ENDED
from .types import Searcher, Sentence

_PASSAGES = 8  # read closely
_LONGEST_QUOTE = 110  # words; what is longer is a list or a table rather than a sentence
_NEAR = 0.6  # what a term counts that stands only beside the sentence: in its passage or title


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
    passage: float  # cosine of the question and the whole passage, the mean of its sentences


# How much each signal counts for the choice among sentences: set by hand; tests/eval/fit.py finds none that are better.
CHOICE = Signals(meaning=1.0, words=0.6, near=0.4, share=0.0, names=0.2, kind=0.15, whole=0.15, passage=0.0)
# For the probability that the best one answers: logistic regression by tests/eval/fit.py, figures in tests/eval/LOG.md.
LIKELIHOOD = Signals(meaning=2.44, words=0.0, near=1.55, share=2.04, names=0.52, kind=0.26, whole=0.86, passage=2.43)
LIKELIHOOD_BIAS = -6.52


def rank(asked: Asked, hits: Sequence[Hit], searcher: Searcher, *, passages: int = _PASSAGES) -> list[tuple[Sentence, Signals]]:
    """The sentences of the best passages with their signals, best first."""
    weights = term_weights(asked.terms, searcher)
    ranked = []
    for sentence, meaning, passage in _candidates(asked, hits[:passages], searcher):
        signals = _signals(asked, sentence, weights, meaning, passage)
        ranked.append((replace(sentence, score=_sum(CHOICE, signals)), signals))
    return sorted(ranked, key=lambda pair: (-pair[0].score, pair[0].place))


def likelihood(signals: Signals) -> float:
    """The probability, by logistic regression, that a sentence with these signals answers."""
    return 1 / (1 + math.exp(-(_sum(LIKELIHOOD, signals) + LIKELIHOOD_BIAS)))


def _candidates(asked: Asked, hits: Sequence[Hit], searcher: Searcher) -> Iterator[tuple[Sentence, float, float]]:
    """Every sentence of the passages that is short enough to quote, each place once, and the cosines of the question to it
    and to its passage.
    """
    question = searcher.embedder.encode([asked.text])[0]
    passages = [hit.passage for hit in hits]
    seen: set[tuple[str, int]] = set()
    for passage, vectors in zip(passages, searcher.sentence_vectors(passages), strict=True):
        whole = max(0.0, _cosine(vectors, question))
        for span, meaning in zip(passage.sentences, (vectors @ question).tolist(), strict=False):
            text = passage.text[span.start - passage.start : span.end - passage.start]
            sentence = Sentence(passage, span, text)
            if 2 < len(text.split()) <= _LONGEST_QUOTE and sentence.place not in seen:
                seen.add(sentence.place)
                yield sentence, max(0.0, meaning), whole


def _cosine(vectors: Vectors, question: Vectors) -> float:
    """The cosine of the mean of some vectors, (n, dimension), and the question's; 0 when there are none."""
    if not len(vectors):
        return 0.0
    mean = vectors.mean(axis=0)
    return float(mean @ question) / (float(mean @ mean) ** 0.5 or 1.0)


def _signals(asked: Asked, sentence: Sentence, weights: dict[str, float], meaning: float, passage: float) -> Signals:
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
        passage=passage,
    )


def _sum(weights: Signals, signals: Signals) -> float:
    return float(sum(getattr(weights, name) * getattr(signals, name) for name in Signals.__slots__))
