"""The reader: a whole article as HTML, its cited sentences marked, page furniture greyed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Article, Span

from .html import clean, escape
from .phrases import source_line

_LONGEST_HEADING = 80  # code points, without a mark at its end
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


def reader(article: Article, current: Span, cited: Sequence[Span] = (), *, until: str = "") -> str:
    """The article with `current` marked and to be scrolled to, and the other cited spans marked.

    `until` is the moment at which this text was replaced, where it is an earlier one.
    """
    source = article.source
    marks = sorted({(*span, "furniture") for span in article.furniture} | {(*s, "cited") for s in cited if s != current})
    marks = sorted([*marks, (*current, "current")])
    lines = list(_LINE.finditer(article.text))
    paragraphs = "".join(_paragraph(article.text, line.start(), line.end(), marks) for line in lines)
    titled = bool(lines) and lines[0][0].strip() == source.title  # then the text shows it, where it can be cited
    title = "" if titled else f'<h2 class="headline">{escape(source.title)}</h2>'
    earlier = (
        f'<p class="earlier">Printed until {escape(until[:10])}, since changed: this is the earlier text.</p>' if until else ""
    )
    shown = paragraphs.replace('<p class="line', '<p class="headline line', 1) if titled else paragraphs
    return clean(
        '<article class="reading" role="document" aria-label="Article"><header>'
        '<button type="button" class="close" data-close="1" aria-label="Close the article">×</button>'
        f'<p class="running">{escape(source.title)}</p>'
        f'<p class="where">{source_line(source)}{_address(source.url)}</p>{earlier}</header>{title}{shown}</article>'
    )


def _address(url: str | None) -> str:
    return f" · {escape(url)}" if url else ""


def _paragraph(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> str:
    inner = "".join(_pieces(text, start, end, marks))
    line = text[start:end].strip()
    if not line:
        return ""
    heading = len(line) <= _LONGEST_HEADING and line[-1].isalnum()
    return f'<p class="line{" subhead" if heading else ""}">{inner}</p>'


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    """The line in pieces, those within a mark wrapped; where marks overlap, the later one continues after the earlier."""
    at = start
    for mark_start, mark_end, kind in marks:
        first, last = max(at, mark_start), min(end, mark_end)
        if first >= last:
            continue
        yield escape(text[at:first])
        piece = escape(text[first:last])
        if kind == "furniture":
            yield f'<span class="furniture" title="Page furniture, not the article: never quoted">{piece}</span>'
        else:
            current = ' class="current" aria-current="true"' if kind == "current" else ""
            yield f"<mark{current}>{piece}</mark>"
        at = last
    yield escape(text[at:end])
