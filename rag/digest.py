"""What the archive says of a subject where no question is asked: its own sentences, one or two an article, oldest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index import Hit, Passage, Span, terms

from .asked import taken_apart
from .context import with_what_it_leans_on
from .same import alike
from .signals import rank
from .speech import SAY, speech
from .types import Evidence, Form, Searcher, Sentence
from .wishes import Wish

_MOST = {Form.KEYWORD: 6, Form.NAME: 6, Form.TIMELINE: 12}
_OF_ONE_ARTICLE = 2  # sentences of one article, where there are several
_SUMMARY = 5  # sentences
_ALL_THERE = (
    0.9  # the confidence where every word of the subject stands in a sentence: it is spoken of, which is all that is asked
)
_PASSAGES = 40  # read for a digest
_NEAREST = 3
_PLAIN = re.compile(r"""[.!…]["'”’»)\]]*$""")
_WHO_AFTER = re.compile(r", (?:the |an? )?[a-zA-Z][\w’' -]{2,80},| (?:is|was) (?:the|an?) |, who\b")
_WHO_BEFORE = re.compile(r"(?:[A-Z][\w’-]+|[a-z]{3,}(?:er|or|ist|man|woman|ant|ent)) $")


def digest(wanted: Wish, hits: Sequence[Hit], searcher: Searcher) -> Evidence:
    """Sentences that hold every word of the subject, oldest first, those without a date last; nothing where there are none."""
    asked = taken_apart(wanted.subject)
    subject = frozenset(terms(wanted.subject))
    ranked = [s for s, signals in rank(asked, hits, searcher, passages=_PASSAGES) if signals.whole]
    absent = [term for term in wanted.subject.split() if terms(term) and not searcher.occurrences(terms(term))]
    notes = tuple(f"“{word}” occurs in no article." for word in absent)
    speaking = [s for s in ranked if subject <= frozenset(terms(s.text))]
    if wanted.form is Form.NAME:
        first = [s for s in speaking if (_says(wanted, s) if wanted.said else _describes(wanted, s.text))]
        speaking = [*first, *(s for s in speaking if s not in first)] if not (wanted.said and first) else first
    if not speaking:
        return Evidence((), 0.0, tuple(ranked[:_NEAREST]), notes, wanted.form)
    chosen = _spread(speaking, _MOST[wanted.form])
    return Evidence(tuple((with_what_it_leans_on(s, ()),) for s in _by_day(chosen)), _ALL_THERE, (), notes, wanted.form)


def summary(passages: Sequence[Passage], searcher: Searcher) -> Evidence:
    """The sentences of an article that stand for most of it, in its order: its first, and those nearest to all in meaning."""
    vectors = searcher.sentence_vectors(passages)
    whole = sum((v.sum(axis=0) for v in vectors if len(v)), start=0.0)
    scored: list[tuple[float, Sentence]] = []
    for passage, of_passage in zip(passages, vectors, strict=True):
        for span, vector in zip(passage.sentences, of_passage, strict=False):
            text = passage.text[span.start - passage.start : span.end - passage.start]
            if _PLAIN.search(text) and 5 < len(text.split()) < 60:
                scored.append((float(vector @ whole), Sentence(passage, span, text)))
    if not scored:
        return Evidence((), 0.0, form=Form.SUMMARY)
    first, rest = scored[0][1], sorted(scored[1:], key=lambda pair: -pair[0])
    chosen = [first]
    for _, sentence in rest:
        repeats = any(len(_content(sentence) & _content(s)) > 0.5 * len(_content(sentence)) for s in chosen)
        if len(chosen) < _SUMMARY and not repeats:
            chosen.append(sentence)
    chosen.sort(key=lambda s: s.span.start)
    return Evidence(tuple((with_what_it_leans_on(s, {c.place for c in chosen}),) for s in chosen), 1.0, form=Form.SUMMARY)


def _describes(wanted: Wish, text: str) -> bool:
    """Whether a sentence says who somebody is: "Labour MP Ada Byron, chair of ...", "Ada Byron is the ..."."""
    match = re.search(rf"\b{re.escape(wanted.subject)}\b", text, re.IGNORECASE)
    return bool(match and (_WHO_AFTER.match(text[match.end() :]) or _WHO_BEFORE.search(text[: match.start()])))


def _says(wanted: Wish, sentence: Sentence) -> bool:
    """Whether a sentence holds direct speech of somebody, or says that he or she said something."""
    start = sentence.passage.start
    spoken = speech(sentence.passage.text, Span(sentence.span.start - start, sentence.span.end - start))
    name = wanted.subject.split()[-1]
    return bool(spoken and spoken.speaker and name in spoken.speaker.split()) or bool(
        re.search(rf"\b{re.escape(name)}\b[^.]{{0,80}}\b{SAY}\b", sentence.text)
    )


def _spread(sentences: Iterable[Sentence], most: int) -> list[Sentence]:
    """The best, no two that say the same, at first at most two of one article; then more of it, where there is nothing else."""
    chosen: list[Sentence] = []
    later: list[Sentence] = []
    for sentence in sentences:
        if any(alike(sentence.text, other.text) for other in chosen):
            continue
        of_one = sum(s.passage.source.article_id == sentence.passage.source.article_id for s in chosen)
        (chosen if of_one < _OF_ONE_ARTICLE else later).append(sentence)
    return (chosen if len(chosen) > _OF_ONE_ARTICLE else [*chosen, *later])[:most]


def _by_day(sentences: Iterable[Sentence]) -> list[Sentence]:
    return sorted(sentences, key=lambda s: (s.passage.source.day or "9999", s.place))


def _content(sentence: Sentence) -> frozenset[str]:
    return frozenset(terms(sentence.text))
