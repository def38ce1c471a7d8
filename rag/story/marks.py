"""Leaf: the quotations of one paragraph, whatever the style of their marks; apostrophes, primes and elisions are told apart."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Span

from ..speech import SAY

# Opening mark: the marks that close it. German „ closes with “ and some write ”; Swedish ” and Danish » open as well.
_CLOSES = {
    **{"“": "”“", "„": "“”", "”": "”", "«": "»", "»": "«", "‹": "›", "›": "‹"},
    **{"「": "」", "『": "』", "〝": "〞〟", '"': '"', "＂": "＂", "‘": "’", "‚": "‘’", "'": "'"},
}
_SINGLE = "‘'"  # marks whose closing one is also an apostrophe
_DOUBLE = '“”„"＂'  # which editors mix up: “said"
_ALL = "".join(dict.fromkeys("".join(_CLOSES) + "".join(_CLOSES.values())))
_MARK = re.compile(f"[{re.escape(_ALL)}]")
_OPENS_AFTER = "([{—–―-:/…*_~\\>=|#" + _ALL  # besides white space
_OPENS_BEFORE = "([{$€£¥#@+-—–…*_<\\[" + _ALL  # besides letters and digits
_DIRECTED = "“„«‹‘‚"  # marks that show which way they stand
_ELISION = re.compile(r"\d\ds?\b|(?:tis|twas|em|til|cause|cos|bout|round|n)\b", re.IGNORECASE)
_AFTER_CLOSING = re.compile(rf"\s*(?:$|[.,;:!?)\]—–]|(?:[\w.’']+ ){{0,4}}{SAY}\b)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark: where it stands, and whether what is around it lets it open a quotation."""

    at: int
    char: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Raw:
    """A quotation within one paragraph, its marks left out; not `closed`: up to the next one, or to the paragraph's `end`."""

    mark: str
    span: Span
    closed: bool
    to_end: bool = False


def in_paragraph(text: str, start: int, end: int, *, goes_on: str = "") -> list[Raw]:
    """The outer quotations of a paragraph in order. `goes_on`: the mark that the next paragraph opens with, if with one.

    A single mark that nothing closes is an apostrophe, unless the next paragraph goes on with such a mark. Takes time in
    proportion to the paragraph's length, whatever is in it.
    """
    marks = [Mark(m.start(), m[0], _opens(text, m.start(), start, end)) for m in _MARK.finditer(text, start, end)]
    return list(_quotations(text, marks, Span(start, end), goes_on))


def opening_mark(text: str, start: int, end: int) -> str:
    """The mark that a paragraph opens with; empty when with none."""
    at = next((n for n in range(start, end) if not text[n].isspace()), end)
    return text[at] if at < end and text[at] in _CLOSES and _opens(text, at, start, end) else ""


def _quotations(text: str, marks: Sequence[Mark], paragraph: Span, goes_on: str) -> Iterator[Raw]:
    at, nested = 0, True
    same = {char: [n for n, mark in enumerate(marks) if mark.char == char and mark.opens] for char in _CLOSES}
    while at < len(marks):
        mark = marks[at]
        if not (mark.opens and mark.char in _CLOSES):
            at += 1
        elif mark.char in _SINGLE:
            closing = _closing_single(text, marks, at, paragraph.end)
            lone = closing is None and mark.char == goes_on and _is_led_in(text, paragraph.start, mark.at)
            if closing is not None:
                yield Raw(mark.char, Span(mark.at + 1, marks[closing].at), closed=True)
            elif lone:
                yield Raw(mark.char, Span(mark.at + 1, paragraph.end), closed=False, to_end=True)
            at = len(marks) if lone else at + 1 if closing is None else closing + 1
        else:
            closing = _balanced(marks, at) if nested else None
            nested = nested and closing is not None  # one that is not balanced: nothing more is counted here
            if closing is None:
                closing = _first_closing(marks, at)
            following = same[mark.char]
            number = bisect_right(following, at)
            opener = following[number] if number < len(following) else None
            if closing is not None:
                yield Raw(mark.char, Span(mark.at + 1, marks[closing].at), closed=True)
                at = closing + 1
            elif opener is not None:
                yield Raw(mark.char, Span(mark.at + 1, marks[opener].at), closed=False)
                at = opener
            else:
                yield Raw(mark.char, Span(mark.at + 1, paragraph.end), closed=False, to_end=True)
                at = len(marks)


def _balanced(marks: Sequence[Mark], opening: int) -> int | None:
    """The mark that closes, when each of its kind that opens in between is closed as well."""
    char, depth = marks[opening].char, 1
    for number in range(opening + 1, len(marks)):
        mark = marks[number]
        if mark.char == char and mark.opens:
            depth += 1
        elif mark.char in _CLOSES[char] and not (mark.opens and mark.char in "“»‘"):
            depth -= 1
            if not depth:
                return number
    return None


def _first_closing(marks: Sequence[Mark], opening: int) -> int | None:
    """The next mark that may close, before another one of the kind opens; of double marks also one of another style."""
    char = marks[opening].char
    mixed = _DOUBLE if char in _DOUBLE else ""
    for number in range(opening + 1, len(marks)):
        mark = marks[number]
        if mark.char == char and mark.opens:
            return None
        if not mark.opens and mark.char in _CLOSES[char] + mixed:
            return number
    return None


def _closing_single(text: str, marks: Sequence[Mark], opening: int, end: int) -> int | None:
    """The mark that closes a single one: not within a word; after an s, which may be a possessive's, as a second choice."""
    weak: list[int] = []
    doubles = 0
    for number in range(opening + 1, len(marks)):
        mark = marks[number]
        doubles += mark.char in _DOUBLE
        if mark.char == marks[opening].char and mark.opens:
            break
        if mark.char not in _CLOSES[marks[opening].char] or text[mark.at + 1 : min(end, mark.at + 2)].isalnum():
            continue
        if text[mark.at - 1].isspace() or doubles % 2:
            continue
        if text[mark.at - 1] != "s":
            return number
        weak.append(number)
    told = (n for n in weak if _AFTER_CLOSING.match(text, marks[n].at + 1, end))
    return next(told, weak[0] if weak else None)


def _is_led_in(text: str, start: int, at: int) -> bool:
    """Whether a mark stands at the beginning of a paragraph, or after a colon or comma."""
    before = text[max(start, at - 8) : at].rstrip()
    return not before or before[-1] in ":,"


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Whether a mark may open a quotation: what is before it is no word's end, and what follows it is a beginning."""
    mark, before, after = text[at], text[max(start, at - 1) : at], text[at + 1 : min(end, at + 2)]
    if mark in "「『〝":
        return True
    if mark in "«»" and after.isspace():  # « as the French write it »
        return mark == "«" and not before.isalnum() and text[at + 2 : min(end, at + 3)].strip() != ""
    if mark in _DIRECTED and after.strip() and (not before or before.isspace()) and not _ELISION.match(text, at + 1, end):
        return True
    begins = after.isalnum() or (after != "" and after in _OPENS_BEFORE) or _is_ellipsis(text, at + 1, end)
    if not begins or (mark in "'‘" and _ELISION.match(text, at + 1, end)):
        return False
    if mark in _DIRECTED and after.isalnum() and not before.isalnum():
        return True
    marked = before != "" and before in _ALL
    return not before or before.isspace() or (before in _OPENS_AFTER and (not marked or after.isalnum() or after in _ALL))


def _is_ellipsis(text: str, at: int, end: int) -> bool:
    return text[at : min(end, at + 2)] in ("..", ".…") or (text[at : at + 1] == "." and text[at + 1 : at + 2].isdigit())
