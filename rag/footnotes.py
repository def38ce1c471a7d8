"""Leaf: real footnotes in a Word file. python-docx has none, so their part is put in through its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from .shown import visible

if TYPE_CHECKING:
    from docx.document import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
# The two that every footnotes part begins with: the line above the notes, and above one that goes on from the page before.
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: its number, counted from 1, its label in bold, and its further lines."""

    number: int
    label: str
    lines: tuple[str, ...]


def begin(title: str) -> Document:
    """A new document with the styles that footnotes need."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    document = docx.Document()
    document.core_properties.title = clean(title)[:255]
    document.core_properties.author, document.core_properties.comments = "Cuttings", ""
    document.core_properties.created = document.core_properties.modified = datetime.now(UTC).replace(tzinfo=None)
    text: Any = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.font.size, text.paragraph_format.space_after = Pt(9), Pt(2)
    reference: Any = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    return document


def refer(paragraph: Any, number: int) -> None:
    """Puts the reference to a footnote at the end of a paragraph."""
    run = paragraph.add_run()
    child(properties(run), "w:rStyle", {"val": "footnotereference"})
    child(run._r, "w:footnoteReference", {"id": str(number)})


def put(document: Document, notes: Iterable[Footnote]) -> None:
    """Puts the footnotes into a document, once, when all is written."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    body = "".join(map(_footnote, notes))
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes xmlns:w="{_W}">'
    xml += f"{_SEPARATORS}{body}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), _TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, _KIND)
    settings = document.settings.element
    kept = child(settings, "w:footnotePr", {})
    for number in ("-1", "0"):
        child(kept, "w:footnote", {"id": number})
    # The schema wants it before these.
    later = next((e for e in settings if e.tag.split("}")[-1] in ("endnotePr", "compat", "docVars", "rsids", "mathPr")), None)
    if later is not None:
        later.addprevious(kept)


def clean(text: str) -> str:
    """The text as XML can hold it."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", visible(text))


def properties(run: Any) -> Any:
    """A run's properties."""
    return run._r.get_or_add_rPr()


def child(parent: Any, tag: str, values: dict[str, str]) -> Any:
    """A new element in another, with these values as its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    parent.append(made)
    return made


def _footnote(note: Footnote) -> str:
    style = '<w:pPr><w:pStyle w:val="footnotetext"/></w:pPr>'
    first = '<w:r><w:rPr><w:rStyle w:val="footnotereference"/></w:rPr><w:footnoteRef/></w:r>'
    label = f"<w:r><w:rPr><w:b/></w:rPr>{_text(f' {note.label}')}</w:r>"
    lines = "".join(f"<w:p>{style}<w:r>{_text(line)}</w:r></w:p>" for line in note.lines)
    return f'<w:footnote w:id="{note.number}"><w:p>{style}{first}{label}</w:p>{lines}</w:footnote>'


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(" ".join(clean(text).split(chr(10))))}</w:t>'
