"""One quote to be pasted into a story, with its source and a link to the very words."""

from __future__ import annotations

from urllib.parse import quote as percent

from index import Source

from .escape import escape, markdown, markdown_line, markdown_link
from .words import address, credit, line, named, shown

_LONG = 120  # characters; of a longer quote the link has the ends only
_ENDS = 6  # words of each end


def copied(source: Source, quote: str) -> dict[str, str]:
    """The quote as Markdown, as plain text and as HTML."""
    known, told = named(source), credit(source)
    link = linked(source.url, quote)
    plain = ", ".join(filter(None, [known.title, told, line(source.url)]))
    cite = f' cite="{escape(known.url)}"' if known.url else ""
    title = f'<a href="{escape(link)}">{escape(known.title)}</a>' if link else escape(known.title)
    words = escape(quote).replace("\n", "<br>")
    return {
        "markdown": f"{markdown(quote, '> ')}\n\n— {markdown_link(known.title, link)}, {markdown_line(told)}\n",
        "plain": f"“{shown(quote)}” — {plain}",
        "html": f"<blockquote{cite}><p>{words}</p></blockquote><p>— {title}, {escape(told)}</p>",
    }


def linked(url: str | None, quote: str) -> str:
    """The article's address with the place of the quote in it, for browsers; empty where the address is none of the web."""
    found = address(url)
    fragment = _text_fragment(quote)
    if not found or not fragment:
        return found
    before, mark, anchor = found.partition("#")
    anchor = anchor.split(":~:")[0]  # one that points to other words
    return f"{before}{mark or '#'}{anchor}:~:text={fragment}"


def _text_fragment(quote: str) -> str:
    """The words to look for: all, or the first and the last. A browser looks within a paragraph for each of the two."""
    lines = [words for part in quote.splitlines() if (words := part.split())]
    if not lines:
        return ""
    first, last = lines[0], lines[-1]
    apart = len(lines) > 1 or (len(quote) > _LONG and len(first) > 2 * _ENDS)
    return f"{_encoded(first[:_ENDS])},{_encoded(last[-_ENDS:])}" if apart else _encoded(first)


def _encoded(words: list[str]) -> str:
    """Percent-encoded: in a text fragment a hyphen and a comma have a meaning too."""
    return percent(" ".join(words), safe="", errors="replace").replace("-", "%2D")
