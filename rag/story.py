"""Leaf: the values of a story check: each quote of a story with its verdict, and its figures, dates and titles looked up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index import Coverage, Source, Span, source_json

from .quote import QuoteCheck, quote_json


class DetailKind(StrEnum):
    """What a detail of a story is."""

    FIGURE = "figure"
    DATE = "date"
    TITLE = "title"  # a name with a title or an office: "Chancellor Rachel Reeves"


@dataclass(frozen=True, slots=True)
class StoryQuote:
    """A quotation in a story: where it stands there, its marks left out, whom the story says it is by, and the verdict."""

    span: Span
    speaker: str | None
    check: QuoteCheck


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of an article: `article.text[start:end] == text`."""

    source: Source
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A figure, date or title in a story, and where the archive has it in one sentence with the same name; nothing more is
    claimed by that. `name` is the name beside it in the story; None where there is none, then nothing is looked up.
    """

    span: Span
    kind: DetailKind
    text: str
    name: str | None
    places: tuple[Place, ...] = ()

    @property
    def words(self) -> str:
        """The finding in words."""
        if self.name is None:
            return "no name beside it: not looked up"
        if not self.places:
            return f"not found beside “{self.name}”"
        titles = "; ".join(f"“{place.source.title}”" for place in self.places)
        return f"found beside “{self.name}” in {titles}"


@dataclass(frozen=True, slots=True)
class StoryCheck:
    """A story as it was given, what was found for it in the order of the story, and what the archive covers."""

    text: str
    quotes: tuple[StoryQuote, ...]
    details: tuple[Detail, ...]
    coverage: Coverage
    seconds: float = 0.0


def story_json(story: StoryCheck) -> dict[str, Any]:
    """A story check as the command line prints it: quotes with their place in the story, as `rag quote` has them."""
    return {
        "quotes": [
            {"story_start": q.span.start, "story_end": q.span.end, "story_speaker": q.speaker, **quote_json(q.check)}
            for q in story.quotes
        ],
        "details": [
            {
                "story_start": d.span.start,
                "story_end": d.span.end,
                "kind": d.kind.value,
                "text": d.text,
                "name": d.name,
                "found": [{**source_json(p.source), "start": p.start, "end": p.end, "text": p.text} for p in d.places],
            }
            for d in story.details
        ],
        "seconds": story.seconds,
    }
