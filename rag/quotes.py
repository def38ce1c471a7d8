"""Checks a quote against what the archive prints: exact, folded, partial, altered or not found. Proven by equality alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index import Article, Coverage, Span, terms

from .align import Piece, Token, alarms_of, nearest, pieces, tokens
from .folding import MARKS, places, stands_alone, used
from .quote import Alarm, Change, QuoteCheck, QuoteMatch, QuoteVerdict
from .speech import speech

_SHORTEST = 5  # words
_LONGEST = 10_000  # code points that are compared; of what is longer, only whether it stands there as it is
_NEAR = 0.6  # share of tokens that agree, from which a stretch is what a quote was altered from
_ALIGNED = 5  # articles that a quote is compared with word by word
_ONE_SOURCE = 0.85  # share of tokens that agree, from which one stretch is its source, and it is not joined of several
_ENOUGH = 0.8  # share of a quote's tokens in true pieces, from which it is spliced of them
_PIECE = 4  # tokens that are more than a change
_GAP = 10  # tokens between two pieces, up to which words were dropped rather than pieces joined
_MOST_MATCHES = 10
_OMISSION = re.compile(r"\s*(?:[\[(]\s*(?:\.\.\.|…)\s*[\])]|\.\.\.\.?|…|(?:\. ){2}\.)\s*")
_BRACKETS = re.compile(r"\[(?P<letter>\w)\](?=\w)|\s*\[[^\[\]]{1,80}\]\s*")
_SENTENCE = re.compile(r"[.!?…][\"”’»')]*\s+(?=[\"“‘«(]*[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A stretch of an article and how it parts from the quote."""

    article: Article
    start: int
    end: int
    changes: tuple[Change, ...] = ()


def check(text: str, candidates: Callable[[str], Sequence[Article]], coverage: Coverage) -> QuoteCheck:
    """The verdict on a quote, its outer quotation marks left out. `candidates` finds articles that may hold it."""
    quote = text.strip()
    bare = quote.strip(MARKS + " ")
    articles = candidates(bare[:_LONGEST])
    exact = list(_exact(_variants(quote), articles))
    if len(bare.split()) < _SHORTEST or not terms(bare):
        return _too_short(quote, exact or list(_folded(bare, articles)))
    if exact:
        return _checked(quote, QuoteVerdict.EXACT, exact)
    if len(bare) > _LONGEST:
        return _checked(quote, QuoteVerdict.NOT_FOUND, (), note=_nowhere(coverage) + " It is too long to be compared in parts.")
    folded = list(_folded(quote, articles))
    if folded:
        first = folded[0]
        return _checked(quote, QuoteVerdict.FOLDED, folded, foldings=used(quote, first.article.text[first.start : first.end]))
    partial = _partial(quote, bare, articles)
    return partial or _altered(quote, bare, articles) or _checked(quote, QuoteVerdict.NOT_FOUND, (), note=_nowhere(coverage))


def _variants(quote: str) -> list[str]:
    """The quote as it is, and without the quotation marks around it: one pair, and all."""
    inside = quote[1:-1] if len(quote) > 2 and quote[0] in MARKS and quote[-1] in MARKS else quote
    return list(dict.fromkeys((quote, inside.strip(), inside.strip(MARKS + " "))))


def _exact(variants: Sequence[str], articles: Iterable[Article]) -> Iterator[_Found]:
    for article in articles:
        for variant in dict.fromkeys(v for v in variants if v):
            spots = list(_spots(variant, article.text))
            yield from (_Found(article, at, at + len(variant)) for at in spots)
            if spots:
                break


