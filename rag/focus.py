"""Leaf: the words of a sentence that answer the question, for the eye to find first; none where that is not plain."""

from __future__ import annotations

import re
from collections.abc import Iterable

from index import STOP_WORDS, WORD, Span, fold, names, stem, terms

from .asked import MONTHS, NUMBER_WORDS, Asked, Kind

_LONGEST = 30  # words
_FARTHEST = 100  # from the nearest word of the question, in characters
_WHERE = re.compile(r"\b(?:in|at|to|from|near|on|of|for|with) (?:the )?$")
_NUMBER = rf"(?:[€£$¥] ?)?\d[\d,.]*\d|(?:[€£$¥] ?)?\d|\b(?:{NUMBER_WORDS})\b"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)s?|bn|tn|m|k"
_ROUGHLY = r"approximately|about|around|nearly|almost|over|more than|less than|fewer than|at least|up to|only|some|an estimated"
_AMOUNT = re.compile(
    rf"(?:\b(?:{_ROUGHLY}) )?(?:{_NUMBER})(?![-\w])(?: ?(?:{_SCALE})\b)*(?: of (?:{_SCALE})\b)*"
    r"(?: ?(?:%|per ?cent\b)| (?:people|children|men|women|[a-z]{3,}s)\b)?(?: (?:a|per) (?:day|week|month|year|head|hour)\b)?",
    re.IGNORECASE,
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SEASON = r"week|month|year|spring|summer|autumn|fall|winter"
_TIMES = r"(?:second|minute|hour|day|week|month|year|decade|centur)(?:s|y|ies)?"
# A year that a noun follows says which thing is meant, not when it was: "the 2020 deal".
_YEAR = r"\b(?:1[5-9]|20)\d\d\b(?! (?!and|when|as|on|in|by|at|to|with|after|before|until|that|the)[a-z])"
_DATE = re.compile(
    r"(?:\b(?i:in|on|by|within|since|until|till|after|before|from|during|at|over|for)\s)?(?:"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?\b(?:{MONTHS})\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?,?(?: \d{{4}}\b)?|\b{_DAY}\b|{_YEAR}"
    rf"|\b(?i:yesterday|today|tomorrow|tonight|(?:last|next|this|earlier this|later this) (?:{_SEASON}))\b"
    rf"|\b(?i:(?:\d[\d,.]*|{NUMBER_WORDS}|several|a few)[ -]{_TIMES})\b)"
)
_REASON = re.compile(
    r"\b(?:because|due to|owing to|on the grounds|so that|in order to|citing|amid|thanks to|in protest|to avoid|for fear)\b"
    r"[^.;:]*",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|told [\w ]+|added|warned|claimed|argued|noted|wrote|insisted|stated)(?:,? that)? ([^\"“”]+)"
)
_QUOTED = re.compile(r"[“\"]([^”\"]{12,})[”\",.]")
# Where what is said of one thing ends.
_BOUNDARY = re.compile(r"[,;:()–—]|\b(?:while|but|although|whereas|when|which|who|and|because|after|before|as)\b")
_ENDS = re.compile(r"[,;:()–—]|\s(?:while|but|although|whereas|when|which|who|because|after|before|as|amid)\s|[.!?…]+[\"”’]*$")
_NOUN = re.compile(r"\b(?:the|an?|of|for|in|its|their|his|her|no) $")
_NOUN_END = re.compile(r"(?:tion|sion|ment|ance|ence|ness|ity)s?$")
_HOW_MANY = re.compile(r"\bhow many (?:more |other )?(\w+)", re.IGNORECASE)
_WHO = re.compile(r"\bwho(?: (?:is|was|has|had|will|would))?(?: been)? (.*)", re.IGNORECASE)
_VERB_ASKED = re.compile(r"^what (?:did|does|do|has|have|had|will|would|could|can|should)\b(?P<rest>.*)$", re.IGNORECASE)


def focus(asked: Asked, text: str) -> Span | None:
    """Where in the sentence the answer's own words stand; None where no words are plainly of the kind asked for."""
    found = _of_kind(asked, text)
    if found is None or not 0 < len(text[found.start : found.end].split()) <= _LONGEST:
        return None
    whole = found.end - found.start > 0.85 * len(text)
    return None if whole else found


def _of_kind(asked: Asked, text: str) -> Span | None:
    if asked.kind in (Kind.AMOUNT, Kind.DATE):
        pattern = _AMOUNT if asked.kind is Kind.AMOUNT else _DATE
        places = (m.span() for m in pattern.finditer(text) if m[0].strip() and not (pattern is _AMOUNT and _is_year(m[0])))
        return _nearest(asked, text, (span for span in places if _counts(asked, text, span)))
    if asked.kind is Kind.PERSON:
        return next((Span(*span) for span in _places_of(names(text), text) if _does_it(asked, text, span)), None)
    if asked.kind is Kind.PLACE and asked.text.lower().startswith("where"):
        return _nearest(asked, text, (span for span in _places_of(names(text), text) if _WHERE.search(text[: span[0]])))
    if asked.kind is Kind.REASON:
        match = _REASON.search(text)
        return Span(match.start(), _trimmed(text, match.start(), match.end())) if match else None
    if asked.kind is Kind.QUOTE:
        said = _QUOTED.search(text) or _SAID.search(text)
        return Span(said.start(1), _trimmed(text, said.start(1), said.end(1))) if said else None
    return _object_of_the_verb(asked, text)


def _counts(asked: Asked, text: str, span: tuple[int, int]) -> bool:
    """Whether a number counts what "how many" asks for; every number does where it is not asked so."""
    match = _HOW_MANY.search(asked.text)
    return match is None or stem(fold(match[1])) in [stem(w) for w in _folded(text[span[0] : span[1] + 40])]


def _does_it(asked: Asked, text: str, span: tuple[int, int]) -> bool:
    """Whether a name stands right beside the verb of the question: "convened by Marco Rubio", "Germany, however, opposes"."""
    if set(terms(text[span[0] : span[1]])) <= set(asked.terms):
        return False  # the question names it: somebody else is asked for
    match = _WHO.search(asked.text)
    verb = next((stem(w) for w in _folded(match[1]) if w not in STOP_WORDS), None) if match else None
    before = [stem(w) for w in _folded(text[: span[0]])]
    after = [stem(w) for w in _folded(text[span[1] :])]
    if re.search(r"\bby (?:[a-z]+ ){0,3}$", text[: span[0]]):
        return verb in before[-4:]
    return not _WHERE.search(text[: span[0]]) and verb in after[:2]


def _folded(text: str) -> list[str]:
    return [fold(m[0]) for m in WORD.finditer(text)]


def _nearest(asked: Asked, text: str, places: Iterable[tuple[int, int]]) -> Span | None:
    """Of some stretches the one nearest to a word of the question, of those that the question does not say itself."""
    said = set(asked.terms)
    wanted = [m for m in WORD.finditer(text) if stem(fold(m[0])) in said or stem(fold(m[0]).removesuffix("'s")) in said]
    best: tuple[float, Span] | None = None
    for start, end in places:
        own = {stem(fold(m[0])) for m in WORD.finditer(text[start:end])}
        if own <= said:
            continue
        outside = [m for m in wanted if m.end() <= start or m.start() >= end]
        far = min((_distance(text, m.span(), (start, end)) for m in outside), default=float(len(text)))
        if best is None or far < best[0]:
            best = far, Span(start, _trimmed(text, start, end))
    return best[1] if best and best[0] <= _FARTHEST else None


def _distance(text: str, one: tuple[int, int], other: tuple[int, int]) -> float:
    """Characters between two stretches; where something else is spoken of between them, they are far apart."""
    between = text[one[1] : other[0]] if one[1] <= other[0] else text[other[1] : one[0]]
    return len(between) + 60 * len(_BOUNDARY.findall(between))


def _object_of_the_verb(asked: Asked, text: str) -> Span | None:
    """What follows the verb of the question in the sentence: after "demanding", for "What did the EU demand?"."""
    match = _VERB_ASKED.match(asked.text)
    if match is None:
        return None
    called = {stem(fold(m[0])) for name in asked.names for m in WORD.finditer(name)}
    content = [stem(w) for w in _folded(match["rest"]) if w not in STOP_WORDS]
    # Only after a name is it certain where the verb stands: "what did the EU demand".
    verb = next((w for w in content if w not in called), None) if content and content[0] in called else None
    for word in WORD.finditer(text):
        if stem(fold(word[0])) == verb and not _NOUN.search(text[: word.start()]) and not _NOUN_END.search(word[0]):
            end = _ENDS.search(text, word.end())
            start = word.end() + len(text[word.end() :]) - len(text[word.end() :].lstrip())
            stop = _trimmed(text, start, end.start() if end else len(text))
            leads_off = re.match(r"(?:by|was|were|is|are|that|to|of|for|in|with)\b", text[start:stop])
            return Span(start, stop) if stop > start and not leads_off else None
    return None


def _places_of(found: Iterable[str], text: str) -> Iterable[tuple[int, int]]:
    at = 0
    for name in found:
        at = text.index(name, at)
        yield at, at + len(name)
        at += len(name)


def _is_year(text: str) -> bool:
    return bool(re.match(r"(?:about |around )?(?:1[5-9]|20)\d\d(?: [a-z]+)?$", text))


def _trimmed(text: str, start: int, end: int) -> int:
    """The end without white space and marks that close the sentence rather than the words."""
    return start + len(text[start:end].rstrip(" \t\"'”’»,;:.!?…"))
