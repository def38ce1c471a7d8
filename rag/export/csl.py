"""Sources as CSL-JSON, for Zotero, Pandoc and other tools that cite."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from index import Source

from .names import Name, name_of
from .words import line, named


def as_csl(sources: Sequence[Source]) -> str:
    """One item a source."""
    return json.dumps([_item(source) for source in sources], ensure_ascii=False, indent=2) + "\n"


def _item(source: Source) -> dict[str, Any]:
    known = named(source)
    item: dict[str, Any] = {
        "id": line(source.article_id),
        "type": "article-newspaper",
        "title": known.title,
        "container-title": known.outlet,
        "author": [_author(name_of(author)) for author in known.authors],
        "issued": {"date-parts": [[known.day.year, known.day.month, known.day.day]]} if known.day else None,
        "URL": known.url,
        "note": f"Article {line(source.article_id)} of the Cuttings archive",
    }
    return {name: value for name, value in item.items() if value}


def _author(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
