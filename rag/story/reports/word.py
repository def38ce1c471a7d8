"""The report as a Word file: the story's own text, with a real footnote for each quotation and each detail looked up."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from ...shown import visible
from ..types import StoryCheck, StoryQuote
from .notes import MOST_MATCHES, NEVER_MORE, Note, Tone, differences, known, notes, pieces, place, stands, sums, where

if TYPE_CHECKING:
    from docx.document import Document

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SHADES = {Tone.GOOD: "D9EFDC", Tone.MINOR: "FDF0B4", Tone.ALARM: "FBD5D0", Tone.QUIET: "ECEAE4"}
# The two that every footnotes part begins with: the line above the notes, and above one that goes on from the page before.
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile("[\n\x0b\x0c\x85\u2028\u2029]")


def word(story: StoryCheck, title: str) -> bytes:
    """The report as the bytes of a .docx file. python-docx has no footnotes, so their part is put in through its parts."""
    import docx

    document = docx.Document()
    found = notes(story)
    document.core_properties.title = _clean(title)[:255]
    document.core_properties.author, document.core_properties.comments = "Cuttings", ""
    document.core_properties.created = document.core_properties.modified = datetime.now(UTC).replace(tzinfo=None)
    _styles(document)
    _story(document, story, found)
    document.add_heading("What was checked", 2)
    for line in (*sums(story), NEVER_MORE):
        document.add_paragraph(_clean(line))
    _footnotes(document, found)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    text: Any = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.font.size, text.paragraph_format.space_after = Pt(9), Pt(2)
    reference: Any = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True


def _story(document: Document, story: StoryCheck, found: Sequence[Note]) -> None:
    """The story's paragraphs; each stretch shaded by the innermost note that it lies in."""
    paragraph = document.add_paragraph()
    for text, inside, ending in pieces(story.text, found):
        for number, line in enumerate(_BREAK.split(_clean(text.replace("\r\n", "\n").replace("\r", "\n")))):
            if number:
                paragraph = document.add_paragraph()
            if line:
                run = paragraph.add_run(line)
                if inside:
                    _child(_properties(run), "w:shd", {"val": "clear", "color": "auto", "fill": _SHADES[inside[-1].tone]})
        for note in ending:
            run = paragraph.add_run()
            _child(_properties(run), "w:rStyle", {"val": "footnotereference"})
            _child(run._r, "w:footnoteReference", {"id": str(note.number)})


def _footnotes(document: Document, found: Sequence[Note]) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    body = "".join(map(_footnote, found))
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes xmlns:w="{_W}">'
    xml += f"{_SEPARATORS}{body}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), _TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, _KIND)
    settings = document.settings.element
    kept = _child(settings, "w:footnotePr", {})
    for number in ("-1", "0"):
        _child(kept, "w:footnote", {"id": number})
    # The schema wants it before these.
    later = next((e for e in settings if e.tag.split("}")[-1] in ("endnotePr", "compat", "docVars", "rsids", "mathPr")), None)
    if later is not None:
        later.addprevious(kept)


def _footnote(note: Note) -> str:
    style = '<w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
    first = '<w:r><w:rPr><w:rStyle w:val="footnotereference"/></w:rPr><w:footnoteRef/></w:r>'
    label = f"<w:r><w:rPr><w:b/></w:rPr>{_text(f' {note.label}.')}</w:r>"
    lines = "".join(f"<w:p>{style}<w:r>{_text(line)}</w:r></w:p>" for line in _lines(note))
    return f'<w:footnote w:id="{note.number}"><w:p>{style}{first}{label}</w:p>{lines}</w:footnote>'


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


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(" ".join(_clean(text).split(chr(10))))}</w:t>'


def _clean(text: str) -> str:
    """The text as XML can hold it."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def _properties(run: Any) -> Any:
    return run._r.get_or_add_rPr()


def _child(parent: Any, tag: str, values: dict[str, str]) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    child = OxmlElement(tag)
    for name, value in values.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child
