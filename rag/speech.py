"""Leaf: direct speech in an article: where it stands, and who speaks, where the text names one; never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index import STOP_WORDS, Span, fold

_SHORTEST = 4  # words; what is shorter is a term in quotation marks rather than speech
_MOST_BACK = 20  # paragraphs that speech may go on for
_LONGEST_PARAGRAPH = 5_000  # characters; in what is longer no speaker is looked for
_QUOTE = "\ue000"  # stands for a quotation while the words around it are read; private use, so in no article's words
_CLOSES = {"“": "”", "„": "”“", "«": "»", '"': '"', "‘": "’"}

SAY = (
    r"(?:said|says|told|tells|add(?:ed|s)|warn(?:ed|s)|claim(?:ed|s)|argu(?:ed|es)|not(?:ed|es)|wrote|writes|insist(?:ed|s)"
    r"|stat(?:ed|es)|describ(?:ed|es)|accus(?:ed|es)|suggest(?:ed|s)|explain(?:ed|s)|announc(?:ed|es)|ask(?:ed|s)|repli(?:ed|es)"
    r"|tweet(?:ed|s)|post(?:ed|s)|continu(?:ed|es)|remark(?:ed|s)|comment(?:ed|s)|declar(?:ed|es)|call(?:ed|s)|testif(?:ied|ies)"
    r"|conclud(?:ed|es)|admit(?:ted|s)|acknowledg(?:ed|es)|confirm(?:ed|s)|stress(?:ed|es)|emphasi[sz](?:ed|es)|urg(?:ed|es)"
    r"|predict(?:ed|s)|recall(?:ed|s)|promis(?:ed|es)|vow(?:ed|s)|reveal(?:ed|s)|reiterat(?:ed|es)|responded|responds|joked)"
)
_ADVERBS = r"(?:(?:has|have|had|also|later|then|previously|once|[a-z]+ly) )*"
_PART = r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Prof|Gen|Lt|Col|Sgt|St|Jr)\.|(?:[A-Z]\.)+|[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*)"
_NAME = rf"(?<!\w){_PART}(?: (?:(?:de|da|del|van|von|der|den|bin|ibn|al|el|la|le) )*{_PART})*"
_VERB = re.compile(rf"(?<= ){_ADVERBS}{SAY}\b")
_NOTING = re.compile(r"\b(?:noting|saying|adding|claiming|arguing|warning|insisting|telling|calling|describing)\b")
_TO_QUOTE = re.compile(rf"[^{_QUOTE}.!?]*{_QUOTE}")
_SAID_BY = re.compile(rf"{_QUOTE},? {SAY} ({_NAME})")
_SAID_AFTER = re.compile(rf"{_QUOTE},? (?:[a-z]+ ){{0,4}}{_NAME}[^{_QUOTE}.!?]{{0,100}}?(?= {_ADVERBS}{SAY}\b)")
_NEXT_TO_VERB = re.compile(rf"(?P<name>{_NAME})$")
_WITH_APPOSITION = re.compile(rf"(?P<name>{_NAME}), (?P<who>[^,.:;{_QUOTE}]{{1,80}}),$")
_IN_APPOSITION = re.compile(rf"[a-z], (?P<name>{_NAME}),$")
_CHAIN = re.compile(rf"(?:^|[.!?…] )(?P<name>{_NAME}), (?:[^,.:;{_QUOTE}]{{1,80}}, )?$")
_GOES_ON = re.compile(rf"[^{_QUOTE}.!?…]*[.!?…]? *")  # from one quotation to the next: at most the end of one sentence
# Speech that belongs to somebody whom the text does not name beside it.
_ANYBODY = re.compile(rf"{_QUOTE},? (?:he|she|they|it|{_ADVERBS}{SAY})\b|\b(?:[Hh]e|[Ss]he|[Tt]hey) {_ADVERBS}{SAY}\b")
_HANGS_ON = re.compile(
    r"\b(?:of|to|in|at|for|from|with|by|near|and|or|than|on|against|under|after|before|that|says?|said)(?: the| an?)? $"
)
_LEADS_IN = frozenset(("but", "and", "the", "so", "yet", "still", "while", "as", "when", "though", "although", "now", "then"))
_OTHER_CAPITALS = """
meanwhile however still yet earlier later today yesterday tomorrow instead indeed moreover furthermore finally asked monday
tuesday wednesday thursday friday saturday sunday last next january february march april june july august september october
november december officials sources critics
"""
_NO_NAME = frozenset(_OTHER_CAPITALS.split())


@dataclass(frozen=True, slots=True)
class Speech:
    """Direct speech: where it stands in the article, its marks left out, and who speaks; None where no one is named."""

    span: Span
    speaker: str | None


def speech(text: str, span: Span) -> Speech | None:
    """The longest direct speech that a stretch of an article holds or lies in; None when it holds none of four words or more.

    The speaker is the one whom the same paragraph names beside a verb of saying; for speech that goes on from the paragraph
    before, whose last quotation mark was left open, the one of that paragraph.
    """
    found = [s for s in _speeches(text, span) if _overlap(text, s.span, span) >= _SHORTEST]
    return max(found, key=lambda s: _overlap(text, s.span, span), default=None)


def quotations(text: str, start: int = 0) -> Iterator[tuple[Span, bool]]:
    """Every quotation of a paragraph that begins at `start`, without its marks, and whether its closing mark is there."""
    at = 0
    while at < len(text):
        mark = text[at]
        before = text[at - 1] if at else " "
        opens = mark in _CLOSES and (before.isspace() or before in '([—–-:"“‘') and text[at + 1 : at + 2].strip()
        if not opens:
            at += 1
            continue
        end = _closing(text, at)
        yield Span(start + at + 1, start + (len(text) if end is None else end)), end is not None
        at = len(text) if end is None else end + 1


def _closing(text: str, opening: int) -> int | None:
    """Where the quotation that opens here closes; None when it does not in this paragraph."""
    for at in range(opening + 2, len(text)):
        if text[at] in _CLOSES[text[opening]]:
            apostrophe = text[at] == "’" and (text[at + 1 : at + 2].isalnum() or text[at - 1] == "s")
            if not apostrophe:
                return at
    return None


def _speeches(text: str, span: Span) -> Iterator[Speech]:
    """The speech of every paragraph that the stretch touches."""
    start = text.rfind("\n", 0, span.start) + 1
    while start < min(span.end, len(text)):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield from _of_paragraph(text, start, end)
        start = end + 1


def _of_paragraph(text: str, start: int, end: int, back: int = _MOST_BACK) -> list[Speech]:
    """The speech of one paragraph. `back`: so many paragraphs before it may be read for who speaks."""
    found = list(quotations(text[start:end], start))
    outside, at = "", start
    for quotation, closed in found:
        # A full stop within the marks ends the sentence for the words after them as well.
        outside += (
            text[at : quotation.start - 1].replace(_QUOTE, " ") + _QUOTE + ("." if text[quotation.end - 1] == "." else "")
        )
        at = min(end, quotation.end + 1) if closed else end
    outside += text[at:end].replace(_QUOTE, " ")
    if end - start > _LONGEST_PARAGRAPH:
        return [Speech(quotation, None) for quotation, _ in found]
    named = _speakers(outside, len(found))
    if found and found[0][0].start == start + 1 and named[0] is None and back and not _ANYBODY.search(outside):
        named[0] = _going_on(text, start, back - 1)
    return [Speech(quotation, speaker) for (quotation, _), speaker in zip(found, _continued(outside, named), strict=True)]


def _continued(outside: str, named: list[str | None]) -> list[str | None]:
    """The same, where speech goes on in the next sentence ("...," Jane Doe said. "...") or goes before one that is named."""
    between = outside.split(_QUOTE)
    for number in range(1, len(named)):
        gap = between[number]
        starts = re.search(r"[.!?…] *$|^,? *$", gap)
        elsewhere = _ANYBODY.search(_QUOTE + gap) or _ANYBODY.match(_QUOTE + between[number + 1])
        if named[number] is None and starts and _GOES_ON.fullmatch(gap) and not elsewhere:
            named[number] = named[number - 1]
    for number in range(len(named) - 1, 0, -1):
        if named[number - 1] is None and not between[number].strip(" ."):
            named[number - 1] = named[number]
    return named


def _going_on(text: str, start: int, back: int) -> str | None:
    """The speaker of the paragraph before, where its last quotation is left open."""
    before_end = len(text[:start].rstrip())
    before_start = text.rfind("\n", 0, before_end) + 1
    if before_end <= 0 or all(closed for _, closed in quotations(text[before_start:before_end])):
        return None
    speeches = _of_paragraph(text, before_start, before_end, back)
    return speeches[-1].speaker if speeches else None


def _speakers(outside: str, count: int) -> list[str | None]:
    """For each of a paragraph's quotations the name beside a verb of saying next to it."""
    places = [m.start() for m in re.finditer(_QUOTE, outside)]
    found: list[str | None] = [None] * count
    verbs = sorted([*_VERB.finditer(outside), *_NOTING.finditer(outside)], key=lambda verb: verb.start())
    for verb in verbs:  # the nearest before a quotation is the last one
        to_quote = _TO_QUOTE.match(outside, verb.end())
        if to_quote:
            with_only = _NOTING.fullmatch(verb[0]) is not None
            found[places.index(to_quote.end() - 1)] = _subject(outside[: verb.start()].rstrip(), with_only=with_only)
    for match in _SAID_AFTER.finditer(outside):
        number = places.index(match.start())
        found[number] = _subject(match[0]) or found[number]
    for match in _SAID_BY.finditer(outside):
        number = places.index(match.start())
        found[number] = _called(match[1]) or found[number]
    return found


