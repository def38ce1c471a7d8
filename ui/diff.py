"""Leaf: a quote beside what is printed, word by word. For telling apart what differs, never for proving."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_WORD = re.compile(r"\S+")
_MOST = 1_500  # words a side that are compared
_ALIKE = str.maketrans({**dict.fromkeys('“”„«»‘’‚‹›`´"', "'"), **dict.fromkeys("‐‑–—", "-")})
_AROUND = "'.,;:()[]…"


class Kind(StrEnum):
    """What a stretch is: in both, in the quote alone, or in print alone."""

    BOTH = "both"
    QUOTED = "quoted"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of the quote or, where both have them, of what is printed."""

    kind: Kind
    text: str


def diff(quoted: str, printed: str) -> list[Stretch]:
    """The two in one row, each stretch to the letter; empty when they are too long to be compared."""
    from rapidfuzz.distance import Levenshtein

    own, other = list(_WORD.finditer(quoted)), list(_WORD.finditer(printed))
    if len(own) > _MOST or len(other) > _MOST:
        return []
    keys, others = [_key(m[0]) for m in own], [_key(m[0]) for m in other]
    if keys and others and _uncapped(keys[0]) == _uncapped(others[0]):
        keys[0] = others[0]
    return list(_stretches(quoted, own, printed, other, Levenshtein.opcodes(keys, others)))


def _stretches(
    quoted: str, own: list[re.Match[str]], printed: str, other: list[re.Match[str]], codes: object
) -> Iterator[Stretch]:
    for code in codes:  # type: ignore[attr-defined]  # rapidfuzz's Opcodes have no types
        if code.tag == "equal":
            yield Stretch(Kind.BOTH, _cut(printed, other[code.dest_start : code.dest_end]))
            continue
        if code.src_end > code.src_start:
            yield Stretch(Kind.QUOTED, _cut(quoted, own[code.src_start : code.src_end]))
        if code.dest_end > code.dest_start:
            yield Stretch(Kind.PRINTED, _cut(printed, other[code.dest_start : code.dest_end]))


def _cut(text: str, words: list[re.Match[str]]) -> str:
    return text[words[0].start() : words[-1].end()]


def _key(word: str) -> str:
    """A word without the typography that makes no difference."""
    plain = unicodedata.normalize("NFC", word).translate(_ALIKE)
    return plain.strip(_AROUND) or plain


def _uncapped(word: str) -> str:
    return word[:1].lower() + word[1:]
