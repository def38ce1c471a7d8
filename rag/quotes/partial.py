"""Leaf: quotes with marks of omission or brackets: true pieces, each found in order in one printed text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index import Printed

from .align import alarms_of
from .folding import places
from .found import Found
from .types import Alarm, Change

_SHORTEST = 5  # words in all pieces together
_PIECE = 3  # words; what is shorter must stand near the piece beside it
_FAR = 150  # code points
_OMISSION = re.compile(r"\s*(?:[\[(]\s*(?:\.\.\.|…)\s*[\])]|\.\.\.\.?|…|(?:\. ){2}\.)\s*")
_BRACKETS = re.compile(r"\[(?P<letter>\w)\](?=\w)|\s*\[[^\[\]]{1,80}\]\s*")


def partial(bare: str, texts: Sequence[Printed]) -> tuple[list[Found], set[Alarm]]:
    """Where true pieces of a quote stand, the shortest stretch first, and what to look at; nothing where some piece does not.

    In order first, then in another order. The changes of what is found are the words that were left out.
    """
    for reordered in (False, True):
        found = [f for printed in texts for f in _in_text(bare, printed, reordered=reordered)]
        if found:
            found.sort(key=lambda f: f.end - f.start)
            left_out = {alarm for change in found[0].changes for alarm in alarms_of(change.printed)}
            return found, left_out | ({Alarm.REORDERED} if reordered else set())
    return [], set()


def _in_text(bare: str, printed: Printed, *, reordered: bool) -> list[Found]:
    """The pieces in one text, by the first way of cutting the quote of which all pieces are there; at most one stretch."""
    text = printed.article.text
    for number, split in enumerate((_at_omissions(bare), *(_at_brackets(bare, text, letters=keep) for keep in (False, True)))):
        parts = [part for part in split if re.search(r"\w", part)]
        lengths = [len(part.split()) for part in parts]
        if not parts or parts == [bare] or sum(lengths) < _SHORTEST or max(lengths) < _PIECE:
            continue
        found = _in_one(parts, printed, reordered=reordered)
        # Where the text has brackets of its own, the quote's are not a reporter's: it was altered within them.
        if found and not (number and any("[" in change.printed for change in found[0].changes)):
            return found
    return []


def _at_omissions(bare: str) -> list[str]:
    """The pieces between marks of omission."""
    return [part.strip(" ,;:–—-") for part in _OMISSION.split(bare)]


def _at_brackets(bare: str, text: str, *, letters: bool) -> list[str]:
    """The pieces between marks of omission and brackets that are not the text's own; "[T]he" is one word, with `letters`
    without its brackets.
    """

    def cut(match: re.Match[str]) -> str:
        letter = match["letter"]
        if letter:
            return letter if letters else match[0]
        return match[0] if match[0].strip() in text else "\0"

    plain = _BRACKETS.sub(cut, _OMISSION.sub("\0", bare))
    return [part.strip(" ,;:–—-") for part in re.split("\0", plain)]


def _in_one(parts: Sequence[str], printed: Printed, *, reordered: bool) -> list[Found]:
    """The shortest stretch of a text that holds all the pieces; at most one."""
    text = printed.article.text
    spots = [sorted(places(part, text)) for part in parts]
    if not all(spots):
        return []
    if reordered:
        best = sorted(min(s, key=lambda span: abs(span[0] - spots[0][0][0])) for s in spots)
    else:
        chains = [chain for first in spots[0] if (chain := _chain(first, spots[1:]))]
        best = min(chains, key=lambda chain: chain[-1][1] - chain[0][0], default=[])
    if not best or any(b[0] - a[1] > _FAR and _is_small(text, a, b) for a, b in pairwise(best)):
        return []
    left_out = tuple(Change(Alarm.DROPPED, "", text[a[1] : b[0]].strip()) for a, b in pairwise(best))
    return [Found(printed, best[0][0], max(end for _, end in best), left_out)]


def _chain(first: tuple[int, int], later: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """From one place of the first piece on, the next place of each other; empty where one does not follow."""
    chain = [first]
    for spots in later:
        following = next((span for span in spots if span[0] >= chain[-1][1]), None)
        if following is None:
            return []
        chain.append(following)
    return chain


def _is_small(text: str, *spans: tuple[int, int]) -> bool:
    """Whether one of these pieces has so few words that it may stand anywhere."""
    return any(len(text[start:end].split()) < _PIECE for start, end in spans)
