"""Leaf: the figures, dates and titles of a sentence, each in a form that compares, with the names that stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index import STOP_WORDS, Span, fold, stem, terms

from ..asked import MONTHS
from .types import DetailKind

_SCALES = {
    **{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12},
    **{"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12},
}
_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
_WORDS = {word: number for number, word in enumerate(_COUNTED.split(), start=1)}
_SIGNS = {"us$": "$", "a$": "a$", "c$": "c$", "euro": "€", "euros": "€", "pound": "£", "pounds": "£", "dollar": "$"}
_SIGNS |= {"dollars": "$", "yen": "¥", "eur": "€", "gbp": "£", "usd": "$"}
_UNITS = {"per cent": "%", "percent": "%", "percentage points": "points", "percentage point": "points", "kilometre": "km"}
_UNITS |= {"kilometres": "km", "kilometers": "km", "metres": "metre", "meters": "metre", "miles": "mile", "tonnes": "tonne"}
_UNITS |= {"tons": "ton", "kilos": "kg", "kilograms": "kg", "hectares": "hectare", "acres": "acre", "degrees": "degree"}
_MEASURES = [*_UNITS, "%", "km", "kg", "mile", "tonne", "ton", "metre"]
_UNIT = "|".join(sorted(map(re.escape, _MEASURES), key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"(?<![\w.,/:#%&-])(?P<sign>(?:US|A|C)?\$|[€£¥]|(?:EUR|GBP|USD) )? ?"
    rf"(?P<number>{_NUMBER}|(?:{'|'.join(_WORDS)})\b)(?:[–-](?P<to>{_NUMBER}))?"
    rf"(?:[ \u00a0-]?(?P<scale>{'|'.join(sorted(_SCALES, key=len)[::-1])})\b)?"
    rf"(?:[ \u00a0-]?(?P<unit>{_UNIT}|(?:US )?dollars?|euros?|pounds?|yen)(?![\w]))?"
    r"(?![\w/]|[.,:]\d|-\d)(?: (?P<noun>(?-i:[a-z][a-z-]+))\b)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{MONTHS})\b\.?(?:,? (?P<year>\d{{4}})\b)?"
    rf"|\b(?P<month2>{MONTHS})\b\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:,.]\d)(?:,? (?P<year2>\d{{4}})\b)?"
    rf"|\b(?P<month3>{MONTHS}) (?P<year3>(?:1[5-9]|20)\d\d)\b"
)
_NUMERIC_DATE = re.compile(r"\b\d{1,4}([/.-])\d{1,2}\1\d{1,4}\b|\b\d{1,2}:\d{2}\b")  # day or month first?

_OFFICES = """
president minister chancellor secretary premier taoiseach commissioner ambassador senator congressman congresswoman governor
mayor mp mep msp councillor leader chair chairman chairwoman chairperson chief executive ceo director manager head founder
editor spokesman spokeswoman spokesperson professor dr sir dame lord lady baroness judge justice general colonel major
captain lieutenant sergeant admiral king queen prince princess pope archbishop bishop cardinal rabbi imam economist analyst
adviser advisor envoy coach inspector superintendent constable sheriff attorney speaker treasurer whip owner author
"""
_QUALIFIERS = """
prime foreign home defence defense health education finance interior justice trade energy business culture transport work
environment housing treasury labour executive financial operating general managing press party opposition state climate science
europe european economic council company
"""
# Words of an office that make another one of it: where only one of two has it, they are two.
_TURNING = "former ex then deputy vice acting interim shadow outgoing incoming junior assistant honorary late designate elect"
_OTHERS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december mr mrs ms miss meanwhile however today yesterday tomorrow last next but and the jan feb mar apr jun jul
aug sep sept oct nov dec et est edt gmt bst though although alongside despite amid unlike since while when whereas according
among inside outside like final more two three four five six seven eight nine ten eleven twelve
"""
_OFFICE, _QUALIFIES, _TURNS, _OTHER = (frozenset(some.split()) for some in (_OFFICES, _QUALIFIERS, _TURNING, _OTHERS))
_PART = r"(?:(?:[A-Z]\.)+|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*)"
_RUN = re.compile(rf"{_PART}(?: (?:(?:of|de|da|del|van|von|der|den|bin|ibn|al|el|la|le)(?: the)? )*{_PART})*")
_APPOSITION = re.compile(
    r"(?:, \d{1,3})?, (?P<office>"
    r"(?:(?:the|a|an|its|their|his|her|then|now|[A-Z][\w-]*['’]s?) )?[^,.;:()“”\"]{2,70})(?=[,.;:)]|$)"
)
_LED = re.compile(r"(?:\b(?:the|its|their|his|her|our)|['’]s?) $", re.IGNORECASE)
_OFFICE_BEFORE = re.compile(r"(?P<office>(?:[\w’'-]+ ){0,5}[\w’'-]+)(?:,)? $")
_NO_OFFICE = STOP_WORDS | {"s"} | {str(age) for age in range(10, 120)}
_CONTRACTED = re.compile(r"'(?:re|ve|ll|d|m|t)$")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text: where it stands, and its words without titles."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, date or title in a text, and what it is compared by: equal keys are the same thing.

    `needs`: stems that the other sentence must have as well, as the noun of what is counted. `name`: whose title it is.
    """

    span: Span
    kind: DetailKind
    key: tuple[object, ...]
    needs: frozenset[str] = frozenset()
    name: Name | None = None


def facts(text: str, start: int = 0) -> list[Fact]:
    """The facts of a sentence that begins at `start` of the whole, in order; a figure within a date is none of its own."""
    taken = [m.span() for m in _NUMERIC_DATE.finditer(text)]
    found = []
    for match in _DATE.finditer(text):
        taken.append(match.span())
        found.append(Fact(_span(match, start), DetailKind.DATE, _day(match)))
    found += [fact for fact in _figures(text, start) if not _overlaps(fact.span, taken, start)]
    return sorted([*found, *_titles(text, start)], key=lambda fact: fact.span)


def names(text: str, start: int = 0) -> list[Name]:
    """The names of a sentence that begins at `start` of the whole, in order, without titles and without days and months."""
    return [name for match in _RUN.finditer(text) for name in _named(match, start)]


def same(one: Fact, other: Fact, sentence_terms: frozenset[str]) -> bool:
    """Whether another sentence's fact is this one, by equality. A date without a year is every year's; a title may say more of
    the same office, but not "former" or "deputy".
    """
    if one.kind is not other.kind:
        return False
    if one.kind is DetailKind.TITLE:
        own, others = set(one.key), set(other.key)
        return own <= others and not _TURNS & {str(term) for term in others - own}
    if one.kind is DetailKind.DATE:
        return one.key[:2] == other.key[:2] and one.key[2] in (None, other.key[2])
    return one.key == other.key and one.needs <= sentence_terms


def surname(name: str) -> str:
    """The last word of a name, folded, titles and what follows the name ("Jr") left out; empty when nothing is left."""
    parts = [fold(_POSSESSIVE.sub("", part)).strip(".,'") for part in name.split()]
    kept = [part for part in parts if part and part not in _OFFICE | _TURNS | _OTHER | {"jr", "sr", "prime", "foreign", "of"}]
    return kept[-1] if kept else ""


def _figures(text: str, start: int) -> Iterator[Fact]:
    for match in _FIGURE.finditer(text):
        number, scale = match["number"].lower(), _SCALES.get((match["scale"] or "").lower(), 1.0)
        unit = _unit(match)
        noun = match["noun"] if not unit and match["noun"] and fold(match["noun"]) not in STOP_WORDS else None
        worded = number in _WORDS
        plain = scale == 1.0 and not unit and not match["to"]
        counted = (noun is not None and noun.endswith("s")) or noun in ("people", "men", "women", "children")
        year = plain and not counted and re.fullmatch(r"(?:1[5-9]|20)\d\d", match["number"])
        if year or (worded and plain and (not counted or number == "one")) or (plain and not counted and len(number) == 1):
            continue
        values = tuple(_value(n) * scale for n in (number, match["to"]) if n)
        end = match.end("noun") if plain and counted else match.start("noun") - 1 if match["noun"] else match.end()
        needs = frozenset([stem(fold(noun))]) if noun and plain and counted else frozenset[str]()
        span = Span(start + match.start(), start + end)
        yield Fact(span, DetailKind.FIGURE, (unit, *values), needs)


def _unit(match: re.Match[str]) -> str:
    sign = (match["sign"] or "").strip().lower()
    unit = fold(match["unit"] or "").removeprefix("us ")
    return _SIGNS.get(sign, sign) or _SIGNS.get(unit) or _UNITS.get(unit, unit)


def _value(number: str) -> float:
    return float(_WORDS.get(number, 0) or number.replace(",", ""))


def _day(match: re.Match[str]) -> tuple[object, ...]:
    month = (match["month"] or match["month2"] or match["month3"])[:3].lower()
    day, year = match["day"] or match["day2"], match["year"] or match["year2"] or match["year3"]
    return month, int(day) if day else None, int(year) if year else None


def _titles(text: str, start: int) -> Iterator[Fact]:
    """Names with an office before or after: "Chancellor Ann Lee", "the chancellor, Ann Lee", "Ann Lee, the chancellor"."""
    for match in _RUN.finditer(text):
        for name in _named(match, 0):
            if " " not in name.text and not _office_in(match[0]):
                continue  # a lone capitalised word beside an office is rarely a person
            before = _OFFICE_BEFORE.search(text, max(0, name.span.start - 80), name.span.start)
            office = _office(before["office"]) if before else ""
            if (
                office
                and before
                and before[0].endswith(", ")
                and not _LED.search(text[: before.end("office") - len(office)][-12:])
            ):
                continue  # "as director, Ann Lee": only "the director, Ann Lee" is one person
            if office:
                at = text.rindex(office, 0, name.span.start)
                yield _title(Span(start + at, start + name.span.end), office, name, start)
            after = _APPOSITION.match(text, name.span.end)
            followed = _office(after["office"], after=True) if after else ""
            if after and followed:
                yield _title(Span(start + name.span.start, start + after.end("office")), followed, name, start)


def _title(span: Span, office: str, name: Name, start: int) -> Fact:
    own = Name(Span(start + name.span.start, start + name.span.end), name.text)
    key = sorted({fold(w) if fold(w) in _TURNS else stem(fold(w)) for w in re.findall(r"[^\W_]+", office)} - _NO_OFFICE)
    return Fact(span, DetailKind.TITLE, tuple(key), name=own)


def _office(words: str, *, after: bool = False) -> str:
    """The office that the words before a name end in, or that the words after one are; empty when they are none."""
    parts = words.split()
    if after:
        offices = [n for n, part in enumerate(parts[:8]) if _bare(part) in _OFFICE]
        another = any(parts[n + 1][:1].isupper() for n in offices if n + 1 < len(parts))  # "Chancellor Rachel Reeves"
        return words if offices and not another and parts[0].lower() not in ("who", "which") else ""
    last = next((n for n in range(len(parts) - 1, -1, -1) if _bare(parts[n]) in _OFFICE), None)
    if last is None or not _is_of(parts[last + 1 :]):
        return ""
    first = last
    while first and (parts[first - 1][:1].isupper() or _bare(parts[first - 1]) in _TURNS | _OFFICE | _QUALIFIES):
        first -= 1
    while first < last and _bare(parts[first]) in STOP_WORDS | _OTHER:
        first += 1
    return " ".join(parts[first:])


def _is_of(parts: Sequence[str]) -> bool:
    """Whether words between an office and a name say of what it is ("of the Exchequer"), or there are none."""
    return not parts or (parts[0] in ("of", "for", "at", "to") and any(part.lower() not in STOP_WORDS for part in parts[1:]))


def _office_in(words: str) -> bool:
    return any(_bare(part) in _OFFICE for part in words.split())


def _bare(word: str) -> str:
    """A word folded, without a possessive ending; of "they're" and the like only the first part."""
    bare = fold(_POSSESSIVE.sub("", word)).strip(".,'")
    return bare.split("'")[0] if _CONTRACTED.search(bare) else bare


def _named(match: re.Match[str], start: int) -> Iterator[Name]:
    """The name of a run of capitalised words: what is left behind its last office, without stop words at its ends."""
    parts = [(m.start(), m.end()) for m in re.finditer(r"\S+", match[0])]
    words = [match[0][a:b] for a, b in parts]
    offices = [n for n, word in enumerate(words) if _bare(word) in _OFFICE]
    first = offices[-1] + 1 if offices else 0
    if offices and words[first : first + 1] == ["of"]:
        if words[first : first + 3] != ["of", "the", "Exchequer"]:
            return  # "Secretary of State": an office, and whether a name follows is not told by capitals
        first += 3
    while first < len(words) and (_bare(words[first]) in STOP_WORDS | _OTHER | _TURNS | {"prime"}):
        first += 1
    last = len(words)
    while last > first and _bare(words[last - 1]) in _OTHER | STOP_WORDS:
        last -= 1
    if first >= last:
        return
    text = _POSSESSIVE.sub("", match[0][parts[first][0] : parts[last - 1][1]])
    if len(text) > 1 and terms(text):
        at = start + match.start() + parts[first][0]
        yield Name(Span(at, at + len(text)), text)


def _span(match: re.Match[str], start: int) -> Span:
    return Span(start + match.start(), start + match.end())


def _overlaps(span: Span, taken: Iterable[tuple[int, int]], start: int) -> bool:
    return any(a < span.end - start and span.start - start < b for a, b in taken)
