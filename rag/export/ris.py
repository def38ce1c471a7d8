"""Sources as RIS, for reference managers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from index import Source

from .names import Name, name_of
from .words import line, named


def as_ris(sources: Sequence[Source]) -> str:
    """One record a source, of the type for news."""
    import rispy

    writer = rispy.RisWriter()
    writer.set_header = lambda _: ""  # numbers between the records are no RIS
    return str(writer.formats([_record(source) for source in sources]))


def _record(source: Source) -> dict[str, Any]:
    known = named(source)
    record: dict[str, Any] = {
        "type_of_reference": "NEWS",
        "id": line(source.article_id),
        "primary_title": known.title,
        "secondary_title": known.outlet,
        "authors": [_author(name_of(author)) for author in known.authors],
        "year": f"{known.day.year:04}" if known.day else "",
        "date": f"{known.day:%Y/%m/%d}/" if known.day else "",
        "urls": [known.url] if known.url else [],
    }
    return {name: value for name, value in record.items() if value}


def _author(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.given else name.family
