"""The report as a table (CSV for a spreadsheet): one row a quotation or detail. No cell is a formula, whatever a text says."""

from __future__ import annotations

import csv
import io

from index import Source

from ...shown import visible
from ..types import Detail, StoryCheck, StoryQuote
from .notes import differences, notes

_COLUMNS = (
    *("number", "kind", "finding", "alarms", "story_start", "story_end", "story_text", "looked_for", "story_speaker"),
    *("speaker", "differences", "title", "outlet", "authors", "published", "url", "article_id", "start", "end", "printed"),
    *("replaced", "around", "other_articles", "note"),
)
_FORMULA = "=+-@\t\r\n＝＋－＠|%"  # what a spreadsheet may take for the beginning of one


def sheet(story: StoryCheck) -> bytes:
    """The table as UTF-8 with a byte order mark, so that Excel reads it as such; the first row names the columns."""
    file = io.StringIO(newline="")
    table = csv.writer(file)
    table.writerow(_COLUMNS)
    numbers = {id(note.item): note.number for note in notes(story)}
    items: list[StoryQuote | Detail] = sorted([*story.quotes, *story.details], key=lambda item: item.span)
    for item in items:
        row: dict[str, object] = {"number": numbers.get(id(item), ""), "story_text": story.text[slice(*item.span)]}
        row |= {"story_start": item.span.start, "story_end": item.span.end}
        row |= _of_quote(item) if isinstance(item, StoryQuote) else _of_detail(item)
        table.writerow([_cell(row.get(column, "")) for column in _COLUMNS])
    return file.getvalue().encode("utf-8-sig", "replace")


def _of_quote(quote: StoryQuote) -> dict[str, object]:
    check = quote.check
    alarms = ", ".join(check.alarms)
    own = {"kind": "quote", "finding": check.verdict.value, "alarms": alarms, "looked_for": check.text, "note": check.note}
    own["story_speaker"] = quote.speaker or ""
    if not check.matches:
        return dict(own)
    best = check.matches[0]
    others = dict.fromkeys(match.source.article_id for match in check.matches[1:])
    place = {"start": best.start, "end": best.end, "printed": best.text, "around": quote.around[0] if quote.around else ""}
    place["replaced"] = best.replaced or ""
    told = {"speaker": best.speaker or "", "differences": "; ".join(differences(best)), "other_articles": " ".join(others)}
    return {**own, **_source(best.source), **place, **told}


def _of_detail(detail: Detail) -> dict[str, object]:
    own: dict[str, object] = {"kind": detail.kind.value, "finding": detail.words}
    if not detail.places:
        return own
    best = detail.places[0]
    place = {"start": best.start, "end": best.end, "printed": best.text}
    return {**own, **_source(best.source), **place, "other_articles": " ".join(p.source.article_id for p in detail.places[1:])}


def _source(source: Source) -> dict[str, object]:
    known = {"title": source.title, "outlet": source.outlet or "", "authors": "; ".join(source.authors)}
    return {**known, "published": source.published or "", "url": source.url or "", "article_id": source.article_id}


def _cell(value: object) -> str:
    """A value as a cell that a spreadsheet shows as it is."""
    text = visible(value)
    return f"'{text}" if text.lstrip(" \u00a0")[:1] in tuple(_FORMULA) and not isinstance(value, int) else text
