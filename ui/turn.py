"""Leaf: one exchange of a conversation."""

from __future__ import annotations

from dataclasses import dataclass, field

from index import Span
from rag import Answer


@dataclass(frozen=True, slots=True)
class Peek:
    """A citation's sentence in its paragraph: what stands before it, it, and what stands after."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it so far: the stage, then an answer or an error in words.

    `peeks` are those of the citations, by number; `followups` are questions that the archive answers; `receipt` is JSON;
    `limits` are the filters in words.
    """

    question: str
    answer: Answer | None = None
    stage: str = ""
    error: str = ""
    peeks: dict[int, Peek] = field(default_factory=dict)
    followups: tuple[str, ...] = ()
    receipt: str = ""
    done: bool = False
    limits: str = ""


_LONGEST_PEEK = 700  # code points, of a paragraph that is longer a part around the sentence


def peek(text: str, span: Span) -> Peek:
    """A sentence in its paragraph, cut at words where that is long."""
    first = text.rfind("\n", 0, span.start) + 1
    last = text.find("\n", span.end)
    last = len(text) if last < 0 else last
    spare = max(0, _LONGEST_PEEK - (span.end - span.start)) // 2
    start, end = max(first, span.start - spare), min(last, span.end + spare)
    before, after = text[start : span.start], text[span.end : end]
    if start > first:
        before = "… " + before.partition(" ")[2]
    if end < last:
        after = after.rpartition(" ")[0] + " …"
    return Peek(before, text[span.start : span.end], after)
