"""Reads a story from a file: plain text, Markdown as it is written, or Word; what Word hides or has deleted is left out."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index import CuttingsError, decode

from ..errors import StoryUnreadable

LARGEST = 20_000_000  # bytes of a file; a longer one is no story
_LARGEST_UNPACKED = 50_000_000  # bytes of a Word file, all that is packed in it
_FREE = 1_000_000  # bytes that an entry may unpack to, however well it was packed
_RATIO = 100
_MOST_ENTRIES = 10_000
_TEXTS = (".txt", ".text", ".md", ".markdown")
_PACKED = b"PK\x03\x04"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset((_W + "del", _W + "moveFrom", _FALLBACK))
_LETTERS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "\u2011"}
_QUOTES = ("quote", "block")  # how styles of block quotes begin or end: "Quote", "Intense Quote", "Block Text"


def read_story(path: Path) -> str:
    """The text of a story, to the letter; of a Word file its paragraphs in order, tables included, with empty lines between and
    block quotes marked with ">". The path "-" is standard input. Raises StoryUnreadable.
    """
    is_input = str(path) == "-"
    if not is_input:
        _check_kind(path)
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if is_input else _bytes(path)
    except OSError as error:
        raise StoryUnreadable(f"{path} cannot be read: {error.strerror or error}") from error
    return _text(data, path, is_word=path.suffix.lower() == ".docx" or (is_input and data.startswith(_PACKED)))


def story_of(data: bytes, name: str) -> str:
    """The text of a story that was handed over with a file's name. Raises StoryUnreadable."""
    path = Path(name)
    _check_kind(path)
    return _text(data, path, is_word=path.suffix.lower() == ".docx")


def _check_kind(path: Path) -> None:
    if path.suffix.lower() not in (*_TEXTS, ".docx"):
        known = ", ".join((*_TEXTS, ".docx"))
        raise StoryUnreadable(f"{path} is not a kind of file that can be read (these can: {known}); save it as one of them")


def _text(data: bytes, path: Path, *, is_word: bool) -> str:
    if len(data) > LARGEST:
        raise StoryUnreadable(f"{path} is larger than {LARGEST // 1_000_000} MB: that is no story")
    if is_word:
        return _of_word(data, path)
    try:
        return decode(data)
    except CuttingsError as error:
        raise StoryUnreadable(f"{path} cannot be read: {error}") from error


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _of_word(data: bytes, path: Path) -> str:
    try:
        _check_size(data)
        return "\n\n".join(_paragraphs(data)) + "\n"
    except StoryUnreadable as error:
        raise StoryUnreadable(f"{path} {error}") from error
    except Exception as error:  # whatever a hostile or broken file makes python-docx and lxml raise
        raise StoryUnreadable(f"{path} cannot be read as a Word file (.docx): it is damaged, encrypted or none") from error


def _check_size(data: bytes) -> None:
    """Raises StoryUnreadable for a file that would unpack to too much. Entries that lie about their size are cut off at it."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
    total = sum(entry.file_size for entry in entries)
    bomb = any(e.file_size > _FREE and e.file_size > _RATIO * max(1, e.compress_size) for e in entries)
    if len(entries) > _MOST_ENTRIES or total > _LARGEST_UNPACKED or bomb or total > max(_FREE, _RATIO * len(data)):
        raise StoryUnreadable("unpacks to far more than a story: it is refused")


def _paragraphs(data: bytes) -> Iterator[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    hidden = {style.style_id for style in document.styles if _is_hidden(style.element.find(_W + "rPr"))}
    for paragraph, text in _texts(document.element.body, hidden):
        if not text.strip():
            continue
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = names.get(style.get(_W + "val"), "") if style is not None else ""
        is_quote = name.startswith(_QUOTES) or name.endswith(_QUOTES)
        yield "\n".join(f"> {line}" for line in text.splitlines()) if is_quote else text


def _texts(body: Any, hidden: set[str]) -> list[tuple[Any, str]]:
    """(element, text) of every paragraph in order; one in a text box comes after the one that it is fixed to."""
    found: list[tuple[Any, list[str]]] = []
    waiting: list[tuple[Any, list[str] | None]] = [(body, None)]
    while waiting:  # a stack, as files can be nested deeper than Python calls
        element, letters = waiting.pop()
        tag = element.tag
        if tag in _LEFT_OUT or (tag == _W + "r" and _is_hidden_run(element, hidden)):
            continue
        if tag == _W + "p":
            letters = []
            found.append((element, letters))
        elif letters is not None:
            letters.append(element.text or "" if tag == _W + "t" else _LETTERS.get(tag, ""))
        waiting.extend((child, letters) for child in reversed(element))
    return [(element, "".join(letters)) for element, letters in found]


def _is_hidden_run(run: Any, hidden: set[str]) -> bool:
    properties = run.find(_W + "rPr")
    style = properties.find(_W + "rStyle") if properties is not None else None
    return _is_hidden(properties) or (style is not None and style.get(_W + "val") in hidden)


def _is_hidden(properties: Any) -> bool:
    vanish = properties.find(_W + "vanish") if properties is not None else None
    return vanish is not None and vanish.get(_W + "val", "true") not in ("0", "false", "off")
