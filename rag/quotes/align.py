"""Leaf: where a text comes nearest to a quote, word for word, and what differs there. For telling, never for proving."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from index import STOP_WORDS, Span, fold

from ..turns import MODALS, NEGATIONS
from .folding import MARKS, folded
from .types import Alarm, Change

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’‘\u2010\u2011-][^\W_]+)*|[%‰€£$¥?]")
_MOST_TOKENS = 400  # of a quote
_SOUGHT = re.compile(r"[^\W_]{4,}|\d+")
_STEP = 400  # code points
_MINUS = re.compile(r"[-−]$")
_RUN = 3  # words in a row that make a piece of a text
_NUMBER_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands
million millions billion billions trillion trillions half third quarter double twice dozen dozens first second
"""
_NUMBERS = frozenset(_NUMBER_WORDS.split())


class Token(NamedTuple):
    """A word or sign of a text: as compared (folded), and where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a quote's tokens, `first` to `last` (past the end), that a text has word for word from its token `at` on."""

    first: int
    last: int
    at: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The stretch of a text that is nearest to a quote, how near (0 to 1, share of tokens that agree), and what differs.
    `loose`: the longest run of the quote's tokens in which no three in a row agree.
    """

    start: int
    end: int
    score: float
    changes: tuple[Change, ...]
    loose: int


def tokens(text: str) -> list[Token]:
    """The tokens of a text in order."""
    return [Token(_key(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(text)]


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return fold(word).translate(_PLAIN)


def nearest(quote: str, text: str) -> Alignment | None:
    """The stretch of the text that is nearest to the quote; None when no word of it is there."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    own = tokens(quote)[:_MOST_TOKENS]
    window = _window(quote, text)
    other = [Token(t.key, window.start + t.start, window.start + t.end) for t in tokens(text[window.start : window.end])]
    if not own or not other:
        return None
    keys, others = [t.key for t in own], [t.key for t in other]
    found = fuzz.partial_ratio_alignment(keys, others) if len(others) > len(keys) else None
    low, high = (found.dest_start, found.dest_end) if found else (0, len(others))
    spare = max(3, len(keys) // 3)
    low, high = _fitted(keys, others, max(0, low - spare), min(len(others), high + spare))
    codes = list(Levenshtein.opcodes(keys, others[low:high]))
    if not any(code.tag == "equal" for code in codes):
        return None
    first, last = low + codes[0].dest_start, low + codes[-1].dest_end
    same = [(code.src_start, code.src_end) for code in codes if code.tag == "equal"]
    agree = sum(end - start for start, end in same)
    changes: list[Change] = []
    for code in codes:
        quoted = own[code.src_start : code.src_end]
        printed = other[low + code.dest_start : low + code.dest_end]
        equal = code.tag == "equal"
        changes += _within(quote, quoted, text, printed) if equal else [_change(quote, quoted, text, printed)]
    if not changes:  # then it is the signs at its end that part: "!" for "."
        end = other[last - 1].end
        after = text[end : end + len(quote) - own[-1].end]
        changes = [Change(Alarm.CHANGED, quote[own[-1].start :], text[other[last - 1].start : end + len(after.rstrip())])]
    score = 2 * agree / (len(keys) + last - first)
    return Alignment(other[first].start, other[last - 1].end, score, tuple(changes), _loose(same, len(keys)))


def _window(quote: str, text: str) -> Span:
    """The part of a long text that has most of the quote's words and pairs of words; all of it where it has none."""
    step = max(_STEP, len(quote))
    words = quote.split()[:_MOST_TOKENS]
    sought = {*_SOUGHT.findall(quote), *(f"{one} {other}" for one, other in pairwise(words))}
    held = [(sum(some in text[at : at + 3 * step] for some in sought), -at) for at in range(0, len(text), step)]
    most, at = max(held, default=(0, 0))
    return Span(max(0, -at - step), min(len(text), -at + 4 * step)) if most else Span(0, len(text))


def _loose(same: Sequence[tuple[int, int]], count: int) -> int:
    """The longest run of a quote's tokens between those that agree in runs worth the name."""
    anchors = [(0, 0), *((start, end) for start, end in same if end - start >= _RUN), (count, count)]
    return max(start - end for (_, end), (start, _) in pairwise(anchors))


def _fitted(keys: Sequence[str], others: Sequence[str], low: int, high: int) -> tuple[int, int]:
    """The part of a stretch from which the fewest words must be changed; of those that are equally near, the one that has most
    of the words, then the one whose length is the quote's, so that a changed last word stands beside what is printed there.
    """
    from rapidfuzz.distance import LCSseq, Levenshtein

    def cost(start: int, end: int) -> tuple[int, int, int]:
        part = others[start:end]
        return Levenshtein.distance(keys, part), -LCSseq.similarity(keys, part), abs(len(part) - len(keys))

    # The start first, with words enough after it whatever the end will be; then the end.
    far = min(range(low + 1, high + 1), key=lambda end: (Levenshtein.distance(keys, others[low:end]) + low - end, end))
    low = min(range(low, far), key=lambda start: cost(start, far))
    high = min(range(low + 1, high + 1), key=lambda end: cost(low, end))
    return low, high


def _within(quote: str, quoted: Sequence[Token], text: str, printed: Sequence[Token]) -> Iterator[Change]:
    """Where words that are the same part in case, or in the signs between them."""
    for number, (one, other) in enumerate(zip(quoted, printed, strict=True)):
        if _differ(quote, one, text, other):
            yield _change(quote, [one], text, [other])
        if number + 1 == len(quoted):
            return
        after, beside = quoted[number + 1], printed[number + 1]
        gaps = quote[one.end : after.start], text[other.end : beside.start]
        if _plain_gap(gaps[0]) != _plain_gap(gaps[1]):
            is_number = bool(_MINUS.search(gaps[0]) or _MINUS.search(gaps[1])) and after.key[0].isdigit()
            alarm = Alarm.NUMBER if is_number else Alarm.CHANGED
            yield Change(alarm, quote[one.start : after.end], text[other.start : beside.end])


def _plain_gap(gap: str) -> str:
    """The signs between two words with the foldings of a quote."""
    return " ".join(folded(gap)[0].split()) if gap != " " else ""


def pieces(quote: Sequence[Token], text: Sequence[Token]) -> list[Piece]:
    """The longest runs of the quote's tokens that the text has, greedily from the left, each of three tokens or more."""
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    wanted = {tuple(t.key for t in quote[n : n + _RUN]) for n in range(len(quote) - _RUN + 1)}
    for n in range(len(text) - _RUN + 1):
        run = tuple(t.key for t in text[n : n + _RUN])
        if run in wanted:
            starts[run].append(n)
    found: list[Piece] = []
    at = 0
    while at <= len(quote) - _RUN:
        run = tuple(t.key for t in quote[at : at + _RUN])
        best = max((_longest(quote, at, text, n) for n in starts[run]), key=lambda p: p.last, default=None)
        if best is None:
            at += 1
            continue
        found.append(best)
        at = best.last
    return found


def _longest(quote: Sequence[Token], first: int, text: Sequence[Token], at: int) -> Piece:
    length = 0
    while first + length < len(quote) and at + length < len(text) and quote[first + length].key == text[at + length].key:
        length += 1
    return Piece(first, first + length, at)


def alarms_of(words: str) -> set[Alarm]:
    """Which of negation, number and modal some words hold."""
    found = set()
    for token in tokens(words):
        found |= _kind(token.key)
    return found


def _kind(key: str) -> set[Alarm]:
    found = set()
    if key in NEGATIONS or key.endswith("n't"):
        found.add(Alarm.NEGATION)
    if key in MODALS or key.removesuffix("n't") in MODALS:
        found.add(Alarm.MODAL)
    if any(c.isdigit() for c in key) or key in _NUMBERS or key in "%‰€£$¥":
        found.add(Alarm.NUMBER)
    return found


def _change(quote: str, quoted: Sequence[Token], text: str, printed: Sequence[Token]) -> Change:
    own = quote[quoted[0].start : quoted[-1].end] if quoted else ""
    other = text[printed[0].start : printed[-1].end] if printed else ""
    keys = {t.key for t in quoted} ^ {t.key for t in printed} or {t.key for t in quoted}
    kinds = {kind for key in keys for kind in _kind(key)}
    for alarm in (Alarm.NEGATION, Alarm.NUMBER, Alarm.MODAL):
        if alarm in kinds:
            return Change(alarm, own, other)
    if any(_is_name(quote, t) for t in quoted) or any(_is_name(text, t) for t in printed):
        return Change(Alarm.NAME, own, other)
    return Change(Alarm.CHANGED if own and other else Alarm.ADDED if own else Alarm.DROPPED, own, other)


def _is_name(text: str, token: Token) -> bool:
    """Whether a token is capitalised within a sentence, or begins one and is nowhere in the text without a capital."""
    word = text[token.start : token.end]
    if not word[0].isupper() or word == "I" or token.key in STOP_WORDS:
        return False
    before = text[: token.start].rstrip(MARKS + " (\n")
    within = bool(before) and before[-1] not in ".!?:…"
    return within or not re.search(rf"(?<!\w){re.escape(word[0].lower() + word[1:])}(?!\w)", text)


def _differ(quote: str, one: Token, text: str, other: Token) -> bool:
    """Whether two tokens that are equal when folded differ in case, the first letter of the quote aside."""
    own, printed = quote[one.start : one.end].translate(_PLAIN), text[other.start : other.end].translate(_PLAIN)
    if one.start <= len(quote) - len(quote.lstrip(MARKS + " ")):
        own, printed = own[:1].lower() + own[1:], printed[:1].lower() + printed[1:]
    return own != printed and own.casefold() == printed.casefold()


_PLAIN = {ord("’"): "'", ord("‘"): "'", 0x2010: "-", 0x2011: "-"}
