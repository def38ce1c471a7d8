"""Reads a plain text file as one article, to the letter."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from ..errors import LoadError
from ..types import Loaded, Rejected

_LARGEST = 20_000_000  # bytes; a longer "article" is a dump
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(path: Path) -> Iterator[Loaded | Rejected]:
    """The one article in a file. Raises LoadError when it holds no text."""
    if path.stat().st_size > _LARGEST:
        raise LoadError(f"larger than {_LARGEST // 1_000_000} MB: not one article")
    text = decode(path.read_bytes())
    if not text.strip():
        raise LoadError("it holds no text")
    origin = str(path.resolve())
    yield Loaded(origin=origin, path=origin, text=text)


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else as UTF-8, else by detection. Raises LoadError for binary data."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data:
        raise LoadError("it is binary, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _detected(data)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise LoadError(f"it says it is {encoding}, but is not: {error.reason}") from error
    if "\0" in text:
        raise LoadError("it is binary, not text")
    return text


def _detected(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise LoadError("it is binary, or text in an unknown encoding; save it as UTF-8")
    return str(best)
