"""A conversation as a Word file with real footnotes."""

from __future__ import annotations

import io

from ..footnotes import Footnote, begin, clean, put, refer
from .types import Conversation, Quote
from .words import CLIPPINGS, about, changed, credit, how_made, left_out, line, named, shown, where


def as_word(conversation: Conversation) -> bytes:
    """The bytes of a .docx file."""
    document = begin(line(conversation.title))
    document.add_heading(clean(line(conversation.title)), 0)
    notes: list[Footnote] = []
    for exchange in conversation.exchanges:
        document.add_heading(clean(line(exchange.question) or CLIPPINGS), 1)
        for said in about(exchange):
            document.add_paragraph().add_run(clean(said)).italic = True
        if line(exchange.refusal):
            document.add_paragraph(clean(shown(exchange.refusal)))
        for quote in exchange.quotes:
            if not quote.printed:
                document.add_paragraph().add_run(clean(left_out(quote))).bold = True
                continue
            notes.append(_footnote(len(notes) + 1, quote))
            paragraph = document.add_paragraph(clean(shown(quote.text)), style="Quote")
            refer(paragraph, len(notes))
            if quote.speaker:
                paragraph.add_run(clean(f" ({line(quote.speaker)})"))
            if quote.note:
                document.add_paragraph().add_run(clean(changed(quote))).bold = True
    document.add_heading("How this was made", 1)
    for said in how_made(conversation):
        document.add_paragraph(clean(said))
    put(document, notes)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _footnote(number: int, quote: Quote) -> Footnote:
    known = named(quote.source)
    lines = (f"{credit(quote.source)}.", known.url or line(quote.source.url), f"{where(quote)}.", changed(quote))
    return Footnote(number, f"{known.title}.", tuple(filter(None, lines)))
