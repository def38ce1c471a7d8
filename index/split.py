"""Cuts a text into sentences, and sentences into passages, with exact offsets; white space and furniture lie outside them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from .types import Article, Embedded, Passage, Span, Tokenizer

# Space for the two marks that the model puts around a text, and the line break after the title.
_SPECIAL_TOKENS = 2
# A title is context; one that is longer than this is cut for the vector, never in the span.
_MOST_TITLE_TOKENS = 48
# Sentences longer than this (words) are cut again at ends of sentences inside quotation marks, where there are any.
_LONG_SENTENCE = 60

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_INNER_END = re.compile(r"""(?<=[a-z0-9)])[.!?…]["'”’»)]*\s+(?=["'“‘«(]*[A-Z0-9])""")


def sentences(text: str, furniture: Sequence[Span] = ()) -> list[Span]:
    """The sentences of a text in order, trimmed, none across a line break, none that touches furniture."""
    return [
        sentence
        for line in _LINE.finditer(text)
        for piece in _without(Span(line.start(), line.end()), furniture)
        for sentence in _sentences_of_line(text, piece)
    ]


def passages(article: Article, tokenizer: Tokenizer) -> tuple[list[Passage], list[Embedded]]:
    """The passages of an article and, for each, what to embed: its title, then the passage.

    A passage is as many whole neighbouring sentences as the model reads at once, title included. One sentence that
    is longer than that is cut at white space. No passage contains furniture.
    """
    title = _cut_title(article.source.title, tokenizer)
    room = tokenizer.max_tokens - _SPECIAL_TOKENS - len(tokenizer.token_ends([title])[0])
    spans = sentences(article.text, article.furniture)
    ends = tokenizer.token_ends([article.text[s.start : s.end] for s in spans])
    pieces: list[tuple[Span, int]] = []
    for span, token_ends in zip(spans, ends, strict=True):
        pieces.extend(_fit(article.text, span, token_ends, room))
    found = [
        Passage(article.source, n, group[0].start, group[-1].end, article.text[group[0].start : group[-1].end], group)
        for n, group in enumerate(_pack(pieces, room, article.furniture))
    ]
    return found, [_embedded(title, passage) for passage in found]


def _embedded(title: str, passage: Passage) -> Embedded:
    before = f"{title}\n" if title else ""
    shift = len(before) - passage.start
    return Embedded(before + passage.text, tuple(Span(s.start + shift, s.end + shift) for s in passage.sentences))


def _sentences_of_line(text: str, line: Span) -> Iterator[Span]:
    from sentencex import get_sentence_boundaries

    content = text[line.start : line.end]
    if not content.strip():
        return
    for found in get_sentence_boundaries("en", content):
        span = _trimmed(text, line.start + found["start_index"], line.start + found["end_index"])
        if span:
            yield from _shortened(text, span)


def _shortened(text: str, span: Span) -> Iterator[Span]:
    """A sentence as it is, or the sentences inside it when it is a long quotation that was kept whole."""
    content = text[span.start : span.end]
    if len(content.split()) <= _LONG_SENTENCE:
        yield span
        return
    cuts = [span.start, *(span.start + m.end() for m in _INNER_END.finditer(content)), span.end]
    for start, end in itertools.pairwise(cuts):
        inner = _trimmed(text, start, end)
        if inner:
            yield inner


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without the white space around it; None when nothing else is in it."""
    content = text[start:end]
    start += len(content) - len(content.lstrip())
    end = start + len(content.strip())
    return Span(start, end) if start < end else None


def _without(span: Span, holes: Sequence[Span]) -> Iterator[Span]:
    """The parts of a span that lie outside the holes, which are in order."""
    start = span.start
    for hole in holes:
        if hole.end <= start or hole.start >= span.end:
            continue
        if hole.start > start:
            yield Span(start, hole.start)
        start = hole.end
    if start < span.end:
        yield Span(start, span.end)


def _cut_title(title: str, tokenizer: Tokenizer) -> str:
    ends = tokenizer.token_ends([title])[0]
    return title if len(ends) <= _MOST_TITLE_TOKENS else title[: ends[_MOST_TITLE_TOKENS - 1]]


def _fit(text: str, span: Span, token_ends: list[int], room: int) -> Iterator[tuple[Span, int]]:
    """The span with its number of tokens; in pieces of at most `room` tokens, cut at white space, when it is longer."""
    if len(token_ends) <= room:
        yield span, len(token_ends)
        return
    first = 0
    start = span.start
    while first < len(token_ends):
        last = min(first + room, len(token_ends))
        end = span.start + token_ends[last - 1]
        if last < len(token_ends):
            last, end = _back_to_space(text, span.start, token_ends, first, last)
        piece = _trimmed(text, start, span.end if last == len(token_ends) else end)
        if piece:
            yield piece, last - first
        first, start = last, end


def _back_to_space(text: str, offset: int, token_ends: list[int], first: int, last: int) -> tuple[int, int]:
    """The last place before token `last` that white space follows, else the place after that token."""
    for candidate in range(last, first + (last - first) // 2, -1):
        end = offset + token_ends[candidate - 1]
        if text[end : end + 1].isspace():
            return candidate, end
    return last, offset + token_ends[last - 1]


def _pack(pieces: Iterable[tuple[Span, int]], room: int, furniture: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Neighbouring pieces together up to `room` tokens; a passage never reaches across furniture."""
    group: list[Span] = []
    used = 0
    holes = iter(furniture)
    hole = next(holes, None)
    for span, tokens in pieces:
        crossed = False
        while hole is not None and hole.start < span.start:
            crossed, hole = True, next(holes, None)
        if group and (used + tokens > room or crossed):
            yield tuple(group)
            group, used = [], 0
        group.append(span)
        used += tokens
    if group:
        yield tuple(group)
