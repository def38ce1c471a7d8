"""Leaf: one quote check as HTML: the verdict in words and colour, what differs, every place with its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index import Coverage, Source
from rag import Alarm, Change, QuoteCheck, QuoteMatch, QuoteVerdict

from .diff import Kind, diff
from .html import escape
from .phrases import counted, coverage_line, source_line

VERDICTS = {
    QuoteVerdict.EXACT: "Printed word for word",
    QuoteVerdict.FOLDED: "Printed; only the typography differs",
    QuoteVerdict.PARTIAL: "Printed, with words left out",
    QuoteVerdict.ALTERED: "Altered: this is not what was printed",
    QuoteVerdict.NOT_FOUND: "Not found in this archive",
    QuoteVerdict.TOO_SHORT: "Too short to tell",
}
_SIGNS = {
    QuoteVerdict.EXACT: "✓",
    QuoteVerdict.FOLDED: "✓",
    QuoteVerdict.PARTIAL: "…",
    QuoteVerdict.ALTERED: "≠",
    QuoteVerdict.NOT_FOUND: "–",
    QuoteVerdict.TOO_SHORT: "?",
}
_ALARMS = {
    Alarm.NEGATION: "A negation differs",
    Alarm.NUMBER: "A figure differs",
    Alarm.NAME: "A name differs",
    Alarm.MODAL: "“May”, “will”, “must” or the like differs",
    Alarm.DROPPED: "Words are missing without a mark of omission",
    Alarm.ADDED: "Words were added",
    Alarm.CHANGED: "Words were changed",
    Alarm.SPLICED: "Joined from places that stand apart, without a mark of omission",
    Alarm.REORDERED: "Its pieces stand there in another order",
    Alarm.SPEAKER: "The article names another speaker",
}
_LEFT_OUT = {
    Alarm.NEGATION: "The words left out hold a negation",
    Alarm.NUMBER: "The words left out hold a figure",
    Alarm.NAME: "The words left out hold a name",
    Alarm.MODAL: "The words left out hold “may”, “will”, “must” or the like",
}
_CHANGES = {
    Alarm.NEGATION: "negation",
    Alarm.NUMBER: "figure",
    Alarm.NAME: "name",
    Alarm.MODAL: "may, will, must",
    Alarm.DROPPED: "missing",
    Alarm.ADDED: "added",
}
_ANOTHER_S = "Printed, but as somebody else’s words"
_OLDEST_FIRST = (QuoteVerdict.EXACT, QuoteVerdict.FOLDED, QuoteVerdict.TOO_SHORT)


@dataclass(frozen=True, slots=True)
class Place:
    """A match with the text that holds it (an earlier one, where the article was edited since) and the copies' sources."""

    match: QuoteMatch
    text: str
    copies: tuple[Source, ...] = ()
    replaced: str | None = None  # the moment at which that earlier text was replaced


def verdict_line(check: QuoteCheck) -> str:
    """The verdict with its sign, in its colour; words that are printed as somebody else's are as loud as altered ones."""
    loud = QuoteVerdict.ALTERED if is_another_s(check) else check.verdict
    words = _ANOTHER_S if is_another_s(check) else VERDICTS[check.verdict]
    sign = f'<span class="sign" aria-hidden="true">{_SIGNS[loud]}</span>'
    return f'<span class="verdict {loud.value}">{sign}{words}</span>'


def is_another_s(check: QuoteCheck) -> bool:
    """Whether the words are printed, but as another speaker's."""
    return Alarm.SPEAKER in check.alarms and check.verdict is not QuoteVerdict.ALTERED


def verdict_body(check: QuoteCheck, places: Sequence[Place], coverage: Coverage | None = None) -> str:
    """What differs and every place; where there is none, what the archive covers, where that is to be told here."""
    alarms = "".join(f"<li>{escape(_alarm(check.verdict, alarm))}</li>" for alarm in check.alarms)
    words = [escape(check.note)] if check.note else []
    if check.foldings:
        words.append(f"Differs from print only in: {escape(', '.join(check.foldings))}.")
    if coverage and not places:
        words.append(f"Looked through: {escape(coverage_line(coverage))}.")
    notes = "".join(f'<p class="note">{note}</p>' for note in words)
    earliest = _earliest(check, places)
    rows = "".join(_place(check, place, earliest=place is earliest) for place in places)
    stands = f'<p class="stands">{_stands(check, places)}</p>' if places else ""
    listed = f'<ol class="places">{rows}</ol>' if places else ""
    alarmed = f'<ul class="alarms">{alarms}</ul>' if alarms else ""
    return f"{alarmed}{notes}{stands}{listed}"


def _alarm(verdict: QuoteVerdict, alarm: Alarm) -> str:
    return _LEFT_OUT.get(alarm, _ALARMS[alarm]) if verdict is QuoteVerdict.PARTIAL else _ALARMS[alarm]


