"""The rules for folding, tokens, numbers and names that search and evidence share. For finding only, never for proving."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

WORD = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_POSSESSIVE = re.compile(r"(?<=[\w.])'s\b")
# With the letter before them, which combining marks belong to.
_BEYOND_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
_NUMBER = re.compile(r"\d[\d.,]*")
_MAGNITUDE = re.compile(r"(?<![\w.])(\d[\d.,]*) ?(k|mn?|bn?|tn)\b")
_MAGNITUDES = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "tn": "trillion"}
_HYPHENED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
_QUOTED = re.compile(r"[\"“„«]([^\"”“»]{3,})[\"”“»]|[‘']([^‘’']{3,})[’'](?!\w)")
_SHORT = re.compile(r"\(([A-Z][A-Za-z]{1,9})\)")
_CAPITALS = re.compile(
    r"(?:[A-Z]\.){2,}|[^\W\d_][\w’'-]*", re.UNICODE
)  # initials as one word, or a word with inner hyphens and apostrophes

# Words that carry no subject: articles, pronouns, auxiliaries, prepositions, conjunctions, question words.
_STOP = """
a about above after again against all also am an and any are aren't as at be because been before being below
between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each ever
few for from further get had hadn't has hasn't have haven't having he he's her here hers herself him himself his
how i if in into is isn't it it's its itself just let's may me might more most much must my myself no nor not now
of off on once one only or other ought our ours out over own same shall she should so some such than that that's
the their theirs them themselves then there there's these they this those through to too under until up upon us
very was wasn't we were what what's when where which while who who's whom whose why will with within won't would
you your yours tell say says said many happen happened happening please
"""
STOP_WORDS = frozenset(_STOP.split())


def fold(text: str) -> str:
    """The text without accents and case, for comparing words: Šefčovič and sefcovic are one."""
    return _BEYOND_ASCII.sub(_folded, text).casefold()


@lru_cache(maxsize=100_000)
def _decomposed(characters: str) -> str:
    decomposed = unicodedata.normalize("NFKD", characters)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")


def _folded(match: re.Match[str]) -> str:
    return _decomposed(match[0])


def words(text: str) -> list[str]:
    """The folded words of a text in order; a possessive ending is dropped, initials lose their stops (U.K. is uk), and an
    amount is written out (€2bn is 2 billion).
    """
    folded = _MAGNITUDE.sub(lambda m: f"{m[1]} {_MAGNITUDES[m[2]]}", _POSSESSIVE.sub("", fold(text)))
    return [w if w.isalnum() else _plain(w) for w in WORD.findall(folded)]


def terms(text: str) -> list[str]:
    """The stems of a text's content words, in order, with repetitions."""
    return [stem(w) for w in words(text) if w not in STOP_WORDS]


def searchable(text: str) -> list[str]:
    """What a full-text search looks in, or for: the terms, and after them hyphened words as one (cease-fire is ceasefire)."""
    joined = (stem(re.sub(r"[-\u2010\u2011]", "", fold(m[0]))) for m in _HYPHENED.finditer(text))
    return [*terms(text), *joined]


def phrases(text: str) -> list[list[str]]:
    """What stands together in a question: names of several words, and what is in quotation marks; as terms."""
    quoted = (m[1] or m[2] for m in _QUOTED.finditer(text))
    found = (terms(part) for part in (*names(text), *quoted))
    return [part for part in found if len(part) > 1]


def acronyms(text: str) -> dict[str, str]:
    """The acronyms that a text explains, "UK in a Changing Europe (UKICE)": from an acronym's stem to the terms it stands for.

    By the rule of Schwartz and Hearst ("A simple algorithm for identifying abbreviation definitions", PSB 2003): read from its
    end, each letter of the acronym is found in the words before it, the first one at the beginning of a word.
    """
    found = {}
    for match in _SHORT.finditer(text):
        short = match[1]
        before = text[: match.start()].rstrip()[-12 * len(short) - 60 :]
        long = _long_form(short, before) if sum(c.isupper() for c in short) > 1 else None
        if long and len(terms(long)) > 1:
            found[stem(fold(short))] = " ".join(terms(long))
    return found


def _long_form(short: str, before: str) -> str | None:
    at = len(before)
    for number, letter in reversed(list(enumerate(short.lower()))):
        at -= 1
        while at >= 0 and (before[at].lower() != letter or (number == 0 and at and before[at - 1].isalnum())):
            at -= 1
        if at < 0 or "\n" in before[at:]:
            return None
    long = before[at:]
    return long if len(long.split()) <= min(len(short) + 5, 2 * len(short)) else None


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word's stem by Porter's rules, the ones that SQLite's full-text search uses."""
    if word.isascii() and word.isalpha() and len(word) > 2:
        return str(_stemmer().stemWord(word))
    return word


def numbers(text: str) -> frozenset[str]:
    """The numbers written in digits, without separators of thousands: '1,500.50' is '1500.50'."""
    return frozenset(n.replace(",", "").rstrip(".") for n in _NUMBER.findall(text))


def names(text: str) -> list[str]:
    """Runs of capitalised words, in order: what a question in ordinary spelling is about.

    The first word counts only when it is no stop word. A text in which most words are capitalised
    (a headline's spelling) has no names that could be told apart, and gives none.
    """
    found = list(_CAPITALS.finditer(text))
    content = [m for m in found if fold(m[0]) not in STOP_WORDS]
    capital = [m for m in content if m[0][0].isupper()]
    if len(capital) > 2 and len(capital) == len(content) and len(found) > 4:
        return []
    return _runs(text, capital)


def _runs(text: str, capital: Iterable[re.Match[str]]) -> list[str]:
    """Neighbouring capitalised words joined, also across 'of' and 'of the' (Treaty of Lisbon)."""
    runs: list[list[int]] = []
    for match in capital:
        between = text[runs[-1][1] : match.start()] if runs else "-"
        if runs and re.fullmatch(r" (?:(?:of|de|van|von|der|la|le) (?:the )?)*", between):
            runs[-1][1] = match.end()
        else:
            runs.append([match.start(), match.end()])
    return [re.sub(r"['’]s$", "", text[a:b]) for a, b in runs]


def _plain(word: str) -> str:
    """A folded word; initials without their stops."""
    if _INITIALS.fullmatch(word):
        return word.replace(".", "")
    return word if word[:1].isdigit() else word.replace(",", "")


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("porter")
