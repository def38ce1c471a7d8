"""A story check as HTML: its quotes with their verdicts in the order of the story, then its figures, dates and titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag import Detail, DetailKind, QuoteCheck, QuoteVerdict, StoryCheck, StoryQuote

from .html import escape
from .phrases import counted, coverage_line, source_line
from .verdict import Place, is_another_s, verdict_body, verdict_line

_KINDS = {DetailKind.FIGURE: "figure", DetailKind.DATE: "date", DetailKind.TITLE: "name with title"}
_SHORT = {
    QuoteVerdict.EXACT: "printed word for word",
    QuoteVerdict.FOLDED: "printed in other typography",
    QuoteVerdict.PARTIAL: "with words left out",
    QuoteVerdict.ALTERED: "altered",
    QuoteVerdict.NOT_FOUND: "not found in this archive",
    QuoteVerdict.TOO_SHORT: "too short to tell",
}
_TO_LOOK_AT = (QuoteVerdict.ALTERED, QuoteVerdict.PARTIAL, QuoteVerdict.NOT_FOUND)


def story_html(story: StoryCheck, places: Sequence[Sequence[Place]]) -> str:
    """The whole check; `places` are those of each quote, in the same order. Not yet cleaned."""
    quotes = "".join(f"<li>{_quote(q, held)}</li>" for q, held in zip(story.quotes, places, strict=True))
    listed = f'<ol class="quotes">{quotes}</ol>' if quotes else '<p class="note">No quotation was found in it.</p>'
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in story.notes)
    return (
        f'<section class="story"><h2>Read as a story</h2><p class="tally">{_tally([q.check for q in story.quotes])}</p>'
        f"{listed}{_details(story.details)}{notes}"
        f'<p class="coverage">Looked through: {escape(coverage_line(story.coverage))}.</p></section>'
    )


def _tally(checks: Sequence[QuoteCheck]) -> str:
    """How many quotes have which verdict, in words."""
    found = Counter(check.verdict for check in checks)
    each = [f"{found[verdict]} {words}" for verdict, words in _SHORT.items() if found[verdict]]
    other = sum(map(is_another_s, checks))
    each += [f"{other} as somebody else’s words"] if other else []
    return escape(f"{counted(len(checks), 'quotation')}{': ' if each else ''}{', '.join(each)}")


def _quote(quote: StoryQuote, places: Sequence[Place]) -> str:
    """One quote, folded away unless it is to be looked at."""
    kind = QuoteVerdict.ALTERED.value if is_another_s(quote.check) else quote.check.verdict.value
    by = f'<p class="where">The story says: {escape(quote.speaker)}</p>' if quote.speaker else ""
    is_open = " open" if quote.alarming or quote.check.verdict in _TO_LOOK_AT else ""
    return (
        f'<details class="check {kind}"{is_open}><summary>{verdict_line(quote.check)}'
        f'<span class="quoted">{escape(quote.check.text)}</span></summary>{by}'
        f"{verdict_body(quote.check, places)}</details>"
    )


def _details(details: Sequence[Detail]) -> str:
    if not details:
        return ""
    rows = "".join(_detail(detail) for detail in details)
    return (
        '<h3>Figures, dates and names</h3><p class="note">“Found beside” says that one sentence of the archive has both; '
        f'read it before you rely on it.</p><ul class="details">{rows}</ul>'
    )


def _detail(detail: Detail) -> str:
    opened = "".join(
        f'<li><button type="button" class="opens" data-article="{escape(p.source.article_id)}" data-start="{p.start}" '
        f'data-end="{p.end}">{escape(p.text)}</button><span class="where">{escape(p.source.title)} · {source_line(p.source)}'
        "</span></li>"
        for p in detail.places
    )
    found = "found" if detail.places else "missing"
    return (
        f'<li class="detail {found}"><p><strong>{escape(detail.text)}</strong> <span class="tag">{_KINDS[detail.kind]}</span> '
        f"{escape(detail.words)}</p>{f'<ul>{opened}</ul>' if opened else ''}</li>"
    )
