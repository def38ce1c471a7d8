"""Readers of articles: files and folders in, articles or reasons for rejection out, one at a time.

`read` is the conductor of this package; one module reads one format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from ..errors import LoadError
from ..types import Loaded, Rejected
from . import jsonl, text
from .folder import known_sources, walk

_READERS = {".txt": text.read, ".text": text.read, ".jsonl": jsonl.read, ".ndjson": jsonl.read}
KINDS = tuple(_READERS)


def read(paths: Iterable[Path]) -> Iterator[Loaded | Rejected]:
    """Every article in the files and folders named, in order of their names, and every file or row that is not taken."""
    for given in paths:
        if not given.exists():
            yield Rejected(str(given), "there is no such file or folder")
            continue
        files = list(walk(given))
        if given.is_dir() and not files:
            yield Rejected(str(given), "the folder holds no files")
        for file in files:
            yield from _read_file(file)


def count(paths: Iterable[Path]) -> int:
    """About how many files and rows `read` will come to, for showing progress."""
    files = [file for given in paths if given.exists() for file in walk(given)]
    return sum(jsonl.count(file) if _READERS.get(file.suffix.lower()) is jsonl.read else 1 for file in files)


def _read_file(file: Path) -> Iterator[Loaded | Rejected]:
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        kinds = ", ".join(_READERS)
        yield Rejected(str(file), f"not a kind of file that can be read (these can: {kinds})")
        return
    try:
        known = known_sources(file)
        for item in reader(file):
            yield replace(item, **known) if isinstance(item, Loaded) and known else item
    except LoadError as error:
        yield Rejected(str(file), str(error))
    except OSError as error:
        yield Rejected(str(file), f"it cannot be opened: {error.strerror or error}")
