"""Walks folders for files that may be articles, and reads what `sources.toml` says of its neighbours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import LoadError
from .fields import authors_of, day_of, text_of

SOURCES = "sources.toml"
STORE_MARK = "catalogue.sqlite3"  # a folder that holds it is a store, not articles


def walk(given: Path) -> Iterator[Path]:
    """The file, or those under a folder in order of their names; never hidden ones, README*, sources.toml, links, stores."""
    if given.is_file():
        yield given
        return
    for entry in sorted(given.iterdir()):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            if not (entry / STORE_MARK).exists():
                yield from walk(entry)
        elif entry.is_file() and entry.name != SOURCES and not entry.name.upper().startswith("README"):
            yield entry


def known_sources(file: Path) -> dict[str, Any]:
    """What the `sources.toml` beside a file says of it: title, outlet, authors, published, url; only what is there."""
    path = file.with_name(SOURCES)
    if not path.is_file():
        return {}
    entry = _parsed(path, path.stat().st_mtime_ns).get(file.name, {})
    if not isinstance(entry, dict):
        raise LoadError(f"{path}: the entry for {file.name} is no table")
    found = {
        "title": text_of(entry.get("title")),
        "outlet": text_of(entry.get("outlet")),
        "authors": authors_of(entry.get("authors")),
        "published": day_of(entry.get("published")),
        "url": text_of(entry.get("url")),
    }
    return {key: value for key, value in found.items() if value}


@lru_cache(maxsize=64)
def _parsed(path: Path, _modified: int) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LoadError(f"{path} is not valid TOML: {error}") from error
