"""A conversation to take along: as Markdown and Word with footnotes, and its sources for reference managers."""

from __future__ import annotations

from ..errors import QuestionError
from ..footnotes import DOCX
from .bibtex import as_bibtex
from .csl import as_csl
from .markdown import as_markdown
from .ris import as_ris
from .types import Conversation
from .word import as_word

# How an export is called among files, and on the web.
EXPORTS: dict[str, str] = {
    "md": "text/markdown; charset=utf-8",
    "docx": DOCX,
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json",
}


def export(kind: str, conversation: Conversation) -> bytes:
    """The export of one kind of EXPORTS as the bytes of a file. Raises QuestionError where there is no such kind."""
    if kind == "docx":
        return as_word(conversation)
    if kind == "md":
        return as_markdown(conversation).encode()
    sources = {"bib": as_bibtex, "ris": as_ris, "json": as_csl}
    if kind not in sources:
        raise QuestionError(f"there is no export “{kind}”: {', '.join(EXPORTS)}")
    return sources[kind](conversation.sources).encode()
