"""Leaf: texts as Markdown and HTML show them to the letter."""

from __future__ import annotations

import html
import re

from .words import address, shown

_MARKUP = re.compile(r"[\\`*_\[\]<>&#~|$^]|(?<!\w)@|(?<=-)-|(?<=\.)\.")  # the last two: pandoc makes dashes and dots of them
_BEGINS = re.compile(r"[-+=:%]|\d{1,9}(?=[.)])")  # a list, a heading, a definition, a comment
_WHITE = re.compile(r"^\s+|\s+$|[^\S \xa0]")  # what is dropped at the ends of a line, or is no space


def markdown_line(text: str) -> str:
    """One line as Markdown renders it to the letter."""
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    begin = _BEGINS.match(escaped)
    if begin:
        at = begin.end() if begin.group().isdigit() else 0
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return _WHITE.sub(lambda found: "".join(f"&#{ord(c)};" for c in found.group()), escaped)


def markdown(text: str, before: str = "") -> str:
    """A text as Markdown renders it to the letter, its line breaks hard; `before` begins every line, the first one too."""
    lines = [markdown_line(part) for part in shown(text).split("\n")]
    body = lines[0]
    for number, further in enumerate(lines[1:], start=2):
        # A hard break at the end of a paragraph is none.
        body += "&#10;" if number == len(lines) and not further else f"\\\n{before}"
        body += further
    return before + body


def markdown_link(text: str, url: str) -> str:
    """A link; the text alone where the address is none of the web."""
    found = address(url)
    return f"[{markdown_line(text)}](<{found.replace('&', '&amp;')}>)" if found else markdown_line(text)


def escape(text: str) -> str:
    """A text as HTML shows it, line breaks as they are."""
    return html.escape(shown(text), quote=True)
