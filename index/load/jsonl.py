"""Reads JSON lines, one article a line: {"id"?, "title"?, "text", "published"?, "url"?, "outlet"?, "authors"?}."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import LoadError
from ..types import Loaded, Rejected, fingerprint_of
from .fields import authors_of, day_of, text_of


def read(path: Path) -> Iterator[Loaded | Rejected]:
    """The articles of a file in order; a line that is none gives the reason and its number, and the rest go on."""
    file_path = str(path.resolve())
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            if not raw.strip():
                continue
            try:
                yield _article(raw, file_path)
            except LoadError as error:
                yield Rejected(f"{path}:{number}", str(error))


def count(path: Path) -> int:
    """How many lines a file has; 0 when it cannot be read."""
    try:
        with path.open("rb") as file:
            return sum(1 for _ in file)
    except OSError:
        return 0


def _article(raw: bytes, path: str) -> Loaded:
    row = _row(raw)
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise LoadError('an article without "text"')
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise LoadError("the text holds half of a character (a lone surrogate)")
    given = text_of(row.get("id"))
    url = text_of(row.get("url"))
    return Loaded(
        origin=f"{path}#{given or url or fingerprint_of(text)}",
        path=path,
        title=text_of(row.get("title")),
        text=text,
        article_id=given,
        outlet=text_of(row.get("outlet")),
        authors=authors_of(row.get("authors")),
        published=day_of(row.get("published")),
        url=url,
    )


def _row(raw: bytes) -> dict[str, Any]:
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LoadError("the line is not UTF-8") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise LoadError(f"the line is not JSON: {getattr(error, 'msg', 'nested too deeply')}") from error
    if not isinstance(row, dict):
        raise LoadError("the line is JSON, but no object")
    return row
