"""Leaf: an author's name in its parts, where they are plain: else it stays whole."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*[\w.])?")
_SMALL = "da das de del della den der di do dos du el la le ten ter van von zu zur"
_PARTICLES = frozenset(_SMALL.split())
_MOST_WORDS = 5
# Words of desks and agencies, which have no family name.
_DESKS = """
agencies agency associated associates and bbc board bureau bureaus contributor contributors correspondent correspondents
council daily desk digital editor editorial editors for foundation from gazette group herald institute international
journal magazine media network networks news newspaper newspapers newsroom office online our post press radio reporter
reporters service services staff studio studios team the times today tribune tv university unit wire wires with writer
writers jr jr. sr sr. ii iii iv agence afp ap dpa efe pti reuters
"""
_NO_PERSON = frozenset(_DESKS.split())


@dataclass(frozen=True, slots=True)
class Name:
    """A person's given and family name; or a name that stays whole, `given` then being empty."""

    family: str
    given: str = ""


def name_of(author: str) -> Name:
    """The parts of a name as it is printed. A desk, an agency, a single word, and what is not plain, stays whole."""
    if author.count(",") == 1:
        family, given = (part.strip() for part in author.split(","))
        plain = _person([*given.split(), *family.split()])
        return Name(family, given) if given and family and plain and f"{family}, {given}" == author else Name(author)
    words = author.split()
    if " ".join(words) != author or not 2 <= len(words) <= _MOST_WORDS or not _person(words):
        return Name(author)
    first = next((n for n, word in enumerate(words[1:-1], start=1) if word in _PARTICLES), len(words) - 1)
    return Name(" ".join(words[first:]), " ".join(words[:first]))


def _person(words: list[str]) -> bool:
    """Whether the words can be a person's name: capitals, or small particles between them; no word of a desk or agency."""
    if any(word.lower() in _NO_PERSON or not _WORD.fullmatch(word) for word in words):
        return False
    return (
        bool(words) and all(word in _PARTICLES or _titled(word) for word in words) and _titled(words[0]) and _titled(words[-1])
    )


def _titled(word: str) -> bool:
    """Whether a word begins with a capital, or is of a script that has none."""
    return unicodedata.category(word[0]) in ("Lu", "Lt", "Lo")
