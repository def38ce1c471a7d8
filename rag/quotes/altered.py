"""Leaf: quotes that are no one's words as they stand: the nearest real sentence, or the true pieces that were joined."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index import Printed

from .align import Piece, Token, nearest, pieces, tokens
from .found import Found
from .types import Alarm, Change

_NEAR = 0.6  # share of tokens that agree, from which a stretch is what a quote was altered from
_ALIGNED = 5  # texts that a quote is compared with word by word
_JOINED = 12  # texts of which pieces may have been joined
_ENOUGH = 0.8  # share of a quote's tokens in true pieces, from which it is spliced of them
_PIECE = 4  # tokens that are more than a change
_GAP = 10  # tokens between two pieces, up to which words were dropped rather than pieces joined


def altered(bare: str, texts: Sequence[Printed]) -> tuple[list[Found], set[Alarm]]:
    """The nearest real stretches with what differs, nearest first; or the true pieces that were joined without a mark."""
    nearby = [(a, printed) for printed in texts[:_ALIGNED] if (a := nearest(bare, printed.article.text)) is not None]
    aligned = sorted((pair for pair in nearby if pair[0].score >= _NEAR), key=lambda pair: -pair[0].score)
    spliced = [] if aligned and aligned[0][0].loose < _PIECE else _spliced(bare, texts)
    if spliced:
        best = [Found(printed, a.start, a.end, a.changes) for a, printed in aligned[:1]]
        return [*spliced, *best], {Alarm.SPLICED, *(c.alarm for f in best for c in f.changes if _is_telling(c))}
    found = [Found(printed, a.start, a.end, a.changes) for a, printed in aligned if a.score >= 0.9 * aligned[0][0].score]
    return found, {change.alarm for change in found[0].changes} or {Alarm.CHANGED} if found else set()


def _is_telling(change: Change) -> bool:
    return change.alarm in (Alarm.NEGATION, Alarm.NUMBER, Alarm.NAME) and bool(change.quoted and change.printed)


def _spliced(bare: str, texts: Sequence[Printed]) -> list[Found]:
    """The pieces, where a quote is made of two to four that stand apart; none where it is one stretch with words dropped."""
    own = tokens(bare)
    best: list[tuple[int, int, Found]] = []
    held_by = [(printed, tokens(printed.article.text)) for printed in texts[:_JOINED]]
    of_each = [(printed, held, pieces(own, held)) for printed, held in held_by]
    for _, _, found in of_each:
        if _one_stretch(own, found):
            return []
    at = 0
    longest = [(piece, printed, held) for printed, held, found in of_each for piece in found]
    while at < len(own) and len(best) < 4:
        going_on = [(min(p.last, len(own)), p, printed, held) for p, printed, held in longest if p.first <= at < p.last - 2]
        if not going_on:
            at += 1
            continue
        last, piece, printed, held = max(going_on, key=lambda item: item[0])
        skip = at - piece.first
        start, end = held[piece.at + skip].start, held[piece.at + (last - piece.first) - 1].end
        best.append((at, last, Found(printed, start, end)))
        at = last
    covered = sum(last - first for first, last, _ in best)
    return [f for _, _, f in best] if len(best) > 1 and covered >= _ENOUGH * len(own) else []


def _one_stretch(own: Sequence[Token], found: Sequence[Piece]) -> bool:
    """Whether the pieces follow each other closely in the text, and little of the quote is between them: words were changed."""
    close = all(0 <= b.at - (a.at + a.last - a.first) <= _GAP for a, b in pairwise(found))
    ends = [0, *(at for piece in found for at in (piece.first, piece.last)), len(own)]
    return bool(found) and close and all(last - first < _PIECE for first, last in zip(ends[::2], ends[1::2], strict=True))
