"""Leaf: what a question asks for: its words, its names, and the kind of answer that would satisfy it."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from index import names, stem, terms

from .types import Searcher


class Kind(StrEnum):
    """The kind of answer asked for."""

    AMOUNT = "amount"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    QUOTE = "quote"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart. `terms` are stems of content words, each once, in order."""

    text: str
    terms: tuple[str, ...]
    names: tuple[str, ...]
    kind: Kind


_AMOUNT = re.compile(
    r"\bhow (?:much|many|big|large|high|far|tall|old)\b|\bwhat (?:percentage|share|number|amount|sum|price|cost)\b", re.I
)
_DATE = re.compile(
    r"\bwhen\b|\bhow (?:long|soon|often)\b|\b(?:what|which) (?:year|month|day|date|time|week|decade|century)\b|\bhow many (?:years|months|days)",
    re.I,
)
_PERSON = re.compile(
    r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|actor|actress|singer|player|minister|president|leader|official|politician|author)\b",
    re.I,
)
_PLACE = re.compile(r"\bwhere\b|\b(?:what|which) (?:country|city|state|place|town|region|nation|continent)\b", re.I)
_REASON = re.compile(r"\bwhy\b|\bwhat (?:caused|reason|led)\b|\bhow come\b", re.I)
_QUOTE = re.compile(
    r"\b(?:say|said|says|tell|told|warn|warned|claim|claimed|argue|argued|note|noted|write|wrote|think|call|called|describe|described)\b",
    re.I,
)
_KINDS = (
    (_REASON, Kind.REASON),
    (_DATE, Kind.DATE),
    (_AMOUNT, Kind.AMOUNT),
    (_PERSON, Kind.PERSON),
    (_PLACE, Kind.PLACE),
    (_QUOTE, Kind.QUOTE),
)

# What somebody's attitude is asked with; the sentence that tells it rarely says "thinks". As stems.
_ATTITUDE = frozenset(
    stem(word) for word in ("think", "thought", "believe", "feel", "felt", "mean", "meant", "want", "like", "know")
)
_CALENDAR = frozenset(word.lower() for word in (*calendar.month_name, *calendar.day_name, "of", "the") if word)
MONTHS = (
    r"Jan(?:uary)?|Feb(?:ruary)?|March|April|May|June|July|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
NUMBER_WORDS = r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|double|twice"
_SIGNS = {
    Kind.AMOUNT: re.compile(rf"\d|\b(?:{NUMBER_WORDS})\b", re.I),
    Kind.DATE: re.compile(
        rf"\b(?:{MONTHS})\b|\b(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|\b(?:1[5-9]|20)\d\d\b"
        r"|\b(?i:yesterday|today|tomorrow|(?:last|next|this|earlier this|later this) (?:week|month|year|spring|summer|autumn|fall|winter)"
        rf"|(?:\d+|{NUMBER_WORDS}) (?:day|week|month|year|decade|hour|minute)s?)\b"
    ),
    Kind.REASON: re.compile(
        r"\b(?:because|due to|owing to|on the grounds|so that|in order to|citing|amid|after|following|since|as|over|blam\w+|caus\w+|concern\w*|reasons?|therefore|for fear|thanks to|to avoid)\b",
        re.I,
    ),
    Kind.QUOTE: re.compile(
        r"[\"“”«»]|\b(?:said|says|told|added|warned|claimed|argued|noted|noting|wrote|insisted|stated|described|accused|suggested|explained|announced|according to|called)\b",
        re.I,
    ),
}


def taken_apart(text: str) -> Asked:
    """The question's terms, names and kind. Months and days of the week are no names."""
    kind = next((kind for pattern, kind in _KINDS if pattern.search(text)), Kind.OTHER)
    called = (name for name in names(text) if not _CALENDAR.issuperset(name.lower().split()))
    asked = dict.fromkeys(term for term in terms(text) if term not in _ATTITUDE)
    return Asked(text, tuple(asked or dict.fromkeys(terms(text))), tuple(called), kind)


def term_weights(asked: Iterable[str], searcher: Searcher) -> dict[str, float]:
    """How much each term of the question tells: inverse passage frequency; most for one that occurs nowhere."""
    passages = searcher.counts()[1]
    return {term: math.log(1 + passages / (0.5 + searcher.occurrences([term]))) for term in asked}


def shows(kind: Kind, sentence: str, question_terms: frozenset[str]) -> bool:
    """Whether a sentence holds something of the kind asked for; a person or place must be one the question does not name."""
    if kind in (Kind.PERSON, Kind.PLACE):
        return any(not question_terms.issuperset(terms(name)) for name in names(sentence))
    sign = _SIGNS.get(kind)
    return bool(sign.search(sentence)) if sign else True


# A reason in so many words. "Over" gives one only after what fails or is fought about.
_GIVES_A_REASON = re.compile(
    r"\b(?:because|due to|owing to|on the grounds|so that|in order to|citing|thanks to|in protest|to avoid|for fear|the reason)\b"
    r"|\b(?:broke\w*|collaps\w*|fail\w*|fell|split|stall\w*|clash\w*|row|dispute\w*|disagree\w*|resign\w*|quit|walk\w* out|sack\w*)\b"
    r"[^.;]{0,40}\bover\b",
    re.I,
)


def gives_a_reason(sentence: str) -> bool:
    """Whether a sentence gives a reason in so many words."""
    return bool(_GIVES_A_REASON.search(sentence))
