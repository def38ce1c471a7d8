"""Leaf: a stretch of a printed text that is a quote, or near it, and how it becomes a match that can be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index import Printed, Span

from ..speech import speech
from .types import Change, QuoteMatch

_SENTENCE = re.compile(r"[.!?…][\"”’»')]*\s+(?=[\"“‘«(]*[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a printed text and how it parts from the quote."""

    printed: Printed
    start: int
    end: int
    changes: tuple[Change, ...] = ()

    @property
    def text(self) -> str:
        """The words that stand there."""
        return self.printed.article.text[self.start : self.end]

    @property
    def furniture(self) -> bool:
        """Whether it stands in page furniture."""
        return any(f.start <= self.start and self.end <= f.end for f in self.printed.article.furniture)


def match(found: Found) -> QuoteMatch:
    """The place with all that is shown of it; which articles are copies is not known here."""
    article, span = found.printed.article, Span(found.start, found.end)
    said = speech(article.text, span)
    return QuoteMatch(
        source=article.source,
        start=span.start,
        end=span.end,
        text=found.text,
        around=_around(article.text, span),
        speech=said is not None,
        speaker=said.speaker if said else None,
        changes=found.changes,
        furniture=found.furniture,
        replaced=found.printed.replaced,
    )


def _around(text: str, span: Span) -> Span:
    """The sentences of a stretch, with one on each side."""
    ends = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    before = [e for e in ends if e <= span.start]
    after = [e for e in ends if e >= span.end]
    return Span(before[-2] if len(before) > 1 else before[-1], after[1] if len(after) > 1 else after[0])