def _stands(check: QuoteCheck, places: Sequence[Place]) -> str:
    """In how many articles it stands, in words."""
    articles = check.articles or len({place.match.source.article_id for place in places})
    where = counted(articles, "article")
    if check.verdict is QuoteVerdict.ALTERED:
        return "Joined from:" if Alarm.SPLICED in check.alarms else f"Nearest in {where}:"
    if check.verdict is QuoteVerdict.TOO_SHORT:
        return f"Among others in {where}:"
    return f"Stands in {where}:"


def _earliest(check: QuoteCheck, places: Sequence[Place]) -> Place | None:
    """The first dated place, where there are several and their order is that of their days."""
    if check.verdict not in _OLDEST_FIRST or len(places) < 2:
        return None
    dated = [place for place in places if place.match.source.day and not place.match.furniture]
    return min(dated, key=lambda place: place.match.source.day or "", default=None)


def _place(check: QuoteCheck, place: Place, *, earliest: bool) -> str:
    match = place.match
    marks = '<span class="tag">earliest with a date</span>' if earliest else ""
    if match.furniture:
        marks += '<span class="tag">only in page furniture</span>'
    if place.replaced:
        marks += f'<span class="tag">printed until {escape(place.replaced[:10])}, since changed</span>'
    return (
        f'<li class="place"><p class="title">{_opener(place)}{marks}</p>'
        f'<p class="where">{source_line(match.source)} · {_said(match)}</p>'
        f"{_difference(check, match)}{_context(place)}{_copies(place.copies)}</li>"
    )


def _opener(place: Place) -> str:
    """The title, which opens the article at the place."""
    match = place.match
    version = f' data-version="{escape(place.replaced)}"' if place.replaced else ""
    return (
        f'<button type="button" class="opens" data-article="{escape(match.source.article_id)}" data-start="{match.start}" '
        f'data-end="{match.end}"{version} title="Open the article at this place">{escape(match.source.title)}</button>'
    )


def _said(match: QuoteMatch) -> str:
    if not match.speech:
        return "not in quotation marks there"
    return f"speaker: {escape(match.speaker)}" if match.speaker else "speaker not named here"


def _context(place: Place) -> str:
    """The sentence with one on each side, the match marked."""
    match, text = place.match, place.text
    before, after = text[match.around.start : match.start], text[match.end : match.around.end]
    return f'<p class="context">{escape(before)}<mark>{escape(text[match.start : match.end])}</mark>{escape(after)}</p>'


def _difference(check: QuoteCheck, match: QuoteMatch) -> str:
    """The quote and what is printed in one row, and the differences in words; nothing where there is none to tell."""
    if not match.changes:
        return ""
    if check.verdict is QuoteVerdict.PARTIAL:
        row = _left_out(match)
    else:
        row = " ".join(_stretch(s.kind, s.text) for s in diff(check.text, match.text))
    partial = check.verdict is QuoteVerdict.PARTIAL
    told = "".join(f"<li>{_change('left out' if partial else _kind(c.alarm), c)}</li>" for c in match.changes)
    return f'<p class="diff">{row}</p><ul class="changes">{told}</ul>'


def _left_out(match: QuoteMatch) -> str:
    """What is printed, the words that the quote leaves out marked."""
    at, row = 0, []
    for change in match.changes:
        found = match.text.find(change.printed, at) if change.printed else -1
        if found >= 0:
            row += [escape(match.text[at:found]), _stretch(Kind.PRINTED, change.printed)]
            at = found + len(change.printed)
    return "".join(row) + escape(match.text[at:])


def _stretch(kind: Kind, text: str) -> str:
    """A stretch in its colour, and in words for those who do not see it."""
    if kind is Kind.BOTH:
        return escape(text)
    tag, words = ("del", "in the quote only: ") if kind is Kind.QUOTED else ("ins", "in print only: ")
    return f'<{tag}><span class="unseen">[{words}</span>{escape(text)}<span class="unseen">]</span></{tag}>'


def _kind(alarm: Alarm) -> str:
    return _CHANGES.get(alarm, "changed")


def _change(kind: str, change: Change) -> str:
    quoted, printed = escape(change.quoted), escape(change.printed)
    if not quoted:
        return f"{kind}: “{printed}” stands in print, not in the quote"
    if not printed:
        return f"{kind}: “{quoted}” stands in the quote, not in print"
    return f"{kind}: “{quoted}” in the quote, “{printed}” in print"


def _copies(copies: Sequence[Source]) -> str:
    if not copies:
        return ""
    named = "; ".join(f"“{escape(source.title)}” ({source_line(source)})" for source in copies)
    return f'<p class="copies">The same text, or nearly, in {counted(len(copies), "other article")}: {named}</p>'
