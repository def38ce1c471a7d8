"""Checks a quote against what the archive prints: exact, folded, partial, altered or not found. Proven by equality alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index import Coverage, Printed, terms

from .altered import altered
from .folding import MARKS, places, stands_alone, used
from .found import Found, match
from .partial import partial
from .types import Alarm, QuoteCheck, QuoteMatch, QuoteVerdict

_SHORTEST = 5  # words
_LONGEST = 10_000  # code points that are compared; of what is longer, only whether it stands there as it is
_SENTENCE_ENDS = re.compile(r"[.!?…][\"”’»')]*\s+\S")
_MOST_MATCHES = 10
_MOST_PAIRS = 2  # of quotation marks around a quote
_PROVEN = (QuoteVerdict.EXACT, QuoteVerdict.FOLDED, QuoteVerdict.TOO_SHORT)


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds texts that may print a quote: those that have all its words in a row, those that hold most of its rare words, both
    best first; and says what is covered.
    """

    carrying: Callable[[str], Sequence[Printed]]
    holding: Callable[[str], Sequence[Printed]]
    coverage: Callable[[], Coverage]


def check_quote(text: str, finder: Finder) -> QuoteCheck:
    """The verdict on a quote, its outer quotation marks left out; the first that holds."""
    quote = text.strip()
    bare = quote.strip(MARKS + " ")
    short = len(bare.split()) < _SHORTEST or not terms(bare)
    texts = finder.carrying(bare[:_LONGEST])
    proven = _proven(quote, texts, short=short)
    if proven is None or _SENTENCE_ENDS.search(bare):  # a passage may hold the half of it
        texts = _together(texts, finder.holding(bare[:_LONGEST]))
        proven = _proven(quote, texts, short=short)
    if proven or short:
        return proven or QuoteCheck(quote, QuoteVerdict.TOO_SHORT, note=_how_often(()))
    if len(bare) > _LONGEST:
        note = f"{_nowhere(finder.coverage())} It is too long to be compared in parts."
        return QuoteCheck(quote, QuoteVerdict.NOT_FOUND, note=note)
    for verdict, look in ((QuoteVerdict.PARTIAL, partial), (QuoteVerdict.ALTERED, altered)):
        found, alarms = look(bare, texts)
        if found:
            return _checked(quote, verdict, found, alarms=alarms)
    return QuoteCheck(quote, QuoteVerdict.NOT_FOUND, note=_nowhere(finder.coverage()))


def _proven(quote: str, texts: Sequence[Printed], *, short: bool) -> QuoteCheck | None:
    """The check where the quote stands in one of the texts as it is, or as folded; None where it does not. Where it stands as
    it is, the texts that have it with another typography come after those.
    """
    exact = sorted(_exact(_variants(quote), texts), key=_oldest_first)
    print_it = {_key(f.printed) for f in exact}
    folded = sorted(_folded(quote, [p for p in texts if _key(p) not in print_it]), key=_oldest_first)
    found = [*exact, *folded]
    if not found:
        return None
    if short:
        return _checked(quote, QuoteVerdict.TOO_SHORT, found, note=_how_often(found))
    if exact:
        return _checked(quote, QuoteVerdict.EXACT, found)
    return _checked(quote, QuoteVerdict.FOLDED, found, foldings=used(quote, folded[0].text))


def _together(one: Sequence[Printed], other: Sequence[Printed]) -> list[Printed]:
    return list({_key(printed): printed for printed in (*one, *other)}.values())


def _key(printed: Printed) -> tuple[str, str | None]:
    return printed.article.source.article_id, printed.replaced


def _variants(quote: str) -> list[str]:
    """The quote as it is, and without the pairs of quotation marks around it. A mark without its fellow is part of it."""
    found = [quote]
    while len(found) <= _MOST_PAIRS and len(found[-1]) > 2 and found[-1][0] in MARKS and found[-1][-1] in MARKS:
        found.append(found[-1][1:-1].strip())
    return found


def _exact(variants: Sequence[str], texts: Iterable[Printed]) -> Iterator[Found]:
    for printed in texts:
        by_variant = ([Found(printed, *span) for span in _spots(v, printed.article.text)] for v in variants)
        yield from next((found for found in by_variant if found), [])


def _spots(quote: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(quote)
    while at >= 0:
        if stands_alone(text, at, at + len(quote)):
            yield at, at + len(quote)
        at = text.find(quote, at + 1)


def _folded(quote: str, texts: Iterable[Printed]) -> Iterator[Found]:
    for printed in texts:
        yield from (Found(printed, start, end) for start, end in places(quote, printed.article.text))


def _how_often(found: Sequence[Found]) -> str:
    often = f"occurs {len(found):,} time{'s' * (len(found) != 1)}" if found else "was not found"
    return f"Too short, or too common, to tell who said it: it {often} in the articles that were looked at."


def _nowhere(coverage: Coverage) -> str:
    """What "not found" means: not in this archive, which is not "never said"."""
    dates = f" from {coverage.earliest} to {coverage.latest}" if coverage.earliest else ""
    articles = "this 1 article" if coverage.articles == 1 else f"these {coverage.articles:,} articles"
    return f"Not in {articles}{dates}; that is not “never said”."


def _checked(
    quote: str,
    verdict: QuoteVerdict,
    found: Sequence[Found],
    *,
    foldings: tuple[str, ...] = (),
    alarms: Iterable[Alarm] = (),
    note: str = "",
) -> QuoteCheck:
    """The check, with its matches."""
    matches = [match(f) for f in found]
    articles = {m.source.article_id for m in matches} if verdict in _PROVEN else ()
    check = QuoteCheck(quote, verdict, foldings, tuple(sorted(alarms)), tuple(matches[:_MOST_MATCHES]), len(articles), note)
    return replace(check, note=" ".join(part for part in (note, _where_it_stands(matches)) if part))


def _oldest_first(found: Found) -> tuple[bool, bool, str, str, int]:
    """In the article's own text as it is now before furniture and earlier texts; the oldest first, what has no date last."""
    source = found.printed.article.source
    return found.furniture, found.printed.replaced is not None, source.day or "9999", source.article_id, found.start


def _where_it_stands(matches: Sequence[QuoteMatch]) -> str:
    """In words, where it stands in no article's own text as it is now; empty where it does."""
    if not matches or not all(m.furniture or m.replaced for m in matches):
        return ""
    if all(m.furniture for m in matches):
        return "It stands only in page furniture, such as a headline of another story or a caption."
    until = max(m.replaced or "" for m in matches)[:10]
    return f"It was printed until the version that was replaced on {until}; the article has been changed since."