def _subject(left: str, *, with_only: bool = False) -> str | None:
    """The name that the words before a verb of saying end in; None where they name nobody, or only part of what speaks, like
    "a spokesman for Oxfam". `with_only`: only where "with" leads it in ("with Jane Doe, the chair, noting").
    """
    for pattern in (_WITH_APPOSITION, _IN_APPOSITION) if left.endswith(",") else (_NEXT_TO_VERB,):
        match = pattern.search(left)
        name = _called(match["name"]) if match else None
        if match is None or name is None:
            continue
        before = left[: match.start("name")]
        if with_only:
            return name if re.search(r"\bwith (?:\w+ ){0,3}$", before) else None
        chain = _CHAIN.search(before)
        if chain and pattern is _NEXT_TO_VERB and " " in chain["name"] and _called(chain["name"]):
            return _called(chain["name"])  # "Richard Whitman, Senior Fellow, UKICE said"
        return None if _HANGS_ON.search(before) else name
    return None


def _called(name: str) -> str | None:
    """The name without a conjunction or article before it; None for what is capitalised and no name."""
    parts = name.split()
    while len(parts) > 1 and fold(parts[0]) in _LEADS_IN:
        parts = parts[1:]
    first = fold(parts[0])
    single = len(parts) == 1 and first.endswith(("ly", "ing"))
    return None if first in STOP_WORDS or first in _NO_NAME or first in _LEADS_IN or single else " ".join(parts)


def _overlap(text: str, one: Span, other: Span) -> int:
    """How many words two stretches of the text share."""
    return len(text[max(one.start, other.start) : min(one.end, other.end)].split())
