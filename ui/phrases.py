"""Leaf: what the page says in words in more than one place: a source, what the archive covers, how many there are."""

from __future__ import annotations

from index import Coverage, Source

from .html import escape

_LONGEST_HEADING = 80  # code points


def counted(number: int, one: str, many: str = "") -> str:
    """'1 article', '2 articles', '1,234 articles'."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def reads_as_heading(line: str) -> bool:
    """Whether a line, without space around it, is short and has no mark at its end."""
    return bool(line) and len(line) <= _LONGEST_HEADING and line[-1].isalnum()


def source_words(source: Source) -> str:
    """Outlet, authors and day in words; what is not known is said to be so."""
    parts = (source.outlet or "outlet unknown", ", ".join(source.authors), source.day or "date unknown")
    return " · ".join(part for part in parts if part)


def source_line(source: Source) -> str:
    """The same as HTML."""
    return escape(source_words(source))


def coverage_line(coverage: Coverage) -> str:
    """What was searched, in words."""
    outlets = f"{counted(coverage.outlets, 'outlet')} named" if coverage.outlets else "no outlet named"
    if coverage.earliest is None:
        dates = "none with a date"
    else:
        dates = f"{coverage.earliest} to {coverage.latest}"
        dates += f", {coverage.undated:,} without a date" if coverage.undated else ""
    return f"{counted(coverage.articles, 'article')}, {outlets}, {dates}"