def _spots(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        if stands_alone(text, at, at + len(quote)):
            yield at
        at = text.find(quote, at + 1)


def _folded(quote: str, articles: Iterable[Article]) -> Iterator[_Found]:
    for article in articles:
        yield from (_Found(article, start, end) for start, end in places(quote, article.text))


def _partial(quote: str, bare: str, articles: Sequence[Article]) -> QuoteCheck | None:
    """True pieces joined by marks of omission or brackets, each found in order, or in another order, in one article."""
    splits = (_at_omissions(bare), _at_brackets(bare, letters=False), _at_brackets(bare, letters=True))
    ways = [[part for part in split if re.search(r"\w", part)] for split in splits]
    for parts, reordered in [(parts, reordered) for reordered in (False, True) for parts in ways]:
        if not parts or parts == [bare] or len(" ".join(parts).split()) < _SHORTEST:
            continue
        found = [f for article in articles for f in _in_one(parts, article, reordered=reordered)]
        # Where the article has brackets of its own, the quote's are not a reporter's: it was altered within them.
        found = [f for f in found if parts is ways[0] or not any("[" in change.printed for change in f.changes)]
        if found:
            best = min(found, key=lambda f: f.end - f.start)
            left_out = {alarm for change in best.changes for alarm in alarms_of(change.printed)}
            alarms = sorted(left_out | ({Alarm.REORDERED} if reordered else set()))
            return _checked(quote, QuoteVerdict.PARTIAL, sorted(found, key=lambda f: f.end - f.start), alarms=tuple(alarms))
    return None


def _at_omissions(bare: str) -> list[str]:
    """The pieces between marks of omission."""
    return [part.strip(" ,;:–—-") for part in _OMISSION.split(bare)]


def _at_brackets(bare: str, *, letters: bool) -> list[str]:
    """The pieces between marks of omission and brackets; "[T]he" is one word, with `letters` without its brackets."""

    def cut(match: re.Match[str]) -> str:
        letter = match["letter"]
        return "\0" if not letter else letter if letters else match[0]

    plain = _BRACKETS.sub(cut, _OMISSION.sub("\0", bare))
    return [part.strip(" ,;:–—-") for part in re.split("\0", plain)]


def _in_one(parts: Sequence[str], article: Article, *, reordered: bool) -> list[_Found]:
    """The shortest stretch of an article that holds all the pieces; at most one."""
    spots = [sorted(places(part, article.text)) for part in parts]
    if not all(spots):
        return []
    if reordered:
        chosen = sorted(min(s, key=lambda span: abs(span[0] - spots[0][0][0])) for s in spots)
        return [_Found(article, chosen[0][0], max(end for _, end in chosen))]
    best: list[tuple[int, int]] = []
    for first in spots[0]:
        chain = [first]
        for later in spots[1:]:
            following = next((span for span in later if span[0] >= chain[-1][1]), None)
            if following is None:
                break
            chain.append(following)
        if len(chain) == len(parts) and (not best or chain[-1][1] - chain[0][0] < best[-1][1] - best[0][0]):
            best = chain
    left_out = tuple(Change(Alarm.DROPPED, "", article.text[a[1] : b[0]].strip()) for a, b in pairwise(best))
    return [_Found(article, best[0][0], best[-1][1], left_out)] if best else []


def _altered(quote: str, bare: str, articles: Sequence[Article]) -> QuoteCheck | None:
    """The nearest real sentence with what differs; or the true pieces that were joined without a mark of omission."""
    nearby = [(a, article) for article in articles[:_ALIGNED] if (a := nearest(bare, article.text)) is not None]
    aligned = sorted((pair for pair in nearby if pair[0].score >= _NEAR), key=lambda pair: -pair[0].score)
    spliced = [] if aligned and aligned[0][0].score >= _ONE_SOURCE else _spliced(bare, articles)
    if spliced:
        best = [_Found(article, a.start, a.end, a.changes) for a, article in aligned[:1]]
        alarms = {Alarm.SPLICED, *(change.alarm for f in best for change in f.changes if _is_telling(change))}
        return _checked(quote, QuoteVerdict.ALTERED, [*spliced, *best], alarms=tuple(sorted(alarms)))
    if not aligned:
        return None
    found = [_Found(article, a.start, a.end, a.changes) for a, article in aligned if a.score >= 0.9 * aligned[0][0].score]
    alarms = {change.alarm for change in found[0].changes} or {Alarm.CHANGED}
    return _checked(quote, QuoteVerdict.ALTERED, found, alarms=tuple(sorted(alarms)))


def _is_telling(change: Change) -> bool:
    return change.alarm in (Alarm.NEGATION, Alarm.NUMBER, Alarm.NAME) and bool(change.quoted and change.printed)


def _spliced(bare: str, articles: Sequence[Article]) -> list[_Found]:
    """The pieces, where a quote is made of two to four that stand apart; none where it is one stretch with words dropped."""
    own = tokens(bare)
    best: list[tuple[int, int, _Found]] = []
    texts = [(article, tokens(article.text)) for article in articles]
    of_articles = [(article, held, pieces(own, held)) for article, held in texts]
    for _, _, found in of_articles:
        if _one_stretch(own, found):
            return []
    at = 0
    longest = [(piece, article, held) for article, held, found in of_articles for piece in found]
    while at < len(own) and len(best) < 4:
        going_on = [(min(p.last, len(own)), p, article, held) for p, article, held in longest if p.first <= at < p.last - 2]
        if not going_on:
            at += 1
            continue
        last, piece, article, held = max(going_on, key=lambda item: item[0])
        skip = at - piece.first
        start, end = held[piece.at + skip].start, held[piece.at + (last - piece.first) - 1].end
        best.append((at, last, _Found(article, start, end)))
        at = last
    covered = sum(last - first for first, last, _ in best)
    return [f for _, _, f in best] if len(best) > 1 and covered >= _ENOUGH * len(own) else []


def _one_stretch(own: Sequence[Token], found: Sequence[Piece]) -> bool:
    """Whether the pieces follow each other closely in the text, and little of the quote is between them: words were changed."""
    close = all(0 <= b.at - (a.at + a.last - a.first) <= _GAP for a, b in pairwise(found))
    ends = [0, *(at for piece in found for at in (piece.first, piece.last)), len(own)]
    return bool(found) and close and all(last - first < _PIECE for first, last in zip(ends[::2], ends[1::2], strict=True))


def _too_short(quote: str, found: Sequence[_Found]) -> QuoteCheck:
    times = len(found)
    often = "does not occur in the articles looked at" if not times else f"occurs {times:,} time{'s' * (times != 1)} in them"
    return _checked(quote, QuoteVerdict.TOO_SHORT, found, note=f"Too short, or too common, to tell who said it: it {often}.")


def _nowhere(coverage: Coverage) -> str:
    """What "not found" means: not in this archive, which is not "never said"."""
    dates = f" from {coverage.earliest} to {coverage.latest}" if coverage.earliest else ""
    articles = "this 1 article" if coverage.articles == 1 else f"these {coverage.articles:,} articles"
    return f"Not in {articles}{dates}; that is not “never said”."


def _checked(
    quote: str,
    verdict: QuoteVerdict,
    found: Sequence[_Found],
    *,
    foldings: tuple[str, ...] = (),
    alarms: tuple[Alarm, ...] = (),
    note: str = "",
) -> QuoteCheck:
    """The check, with its matches; of those that are equally good the oldest first, what has no date last."""
    matches = [_match(f) for f in found]
    if verdict in (QuoteVerdict.EXACT, QuoteVerdict.FOLDED, QuoteVerdict.TOO_SHORT):
        matches.sort(key=lambda m: (m.furniture, m.source.day or "9999", m.source.article_id, m.start))
    if matches and all(m.furniture for m in matches):
        note = "It stands only in page furniture, such as a headline of another story or a caption."
    return QuoteCheck(quote, verdict, foldings, alarms, tuple(matches[:_MOST_MATCHES]), note)


def _match(found: _Found) -> QuoteMatch:
    text, span = found.article.text, Span(found.start, found.end)
    said = speech(text, span)
    furniture = any(f.start <= span.start and span.end <= f.end for f in found.article.furniture)
    return QuoteMatch(
        source=found.article.source,
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        around=_around(text, span),
        speech=said is not None,
        speaker=said.speaker if said else None,
        changes=found.changes,
        furniture=furniture,
    )


def _around(text: str, span: Span) -> Span:
    """The sentences of a stretch, with one on each side."""
    ends = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    before = [e for e in ends if e <= span.start]
    after = [e for e in ends if e >= span.end]
    return Span(before[-2] if len(before) > 1 else before[-1], after[1] if len(after) > 1 else after[0])
