"""Leaf: the dates that a question is limited to in so many words: "in December 2023", "since 3 May 2024"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = (
    rf"(?:the )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?(?P<month>{_MONTH})\.?"
    r"(?: (?P<after>\d{1,2})(?:st|nd|rd|th)?(?!\d))?,? (?P<year>(?:19|20)\d\d)"
)
_ISO = r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)"
_ASKED = re.compile(rf"\b(?P<word>in|on|during|since|from|after|before|until|till|by) (?:{_DATE}|{_ISO})\b", re.IGNORECASE)
_SINCE, _AFTER, _BEFORE, _UNTIL = {"since", "from"}, {"after"}, {"before"}, {"until", "till", "by"}
_PRINTED_WITHIN = timedelta(days=3)  # what happens on a day is in the papers of that day and the next ones


@dataclass(frozen=True, slots=True)
class Bounds:
    """The days of publication that a question asks about, both inclusive, its own words for them, and its other words."""

    since: date | None
    until: date | None
    words: str
    rest: str = ""


def bounds(text: str) -> Bounds | None:
    """What the question says; None when it names no day and no month, or one that does not exist.

    A year alone is no bound: what happened in 2022 is told in 2023 as well. Nor is an event ("before the election").
    """
    found = [_bound(match) for match in _ASKED.finditer(text)]
    if not found or None in found:
        return None
    sure = [bound for bound in found if bound]
    since = max((b.since for b in sure if b.since), default=None)
    until = min((b.until for b in sure if b.until), default=None)
    if since and until and since > until:
        return None
    rest = " ".join(_ASKED.sub(" ", text).split())
    return Bounds(since, until, ", ".join(b.words for b in sure), re.sub(r" ([?!.,;:])", r"\1", rest))


def _bound(match: re.Match[str]) -> Bounds | None:
    days = _days(match)
    if days is None:
        return None
    first, last = days
    word = match["word"].lower()
    if word in _SINCE:
        return Bounds(first, None, match[0])
    if word in _AFTER:
        return Bounds(last + timedelta(days=1), None, match[0])
    if word in _BEFORE:
        return Bounds(None, first - timedelta(days=1), match[0])
    if word in _UNTIL:
        return Bounds(None, last, match[0])
    return Bounds(first, last + _PRINTED_WITHIN, match[0])


def _days(match: re.Match[str]) -> tuple[date, date] | None:
    """The first and the last day of what is named."""
    try:
        if match["iso"]:
            day = date.fromisoformat(match["iso"])
            return day, day
        year, month = int(match["year"]), _MONTHS[match["month"].lower()]
        number = match["day"] or match["after"]
        if number:
            day = date(year, month, int(number))
            return day, day
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    except ValueError:
        return None
