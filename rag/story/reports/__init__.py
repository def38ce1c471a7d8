"""A checked story for the fact-checker's file: as text, as a page, as a Word file with footnotes, as a table."""

from __future__ import annotations

from ...footnotes import DOCX
from ..types import StoryCheck
from .page import page
from .sheet import sheet
from .word import word

# How a report is called among files, and on the web.
REPORTS = {
    "html": "text/html; charset=utf-8",
    "docx": DOCX,
    "csv": "text/csv; charset=utf-8",
}


def report(kind: str, story: StoryCheck, title: str) -> bytes:
    """The report of one kind of REPORTS as the bytes of a file."""
    if kind == "html":
        return page(story, title).encode()
    return word(story, title) if kind == "docx" else sheet(story)
