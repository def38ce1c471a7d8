"""Leaf: a sentence that leans on the one before it ("He said ...", "This failure was ...") is quoted with it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from index import Span

from .types import Sentence

_LONGEST = 110  # words of the two together
_LEANS = re.compile(
    r"""^["'“‘]?(?:(?:He|She|They|His|Her|Their|Its|This|These|Those|Such|That|The\s+(?:two|three|pair|latter|former|duo))\b"""
    # but not "It is clear that ...", in which "it" stands for what follows
    r"""|It(?!\s+(?:is|was|has been|remains)\s+(?:not\s+)?\w+\s+(?:that|whether|if|when|how|to)\b)\b)"""
)
ENDED = re.compile(r"""[.!?…]["'”’»)\]]*$""")


def with_what_it_leans_on(sentence: Sentence, shown: Collection[tuple[str, int]]) -> Sentence:
    """The sentence and the one before it as one quote, where it leans on that and both are short enough; else as it is.

    `shown` are the places of the sentences that are shown anyway: what stands there already is not quoted twice.
    """
    before = _before(sentence)
    if before is None or not _LEANS.match(sentence.text):
        return sentence
    passage = sentence.passage
    text = passage.text[before.start - passage.start : sentence.span.end - passage.start]
    first = passage.text[before.start - passage.start : before.end - passage.start]
    if (passage.source.article_id, before.start) in shown or len(text.split()) > _LONGEST or not ENDED.search(first):
        return sentence
    return replace(sentence, span=Span(before.start, sentence.span.end), text=text)


def _before(sentence: Sentence) -> Span | None:
    """The sentence before this one in its passage; a passage never reaches across furniture."""
    spans = sentence.passage.sentences
    at = spans.index(sentence.span) if sentence.span in spans else 0
    return spans[at - 1] if at else None
