"""The report for a terminal: every quotation with its verdict and where it stands, then what was found for the details."""

from __future__ import annotations

from collections.abc import Iterator

from ...quotes.types import QuoteCheck, QuoteMatch
from ...shown import visible
from ..types import Detail, StoryCheck, StoryQuote
from .notes import (
    ALARMS,
    MOST_MATCHES,
    NEVER_MORE,
    VERDICTS,
    Note,
    Tone,
    differences,
    known,
    notes,
    stands,
    sums,
    where,
)


def plain(story: StoryCheck) -> str:
    """The report as lines of text, in the order of the story; what is too short last, in one line each."""
    return visible("\n".join(_lines(story)))


def plain_quote(check: QuoteCheck) -> str:
    """The check of one quote as lines of text."""
    return visible("\n".join(_check(check)))


def _check(check: QuoteCheck) -> Iterator[str]:
    alarms = "; ".join(ALARMS[alarm] for alarm in check.alarms)
    yield f"{VERDICTS[check.verdict]}: {alarms}" if alarms else VERDICTS[check.verdict]
    yield from filter(None, [check.note, f"Folded: {', '.join(check.foldings)}." if check.foldings else ""])
    if check.articles > 1:
        first = check.earliest
        yield f"In {check.articles:,} articles" + (f"; the earliest with a date is of {first.source.day}." if first else ".")
    for match in check.matches:
        yield from ("", match.text, *_match(match))
        copies = ", ".join(match.copies)
        yield from [f"      the same text, or nearly, in: {copies}"] if copies else []


def _lines(story: StoryCheck) -> Iterator[str]:
    found = notes(story)
    for note in found:
        if isinstance(note.item, StoryQuote) and note.tone is not Tone.QUIET:
            yield from (*_quote(note, story.text), "")
    for note in found:
        if isinstance(note.item, StoryQuote) and note.tone is Tone.QUIET:
            missing = "" if note.item.closed else " (its closing mark is missing)"
            yield f"[{note.number}] too short to tell: “{_short(story.text[slice(*note.span)])}”{missing}"
    details = [note for note in found if isinstance(note.item, Detail)]
    if details:
        yield from ("", NEVER_MORE)
    for note in details:
        assert isinstance(note.item, Detail)
        yield f"[{note.number}] {_short(story.text[slice(*note.span)])}: {note.item.words}"
    yield ""
    yield from sums(story)


def _quote(note: Note, text: str) -> Iterator[str]:
    assert isinstance(note.item, StoryQuote)
    mark = "!! " if note.tone is Tone.ALARM else ""
    yield f"[{note.number}] {mark}{note.label}"
    yield f"    “{' '.join(text[slice(*note.span)].split())}”"
    for line in known(note.item):
        yield f"    {line}"
    for match in note.item.check.matches[:MOST_MATCHES]:
        yield from _match(match)


def _match(match: QuoteMatch) -> Iterator[str]:
    said = f" · said by {match.speaker}" if match.speaker else ""
    yield f"    – {match.source.title}"
    yield f"      {where(match.source)}{said}"
    yield f"      {stands(match)}"
    for line in differences(match):
        yield f"      {line}"


def _short(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= 60 else f"{joined[:59]}…"
