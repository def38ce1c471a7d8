"""Leaf: which sentences say the same, and which give different figures or days for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from index import STOP_WORDS, Source, fold, stem, terms, words

from .asked import MONTHS
from .turns import MODALS, NEGATIONS

_OF_ONE_THING = 0.6  # share of the shorter sentence's content words that the other has too
_SHARED = 4  # content words at least
_AT_ONE_TIME = 45  # days between two articles, at most
# Words of which one more or less turns a sentence round, though it stays alike.
_OTHER_TURNS = """
denied alleged allegedly reportedly more less fewer before after above below up down over under against only
"""
_TURNS = NEGATIONS | MODALS | frozenset(_OTHER_TURNS.split())
_MAGNITUDES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "bn": 1e9, "m": 1e6, "k": 1e3}
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {word: value for value, word in enumerate(_NUMBERS, start=1)}
_FIGURE = re.compile(
    rf"(?P<hedge>\b(?:more than|over|at least|up to|less than|fewer than|nearly|almost|about|around|approximately|some) )?"
    rf"(?P<sign>[€£$¥] ?)?(?<![\w.,])(?P<number>\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_COUNTS)})\b)(?![\w-])"
    rf"(?: (?P<scale>{'|'.join(_MAGNITUDES)})\b)?(?P<percent> ?%| per ?cent\b)?"
    r"(?: (?P<noun>(?-i:people|children|men|women|[a-z][a-z-]+s))\b)?",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{MONTHS})\b|\b(?P<month2>{MONTHS})\.? (?P<day2>\d{{1,2}})\b(?!:)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts ("€", "%", a noun's stem, "day"), its value, and its words in the sentence."""

    unit: str
    value: float
    words: str
    hedged: bool = False


def alike(one: str, other: str) -> bool:
    """Whether two sentences say the same: the same content words in the same order, and the same words that turn a sense.

    Only articles, prepositions and the like may differ: "the biggest crowd" and "the previous biggest crowd" are two things.
    """
    first, second = words(one), words(other)
    return first == second or (terms(one) == terms(other) and _turning(first) == _turning(second))


def figures(sentence: str) -> list[Figure]:
    """The figures of a sentence in order; years alone are none."""
    found = []
    for match in _DAY.finditer(sentence):
        month = (match["month"] or match["month2"])[:3].lower()
        found.append(Figure(f"day of {month}", float(match["day"] or match["day2"]), match[0]))
    for match in _FIGURE.finditer(_DAY.sub(lambda m: " " * len(m[0]), sentence)):
        unit = _unit(match)
        value = float(_COUNTS.get(match["number"].lower(), 0) or match["number"].replace(",", ""))
        if unit:
            scale = _MAGNITUDES.get((match["scale"] or "").lower(), 1.0)
            found.append(Figure(unit, value * scale, _said(match), bool(match["hedge"])))
    return found


def differing(sentences: Sequence[tuple[str, Source]]) -> Iterator[tuple[Figure, Source, Figure, Source]]:
    """Pairs of figures that two articles give differently for what looks like the same thing; each pair of articles once.

    Precision before recall: both sentences share most of their content words, were printed within weeks, hold one figure of the
    unit each, and neither figure is hedged ("more than"). A figure that has changed between two days differs rightly.
    """
    for (one, source), (other, other_source) in combinations(sentences, 2):
        if source.article_id == other_source.article_id or not _at_one_time(source, other_source):
            continue
        if not _of_one_thing(one, other):
            continue
        for figure in figures(one):
            rivals = [f for f in figures(other) if f.unit == figure.unit]
            own = [f for f in figures(one) if f.unit == figure.unit]
            if len(rivals) == len(own) == 1 and rivals[0].value != figure.value and not (figure.hedged or rivals[0].hedged):
                yield figure, source, rivals[0], other_source
                break


def _unit(match: re.Match[str]) -> str:
    """What is counted; empty for a bare number, and for a year."""
    if match["sign"]:
        return match["sign"].strip()
    if match["percent"]:
        return "%"
    noun = fold(match["noun"] or "")
    year = re.fullmatch(r"(?:1[5-9]|20)\d\d", match["number"]) and not match["scale"]
    return "" if year or not noun or noun in STOP_WORDS else stem(noun)


def _said(match: re.Match[str]) -> str:
    """The figure in the sentence's words, without a noun that is none of what is counted."""
    text = match[0].strip()
    counted = match["noun"] and not match["sign"] and not match["percent"]
    return text if counted or not match["noun"] else text[: -len(match["noun"])].strip()


def _of_one_thing(one: str, other: str) -> bool:
    first, second = ({t for t in terms(text) if not t[:1].isdigit()} for text in (one, other))
    return len(first & second) >= max(_SHARED, _OF_ONE_THING * min(len(first), len(second)))


def _at_one_time(one: Source, other: Source) -> bool:
    """Whether two articles are of about the same time, as far as it is known."""
    if one.day is None or other.day is None:
        return True
    return abs((date.fromisoformat(one.day) - date.fromisoformat(other.day)).days) <= _AT_ONE_TIME


def _turning(found: Sequence[str]) -> list[str]:
    return [word for word in found if word in _TURNS or word.endswith("n't")]
