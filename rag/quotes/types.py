"""Leaf: the values of a quote check: a verdict, and every place that is the quote, or near it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from index import Source, Span, source_json


class QuoteVerdict(StrEnum):
    """How a quote stands to what the archive prints; the first that holds."""

    EXACT = "exact"
    FOLDED = "folded"
    PARTIAL = "partial"
    ALTERED = "altered"
    NOT_FOUND = "not_found"
    TOO_SHORT = "too_short"


class Alarm(StrEnum):
    """What a reporter must look at before printing."""

    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"
    MODAL = "modal"
    DROPPED = "dropped"
    ADDED = "added"
    CHANGED = "changed"
    SPLICED = "spliced"
    REORDERED = "reordered"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Change:
    """Where a quote and what is printed part: the words of each; empty where words were added or dropped."""

    alarm: Alarm
    quoted: str
    printed: str


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """One place of an article: `article.text[start:end] == text`; `around` is its sentence with one on each side.

    `speech`: it stands in direct speech there; `speaker` is who speaks, where the article names one beside it. `changes` are
    in the order of the quote. `replaced`: the article was changed at that moment (ISO 8601), and the place is in the text
    that it had before. `copies` are the ids of other articles with the same text, or nearly.
    """

    source: Source
    start: int
    end: int
    text: str
    around: Span
    speech: bool = False
    speaker: str | None = None
    changes: tuple[Change, ...] = ()
    furniture: bool = False
    replaced: str | None = None
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """The verdict on one quote, the foldings that it needed, what to look at, and where it stands, best first, oldest first
    where equally good. `articles`: how many articles print it, where it is proven. `note` says in words what the verdict means
    in this archive.
    """

    text: str
    verdict: QuoteVerdict
    foldings: tuple[str, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    matches: tuple[QuoteMatch, ...] = ()
    articles: int = 0
    note: str = ""

    @property
    def earliest(self) -> QuoteMatch | None:
        """Where it was printed first, of what has a date; None where it is not proven, or nothing has a date."""
        proven = self.verdict in (QuoteVerdict.EXACT, QuoteVerdict.FOLDED, QuoteVerdict.PARTIAL)
        dated = [match for match in self.matches if match.source.day] if proven else []
        return min(dated, key=lambda match: match.source.day or "", default=None)


def quote_json(check: QuoteCheck) -> dict[str, Any]:
    """A quote check as the command line prints it."""
    return {
        "text": check.text,
        "verdict": check.verdict.value,
        "foldings": list(check.foldings),
        "alarms": [alarm.value for alarm in check.alarms],
        "matches": [_match_json(match) for match in check.matches],
        "articles": check.articles,
        "note": check.note,
    }


def _match_json(match: QuoteMatch) -> dict[str, Any]:
    place = {"start": match.start, "end": match.end, "text": match.text}
    around = {"start": match.around.start, "end": match.around.end}
    diff = [{"alarm": c.alarm.value, "quoted": c.quoted, "printed": c.printed} for c in match.changes]
    said = {"speech": match.speech, "speaker": match.speaker, "furniture": match.furniture}
    known = {"replaced": match.replaced, "copies": list(match.copies)}
    return {**source_json(match.source), **place, "around": around, "diff": diff, **said, **known}
