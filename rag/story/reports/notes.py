"""Leaf: what every report says of a story: its numbered notes in the order of the story, and the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index import Coverage, Source, Span

from ...quotes.types import Alarm, QuoteMatch, QuoteVerdict
from ..types import Detail, StoryCheck, StoryQuote


class Tone(StrEnum):
    """How loudly a note is shown."""

    GOOD = "good"
    MINOR = "minor"
    ALARM = "alarm"
    QUIET = "quiet"


VERDICTS = {
    QuoteVerdict.EXACT: "Printed exactly so",
    QuoteVerdict.FOLDED: "Printed so, but for typography",
    QuoteVerdict.PARTIAL: "Printed in parts",
    QuoteVerdict.ALTERED: "Printed differently",
    QuoteVerdict.NOT_FOUND: "Not found in the archive",
    QuoteVerdict.TOO_SHORT: "Too short to tell",
}
ALARMS = {
    Alarm.NEGATION: "a negation differs",
    Alarm.NUMBER: "a figure differs",
    Alarm.NAME: "a name differs",
    Alarm.MODAL: "a modal verb differs",
    Alarm.DROPPED: "words left out",
    Alarm.ADDED: "words added",
    Alarm.CHANGED: "words changed",
    Alarm.SPLICED: "joined from several places",
    Alarm.REORDERED: "in another order",
    Alarm.SPEAKER: "another speaker",
}
MOST_MATCHES = 3  # that a note tells in full
NEVER_MORE = (
    "Figures, dates and titles are only looked up: found means that one sentence of an article has them together with the same "
    "name, which does not prove them; not found does not disprove them."
)


@dataclass(frozen=True, slots=True)
class Note:
    """One numbered note: where in the story, how loud, its label in words, the few words that stand beside a quotation in the
    story ("altered, another speaker"; empty for a detail), and what it is made from.
    """

    number: int
    span: Span
    tone: Tone
    label: str
    tag: str
    item: StoryQuote | Detail


def notes(story: StoryCheck) -> list[Note]:
    """A note for each quotation and for each detail that was looked up, numbered in the order of the story."""
    items: list[StoryQuote | Detail] = [*story.quotes, *(d for d in story.details if d.name is not None)]
    items.sort(key=lambda item: (item.span.start, -item.span.end))
    return [Note(n, item.span, _tone(item), _label(item), _tag(item), item) for n, item in enumerate(items, start=1)]


def where(source: Source) -> str:
    """Outlet, authors and day of a source in one line."""
    authors = ", ".join(source.authors) or "author unknown"
    return f"{source.outlet or 'outlet unknown'} · {authors} · {source.day or 'date unknown'}"


def place(source: Source, start: int, end: int) -> str:
    """The article and the characters of a place."""
    return f"article {source.article_id}, characters {start}–{end}"


def stands(match: QuoteMatch) -> str:
    """The article and the characters of a match; of an article that was changed since, in which of its texts."""
    earlier = f", in its text before the change of {match.replaced[:10]}" if match.replaced else ""
    return f"{place(match.source, match.start, match.end)}{earlier}"


def differences(match: QuoteMatch) -> list[str]:
    """What differs, in words."""
    said = []
    for change in match.changes:
        quoted = f"quoted “{change.quoted}”" if change.quoted else "not in the quote"
        printed = f"printed “{change.printed}”" if change.printed else "not printed"
        said.append(f"{ALARMS[change.alarm]}: {quoted}, {printed}")
    return said


def known(quote: StoryQuote) -> list[str]:
    """What else is known of a quotation, a sentence a line."""
    check = quote.check
    said = [f"The story names {quote.speaker}." if quote.speaker else "", check.note]
    said += [f"Folded: {', '.join(check.foldings)}." if check.foldings else ""]
    more = len(check.matches) - MOST_MATCHES
    return [*filter(None, said), *([f"It stands in {more} more place{'s' * (more > 1)}."] if more > 0 else [])]


def sums(story: StoryCheck) -> list[str]:
    """The sums in words: quotations by verdict, the worst first, details by finding, what was searched, and what was not."""
    by_verdict = Counter(quote.check.verdict for quote in story.quotes)
    other = sum(Alarm.SPEAKER in quote.check.alarms for quote in story.quotes)
    order = ("altered", "not_found", "partial", "folded", "exact", "too_short")
    counted = [f"{by_verdict[v]} {v.value.replace('_', ' ')}" for v in map(QuoteVerdict, order) if by_verdict[v]]
    counted += [f"{other} by another speaker"] if other else []
    total = len(story.quotes)
    quotes = f"{total} quotation{'s' * (total != 1)}: {', '.join(counted)}." if total else "No quotation marks were found."
    found = sum(bool(d.places) for d in story.details)
    missing = sum(d.name is not None for d in story.details) - found
    alone = len(story.details) - found - missing
    details = f"Figures, dates and titles: {found} found beside the same name, {missing} not found, {alone} without a name."
    return [quotes, details, covered(story.coverage), *story.notes]


def covered(coverage: Coverage) -> str:
    """What was searched, in words."""
    dates = f", {coverage.earliest} to {coverage.latest}" if coverage.earliest else ""
    return f"Searched: {coverage.articles:,} article{'s' * (coverage.articles != 1)}{dates}."


def pieces(text: str, found: Sequence[Note]) -> list[tuple[str, tuple[Note, ...], tuple[Note, ...]]]:
    """The story cut where notes begin and end: each piece with the notes that it lies in, outermost first, and those that end
    with it, the innermost first.
    """
    inside = [(max(0, n.span.start), min(len(text), n.span.end), n) for n in found]
    cuts = sorted({0, len(text), *(at for start, end, _ in inside for at in (start, end))})
    begin: dict[int, list[Note]] = {}
    for start, _, note in inside:
        begin.setdefault(start, []).append(note)
    cut: list[tuple[str, tuple[Note, ...], tuple[Note, ...]]] = []
    here: list[Note] = []
    for start, end in pairwise(cuts):
        here = [note for note in here if note.span.end > start] + begin.get(start, [])
        ending = tuple(note for note in reversed(here) if note.span.end == end)
        cut.append((text[start:end], tuple(here), ending))
    return cut


def _tone(item: StoryQuote | Detail) -> Tone:
    if isinstance(item, Detail):
        return Tone.MINOR if item.places else Tone.QUIET
    if item.alarming:
        return Tone.ALARM
    quiet = {QuoteVerdict.TOO_SHORT: Tone.QUIET, QuoteVerdict.PARTIAL: Tone.MINOR}
    return quiet.get(item.check.verdict, Tone.GOOD)


def _label(item: StoryQuote | Detail) -> str:
    if isinstance(item, Detail):
        articles = f"in {len(item.places)} article{'s' * (len(item.places) != 1)}"
        found = f"found beside “{item.name}” {articles}" if item.places else item.words
        return f"{item.kind.value.capitalize()} {found}"
    alarms = [ALARMS[alarm] for alarm in item.check.alarms]
    label = VERDICTS[item.check.verdict]
    if Alarm.SPEAKER in item.check.alarms and item.check.verdict is not QuoteVerdict.ALTERED:
        return f"ANOTHER SPEAKER ({label.lower()}{'; ' * (len(alarms) > 1)}{'; '.join(a for a in alarms[:-1])})"
    return f"{label}: {'; '.join(alarms)}" if alarms else label


def _tag(item: StoryQuote | Detail) -> str:
    if isinstance(item, Detail):
        return ""
    other = ", another speaker" if Alarm.SPEAKER in item.check.alarms else ""
    return f"{item.check.verdict.value.replace('_', ' ')}{other}"
