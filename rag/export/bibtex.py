"""Sources as BibTeX, UTF-8, for BibLaTeX, BibTeX and reference managers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from index import STOP_WORDS, Source, words

from .names import Name, name_of
from .words import Named, named

# A brace is written with its invisible counterpart: BibTeX counts braces, escaped ones too.
_SPECIAL = {
    **{c: f"\\{c}" for c in "&%$#_"},
    "{": r"\{\vphantom{\}}",
    "}": r"\vphantom{\{}\}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "\\": r"{\textbackslash}",
}
_ESCAPED = str.maketrans(_SPECIAL)
# What TeX makes dashes, quotation marks and turned marks of: kept apart.
_LIGATURE = re.compile(r"(?<=-)-|(?<=')'|(?<=`)`|(?<=[?!])`")
_LONGEST_PART = 20  # of a key


def as_bibtex(sources: Sequence[Source]) -> str:
    """One entry a source: @article of an outlet, @misc where none is known."""
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    library, taken = Library(), set[str]()
    for source in sources:
        known = named(source)
        kind = "article" if known.outlet else "misc"
        fields = [Field(name, value) for name, value in _fields(known).items() if value]
        library.add(Entry(kind, _key(known, taken), fields))
    return str(write_string(library))


def _fields(known: Named) -> dict[str, str]:
    """The fields that BibLaTeX and Zotero read; the title's own braces keep its capitals."""
    return {
        "title": f"{{{_escape(known.title)}}}",
        "author": " and ".join(_author(name_of(author)) for author in known.authors),
        "journal": _escape(known.outlet),
        "entrysubtype": "newspaper" if known.outlet else "",
        "date": known.day.isoformat() if known.day else "",
        "url": known.url,
    }


def _author(name: Name) -> str:
    return f"{_escape(name.family)}, {_escape(name.given)}" if name.given else f"{{{_escape(name.family)}}}"


def _key(known: Named, taken: set[str]) -> str:
    """A key of ASCII letters and digits that no source before has: surname, year and a word of the title."""
    first = _plain(name_of(known.authors[0]).family) if known.authors else _plain(known.outlet)
    in_title = sorted(words(known.title), key=lambda word: word.lower() in STOP_WORDS)
    telling = next(filter(None, map(_plain, in_title)), "")
    year = str(known.day.year) if known.day else ""
    base = f"{first or 'article'}{year}{telling}"
    key = next(key for key in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)
    taken.add(key)
    return key


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]", "", ascii_only)[:_LONGEST_PART]


def _escape(text: str) -> str:
    return _LIGATURE.sub(r"{}\g<0>", text.translate(_ESCAPED))
