"""Leaf: the values of a story check: each quote of a story with its verdict, and its figures, dates and titles looked up."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from index import Coverage, Source, Span, source_json

from ..quotes.types import Alarm, QuoteCheck, QuoteVerdict, quote_json


class DetailKind(StrEnum):
    """What a detail of a story is."""

    FIGURE = "figure"
    DATE = "date"
    TITLE = "title"  # a name with a title or an office: "Chancellor Rachel Reeves"


@dataclass(frozen=True, slots=True)
class StoryQuote:
    """A quotation in a story: where it stands there, its marks left out, whom the story says it is by, and the verdict.

    `pieces`: its stretches in order, one unless it goes over paragraphs, lines of a block quote or an attribution. What was
    looked for is `check.text`. `around`: for each match, as the archive prints it, the sentence with one on each side; empty
    where the archive has changed meanwhile. `closed`: its closing mark is there. `nested`: it stands within another quotation.
    """

    span: Span
    speaker: str | None
    check: QuoteCheck
    pieces: tuple[Span, ...] = ()
    around: tuple[str, ...] = ()
    closed: bool = True
    nested: bool = False

    @property
    def alarming(self) -> bool:
        """Whether it must be looked at before printing: other words, other speaker, or nowhere in the archive."""
        return self.check.verdict in (QuoteVerdict.ALTERED, QuoteVerdict.NOT_FOUND) or Alarm.SPEAKER in self.check.alarms


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
    """A story as it was given, what was found for it in the order of the story, and what the archive covers. `notes`: in words,
    what was not looked at.
    """

    text: str
    quotes: tuple[StoryQuote, ...]
    details: tuple[Detail, ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()
    seconds: float = 0.0


def story_json(story: StoryCheck) -> dict[str, Any]:
    """A story check as the command line prints it: quotes with their place in the story, as `rag quote` has them."""
    return {
        "quotes": [_quote_json(quote, story.text) for quote in story.quotes],
        "details": [
            {
                "story_start": d.span.start,
                "story_end": d.span.end,
                "kind": d.kind.value,
                "text": d.text,
                "name": d.name,
                "finding": d.words,
                "found": [{**source_json(p.source), "start": p.start, "end": p.end, "text": p.text} for p in d.places],
            }
            for d in story.details
        ],
        "coverage": asdict(story.coverage),
        "notes": list(story.notes),
        "seconds": story.seconds,
    }


def _quote_json(quote: StoryQuote, text: str) -> dict[str, Any]:
    place = {"story_start": quote.span.start, "story_end": quote.span.end}
    pieces = [{"start": piece.start, "end": piece.end} for piece in quote.pieces]
    said = {"story_text": text[quote.span.start : quote.span.end], "story_pieces": pieces, "story_speaker": quote.speaker}
    marks = {"closed": quote.closed, "nested": quote.nested, "alarming": quote.alarming}
    return {**place, **said, **marks, **quote_json(quote.check), "around": list(quote.around)}
