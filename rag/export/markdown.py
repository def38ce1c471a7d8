"""A conversation as Markdown: headings, block quotes, and footnotes that are numbered through the document."""

from __future__ import annotations

from collections.abc import Iterator

from .escape import markdown, markdown_line
from .types import Conversation, Exchange, Quote
from .words import CLIPPINGS, about, address, changed, credit, how_made, left_out, line, named, shown, where


def as_markdown(conversation: Conversation) -> str:
    """The document."""
    blocks = [f"# {markdown_line(line(conversation.title))}"]
    notes: list[str] = []
    for exchange in conversation.exchanges:
        blocks.append(f"## {markdown_line(line(exchange.question) or CLIPPINGS)}")
        blocks += [f"*{markdown_line(said)}*" for said in about(exchange)]
        blocks += _refusal(exchange)
        for quote in exchange.quotes:
            if not quote.printed:
                blocks.append(f"**{markdown_line(left_out(quote))}**")
                continue
            notes.append(_footnote(len(notes) + 1, quote))
            blocks += _quote(len(notes), quote)
    blocks += ["## How this was made", *map(markdown_line, how_made(conversation)), *notes]
    return "\n\n".join(blocks) + "\n"


def _refusal(exchange: Exchange) -> Iterator[str]:
    if line(exchange.refusal):
        yield markdown(exchange.refusal.strip())


def _quote(number: int, quote: Quote) -> Iterator[str]:
    said = f" \\({markdown_line(line(quote.speaker))}\\)" if quote.speaker else ""
    yield f"{markdown(shown(quote.text), '> ')}[^{number}]{said}"
    if quote.note:
        yield f"**{markdown_line(changed(quote))}**"


def _footnote(number: int, quote: Quote) -> str:
    """Its words, one line; an address that is none of the web is text."""
    known = named(quote.source)
    url = f"<{known.url}>" if address(quote.source.url) else markdown_line(line(quote.source.url))
    said = [f"{markdown_line(known.title)}. {markdown_line(credit(quote.source))}.", url, f"{markdown_line(where(quote))}."]
    return f"[^{number}]: {' '.join(filter(None, [*said, markdown_line(changed(quote))]))}"
