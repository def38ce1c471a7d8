"""The report as a Word file: the story's own text, with a real footnote for each quotation and each detail looked up."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...footnotes import Footnote, begin, child, clean, properties, put, refer
from ..types import StoryCheck, StoryQuote
from .notes import MOST_MATCHES, NEVER_MORE, Note, Tone, differences, known, notes, pieces, place, stands, sums, where

if TYPE_CHECKING:
    from docx.document import Document

_SHADES = {Tone.GOOD: "D9EFDC", Tone.MINOR: "FDF0B4", Tone.ALARM: "FBD5D0", Tone.QUIET: "ECEAE4"}
_BREAK = re.compile("[\n\x0b\x0c\x85\u2028\u2029]")


def word(story: StoryCheck, title: str) -> bytes:
    """The report as the bytes of a .docx file."""
    document = begin(title)
    found = notes(story)
    _story(document, story, found)
    document.add_heading("What was checked", 2)
    for line in (*sums(story), NEVER_MORE):
        document.add_paragraph(clean(line))
    put(document, (Footnote(note.number, f"{note.label}.", tuple(_lines(note))) for note in found))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _story(document: Document, story: StoryCheck, found: Sequence[Note]) -> None:
    """The story's paragraphs; each stretch shaded by the innermost note that it lies in."""
    paragraph = document.add_paragraph()
    for text, inside, ending in pieces(story.text, found):
        for number, line in enumerate(_BREAK.split(clean(text.replace("\r\n", "\n").replace("\r", "\n")))):
            if number:
                paragraph = document.add_paragraph()
            if line:
                run = paragraph.add_run(line)
                if inside:
                    child(properties(run), "w:shd", {"val": "clear", "color": "auto", "fill": _SHADES[inside[-1].tone]})
        for note in ending:
            refer(paragraph, note.number)


def _lines(note: Note) -> Iterator[str]:
    if not isinstance(note.item, StoryQuote):
        for found in note.item.places:
            yield f"“{found.text}”"
            yield f"{found.source.title}. {where(found.source)}. {place(found.source, found.start, found.end)}."
        return
    yield from known(note.item)
    for number, match in enumerate(note.item.check.matches[:MOST_MATCHES]):
        yield from (f"{line[:1].upper()}{line[1:]}." for line in differences(match))
        around = note.item.around[number] if number < len(note.item.around) else ""
        yield f"Printed: “{around or match.text}”"
        said = f" Said by {match.speaker} there." if match.speaker else ""
        yield f"{match.source.title}. {where(match.source)}. {stands(match)}.{said}"
        if match.source.url:
            yield match.source.url
