"""The reader: a whole article as HTML, its cited sentences marked, page furniture greyed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index import Article, Source, Span

from .html import clean, escape
from .phrases import reads_as_heading, source_line

_LONGEST_ADDRESS = 60  # code points that are shown
_FORMS = {"plain": "Text", "markdown": "Markdown", "html": "Web"}
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")


def reader(
    article: Article,
    current: Span | None,
    cited: Sequence[Span] = (),
    *,
    until: str = "",
    versions: Sequence[str] = (),
    clipping: str = "",
) -> str:
    """The article with `current` marked and to be scrolled to, and the other cited spans marked.

    `until` is the moment at which this text was replaced, where it is an earlier one; `versions` are those of all
    earlier texts; `clipping` is the current sentence as JSON, to be copied or kept.
    """
    marks = sorted({(*span, "furniture") for span in article.furniture} | {(*s, "cited") for s in cited if s != current})
    marks = sorted([*marks, (*current, "current")]) if current else marks
    lines = list(_LINE.finditer(article.text))
    paragraphs = "".join(_paragraph(article.text, line.start(), line.end(), marks) for line in lines)
    titled = bool(lines) and lines[0][0].strip() == article.source.title  # then the text shows it, where it can be cited
    title = "" if titled else f'<h2 class="headline">{escape(article.source.title)}</h2>'
    shown = paragraphs.replace('<p class="line', '<p class="headline line', 1) if titled else paragraphs
    head = _head(article.source, until, versions, clipping)
    return clean(
        f'<article class="reading" data-article="{escape(article.source.article_id)}" '
        f'data-version="{escape(until)}" role="document" aria-label="Article">{head}{title}{shown}</article>'
    )


def _head(source: Source, until: str, versions: Sequence[str], clipping: str) -> str:
    """Where the article is from, the way to the next citation, and its earlier texts."""
    told = f"Printed until {escape(until[:10])}, since changed: this is the earlier text."
    earlier = f'<p class="earlier">{told}</p>' if until else ""
    return (
        '<header><button type="button" class="close" data-close="1" aria-label="Close the article">×</button>'
        f'<p class="running">{escape(source.title)}</p><p class="where">{source_line(source)}{_address(source.url)}</p>'
        f"{earlier}{_versions(source, until, versions)}"
        '<p class="selecting" hidden><button type="button" class="small" data-select="1">Quote the selected words</button></p>'
        f'<div class="tools">{_take(clipping) if clipping else ""}'
        '<p class="steps" hidden><button type="button" class="small" data-step="-1" aria-label="Previous citation">‹ p</button>'
        '<span class="step-count"></span>'
        '<button type="button" class="small" data-step="1" aria-label="Next citation">n ›</button></p></div></header>'
    )


def _take(clipping: str) -> str:
    """What takes the marked sentence along, with its source."""
    copies = "".join(
        f'<button type="button" class="small" data-copy="{form}">{words}</button>' for form, words in _FORMS.items()
    )
    return (
        f'<p class="take"><span>Copy:</span>{copies}'
        '<button type="button" class="small" data-clip="1">Add to clippings</button>'
        f'<span class="clipping" hidden>{escape(clipping)}</span><span class="said" role="status"></span></p>'
    )


def _versions(source: Source, until: str, versions: Sequence[str]) -> str:
    """The texts that there are, newest first, where there are several; the shown one marked."""
    if not versions:
        return ""

    def button(moment: str) -> str:
        current = ' aria-current="true"' if moment == until else ""
        where = f'data-article="{escape(source.article_id)}" data-version="{escape(moment)}"'
        words = f"until {escape(moment[:10])}" if moment else "now"
        return f'<button type="button" class="small" {where}{current}>{words}</button>'

    shown = "".join(button(moment) for moment in ("", *reversed(versions)))
    return f'<p class="versions"><span>Text:</span>{shown}</p>'


def _address(url: str | None) -> str:
    """The address in print; a link that the reader may follow where it is one of the web."""
    if not url:
        return ""
    shown = escape(url if len(url) <= _LONGEST_ADDRESS else f"{url[:_LONGEST_ADDRESS]}…")
    if not re.match(r"https?://[^\s]+$", url, re.IGNORECASE):
        return f" · {shown}"
    return f' · <a href="{escape(url)}" rel="noopener noreferrer" target="_blank">{shown}</a>'


def _paragraph(text: str, start: int, end: int, marks: Sequence[tuple[int, int, str]]) -> str:
    inner = "".join(_pieces(text, start, end, marks))
    line = text[start:end].strip()
    if not line:
        return ""
    heading = reads_as_heading(line)
    return f'<p class="line{" subhead" if heading else ""}" data-from="{start}">{inner}</p>'


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
