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
# Encodings that pages and files come in. Short texts look alike in several of them: "déjà vu" in cp1252 is "déją vu" in
# cp1257, so a rarer one must fit clearly better (in charset-normalizer's share of unlikely characters).
_WESTERN = "cp1252"
_ON_THE_WEB = [
    *(f"cp125{n}" for n in range(9)),
    *("koi8_r", "koi8_u", "big5", "gb18030", "euc_jp", "shift_jis", "iso2022_jp", "euc_kr", "tis_620", "utf_16", "utf_8"),
]
_CLEARLY = 0.1


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
    """The text in the encoding that fits best; Western European unless another one is clearly better."""
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=_ON_THE_WEB)
    best = matches.best()
    if best is None:
        raise LoadError("it is binary, or text in an unknown encoding; save it as UTF-8")
    western = next((m for m in matches if _WESTERN in (m.encoding, *m.could_be_from_charset)), None)
    return str(western if western and western.chaos <= best.chaos + _CLEARLY else best)
