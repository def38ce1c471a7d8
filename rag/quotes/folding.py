"""Leaf: when two stretches of text are the same quote: the listed foldings, and nothing else. This is what proves a quote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

_DOUBLE = "“”„‟«»〝〞＂"
_SINGLE = "‘’‚‛‹›`´ʼ＇"
MARKS = _DOUBLE + _SINGLE + "\"'"
_DASHES = "‐‑–—－"
_SPACES = "\t\n\r\v\f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ſt", "ﬆ": "st"}
_WRITTEN_OUT = {**_LIGATURES, "…": "..."}
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}

# One code point for one, so that offsets stay as they are.
_ALIKE = {
    **_FULL_WIDTH,
    **dict.fromkeys(map(ord, _DOUBLE), '"'),
    **dict.fromkeys(map(ord, _SINGLE), "'"),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
}
_ONLY_MARKS = {code: to for code, to in _ALIKE.items() if to in ("'", '"') and not 0xFF00 < code < 0xFF5F}
_ONLY_DASHES = dict.fromkeys(map(ord, _DASHES), "-")
# After a digit a mark may be a measure (5'10"); everywhere else single and double marks are styles of one thing.
_STYLE = re.compile(r'(?<!\d)"')
# Combining marks with what they belong to, Korean letters in parts, and signs that NFC makes others (Å).
_COMBINED = ".[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a]+|[\u1100-\u11ff]+|[\u2126\u212a\u212b]"
_UNEVEN = re.compile(f"{_COMBINED}|…|[ﬀ-ﬆ]", re.DOTALL)
_HIDES = re.compile(f"{_COMBINED}|[ﬀ-ﬆ\uff01-\uff5e]", re.DOTALL)
_LAST = re.compile(r"[.,'\" ]*$")


def folded(text: str) -> tuple[str, Sequence[int] | None]:
    """The text with everything folded but its ends, white space not yet joined, and for each of its code points (and one past
    the last) the offset in `text` that it comes from; None where the offsets are the same.
    """
    even = _STYLE.sub("'", text.translate(_ALIKE))
    if not _UNEVEN.search(even):
        return even, None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _UNEVEN.finditer(even):
        whole = unicodedata.normalize("NFC", "".join(_WRITTEN_OUT.get(c, c) for c in match[0]))
        pieces += [even[at : match.start()], whole]
        offsets += [*range(at, match.start()), *[match.start()] * len(whole)]
        at = match.end()
    return "".join([*pieces, even[at:]]), [*offsets, *range(at, len(even) + 1)]


def folded_quote(text: str) -> str:
    """A quote with all foldings: white space joined, and marks, stops and commas taken off its ends."""
    return _LAST.sub("", " ".join(folded(text)[0].split())).lstrip("'\" ")


def places(quote: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a text prints a quote, equal after folding, as offsets; none that begins or ends within a word or an amount."""
    core = folded_quote(quote)
    if not core or not _may_print(core, text):
        return
    whole, offsets = folded(text)
    first = next((at for at, letter in enumerate(core) if letter.isalpha()), 0)
    for match in _pattern(core, first).finditer(whole):
        start, end = match.span()
        if offsets is not None:
            start, end = offsets[start], _end(offsets, end)
        if same(quote, text[start:end]) and stands_alone(text, start, end) and not _turns_a_question(quote, text, end):
            yield start, end


def _may_print(core: str, text: str) -> bool:
    """Whether a text has the words of a folded quote at all: told without folding it, where nothing in it hides a word."""
    plain = [word for word in core.split(" ")[1:] if word.isascii() and word.isalpha()]
    return all(word in text for word in plain) or bool(_HIDES.search(text))


def same(quote: str, printed: str) -> bool:
    """Whether two stretches of text are equal after folding; the first letter's case aside."""
    one, other = folded_quote(quote), folded_quote(printed)
    return one == other or _uncapped(one) == _uncapped(other)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a stretch is cut out between words: not inside "don't", "1.5", "5%", "€2" or "-3"."""
    before, first = text[max(0, start - 2) : start], text[start : start + 1]
    last, after = text[end - 1 : end], text[end : end + 2]
    cut_before = bool(re.search(r"(?:[^\W_]|[^\W\d_]['’]|\d[.,]|[€£$¥+−#@]|(?:\A|\W)-)\Z", before)) and first.isalnum()
    cut_after = bool(re.match(r"[^\W_]|['’][^\W\d_]|[.,]\d|[%‰°€£$¥]|-\d", after)) and last.isalnum()
    return not cut_before and not cut_after


def used(quote: str, printed: str) -> tuple[str, ...]:
    """The names of the foldings that make the two equal, none of which can be spared."""
    needed = list(_STEPS)
    for step in _STEPS:
        others = [other for other in needed if other is not step]
        needed = others if _equal_by(quote, printed, others) else needed
    return tuple(name for name, _ in needed)


def _pattern(core: str, first: int) -> re.Pattern[str]:
    """Finds a folded quote in a folded text whose white space is not joined."""
    words = [re.escape(word) for word in core.split(" ")]
    pattern = " +".join(words)
    letter = core[first]
    if letter.isalpha() and letter.lower() != letter.upper():
        at = len(" +".join([re.escape(word) for word in core[:first].split(" ")])) if first else 0
        pattern = (
            f"{pattern[:at]}(?:{re.escape(letter.lower())}|{re.escape(letter.upper())}){pattern[at + len(re.escape(letter)) :]}"
        )
    return re.compile(pattern)


def _end(offsets: Sequence[int], end: int) -> int:
    """Past the last code point of what comes before `end`: of "é" written as two, past the second."""
    last = offsets[end - 1]
    return next((offset for offset in offsets[end:] if offset > last), last + 1)


def _turns_a_question(quote: str, text: str, end: int) -> bool:
    """Whether the quote ends in a full stop or comma where the text asks or exclaims."""
    return bool(re.search(r"[.,][\"”’»']*\s*$", quote)) and text[end : end + 1] in ("?", "!", "？", "！")


def _uncapped(text: str) -> str:
    at = next((at for at, letter in enumerate(text) if letter.isalpha()), 0)
    return text[:at] + text[at : at + 1].lower() + text[at + 1 :]


def _equal_by(one: str, other: str, steps: Sequence[tuple[str, Callable[[str], str]]]) -> bool:
    for _, step in steps:
        one, other = step(one), step(other)
    return one == other


def _ligatures_and_widths(text: str) -> str:
    return re.sub("[ﬀ-ﬆ]", lambda m: _LIGATURES[m[0]], text.translate(_FULL_WIDTH))


def _marks(text: str) -> str:
    return _STYLE.sub("'", text.translate(_ONLY_MARKS))


def _ends(text: str) -> str:
    return re.sub(r"[.,\"'“”‘’« »\s]*$", "", text).lstrip(MARKS + " ")


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("composition (NFC)", lambda text: unicodedata.normalize("NFC", text)),
    ("ligatures and full-width forms", _ligatures_and_widths),
    ("ellipsis", lambda text: text.replace("…", "...")),
    ("quotation marks", _marks),
    ("hyphens and dashes", lambda text: text.translate(_ONLY_DASHES)),
    ("white space", lambda text: " ".join(text.translate(dict.fromkeys(map(ord, _SPACES), " ")).split())),
    ("final stop or comma", _ends),
    ("first letter", _uncapped),
)
FOLDINGS = tuple(name for name, _ in _STEPS)
