"""Leaf: the quotations of a whole story, over paragraphs, interrupted by an attribution, and as block quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index import Span

from ..speech import SAY
from .marks import Raw, in_paragraph, opening_mark

SHORTEST = 5  # words; a quotation that is shorter cannot be told from any other use of its words
_MOST_PARAGRAPHS = 20  # that one quotation goes on for
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_BLOCK = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_CREDIT = re.compile(r"[ \t]*(?:—|–|--?|―)[ \t]*(?=[^\W\d_])")
_WRAPPED = (40, 200)  # code points of a line that an editor has broken, at least and at most
_RAGGED = 30  # code points by which such lines differ, at most
_STOPS = ".!?:;…”\"’»'*_)"
_LISTED = re.compile(r"[ \t]*(?:[-*+#|]|\d+[.)])")
_INTERRUPTS = re.compile(rf"(?P<comma>,?)\s+(?:[\w.’'-]+,? ){{0,11}}?(?:{SAY})\b(?:,? [\w.’'-]+){{0,11}}?,\s+")
_LONGEST_BETWEEN = 160  # code points of an attribution


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in a story, its outer marks left out. `pieces` are its stretches in order: of one paragraph each, of one line
    of a block quote each, or what stands before and after an attribution. `span` goes from the first to the end of the last.
    """

    span: Span
    pieces: tuple[Span, ...]
    closed: bool = True
    block: bool = False
    interrupted: bool = False
    mark: str = ""
    credit: Span | None = None  # of a block quote: who it is by, where a line of its own says so


def quoted(story: str) -> list[Quoted]:
    """Every outer quotation of a story in order; no two overlap. Those without a word in them are left out.

    A quotation whose closing mark is missing ends with its paragraph, or where the next one opens. It goes on in the next
    paragraph only when that opens with the same mark. Pieces around an attribution ("We will," she said, "not go.") are
    quotations of their own, but one quotation when one of them has fewer than five words.
    """
    found: list[Quoted] = []
    for lines in _blocks(story):
        if _BLOCK.match(story, lines[0].start):
            found += _block_quote(story, lines)
        else:
            found += _of_paragraphs(story, lines)
    return found


def inner(story: str, outer: Quoted) -> list[Span]:
    """The quotations of five words or more within a quotation, one level deep."""
    spans = (_trimmed(story, raw.span) for piece in outer.pieces for raw in in_paragraph(story, *piece) if raw.closed)
    return [span for span in spans if span and len(story[span.start : span.end].split()) >= SHORTEST]


def ways(story: str, one: Quoted) -> list[str]:
    """How a quotation may be looked for, the plainest first: its pieces joined, the whole stretch with its inner marks where
    it goes over paragraphs or is interrupted, there also with a mark of omission, and without Markdown's emphasis.
    """
    parts = [story[piece.start : piece.end] for piece in one.pieces]
    found = ["\n".join(parts)]
    if one.interrupted:
        bare = [part.rstrip(" ,—–-") for part in parts[:-1]]
        whole = story[one.span.start : one.span.end]
        found = [" ".join([*bare, parts[-1]]), " ".join(parts), whole, " … ".join([*bare, parts[-1]])]
    elif len(parts) > 1 and not one.block:
        found.append(story[one.span.start : one.span.end])
    plain = re.sub(r"[*_]{1,3}(?=\w)|(?<=[\w.,!?…])[*_]{1,3}|\\(?=[^\w\s])", "", found[0])
    return list(dict.fromkeys([*found, plain]))


def _blocks(story: str) -> Iterator[list[Span]]:
    """The story in runs: the lines of one block quote each, or paragraphs, those put together that were broken to a width."""
    lines = [Span(m.start(), m.end()) for m in _LINE.finditer(story) if not m[0].isspace()]
    run: list[Span] = []
    for line in lines:
        is_quote = _BLOCK.match(story, line.start) is not None
        if run and (is_quote != (_BLOCK.match(story, run[0].start) is not None) or (is_quote and _apart(story, run[-1], line))):
            yield run if is_quote and _BLOCK.match(story, run[0].start) else _put_together(story, run)
            run = []
        run.append(line)
    if run:
        yield run if _BLOCK.match(story, run[0].start) else _put_together(story, run)


def _apart(story: str, one: Span, other: Span) -> bool:
    """Whether an empty line is between two lines."""
    return len(_BREAK.findall(story, one.end, other.start)) > 1


def _put_together(story: str, lines: Sequence[Span]) -> list[Span]:
    """Paragraphs: the lines themselves, but one paragraph where they look like one that was broken to a width."""
    if lines and _BLOCK.match(story, lines[0].start):
        return list(lines)
    groups: list[list[Span]] = []
    for line in lines:
        if groups and not _apart(story, groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [span for group in groups for span in ([Span(group[0].start, group[-1].end)] if _wrapped(story, group) else group)]


def _wrapped(story: str, lines: Sequence[Span]) -> bool:
    """Whether lines are one paragraph: all but the last about as long, some of them without a stop at the end."""
    before = lines[:-1]
    lengths = [line.end - line.start for line in before] or [0]
    fit = _WRAPPED[0] <= min(lengths) and max(lengths) <= min(_WRAPPED[1], min(lengths) + _RAGGED)
    broken = any(story[line.start : line.end].rstrip()[-1] not in _STOPS for line in before)
    return fit and broken and not any(_LISTED.match(story, line.start) for line in lines)


def _block_quote(story: str, lines: Sequence[Span]) -> list[Quoted]:
    """The quotation that lines with ">" make; the marks around all of it, and a last line that credits it, are left out."""
    bare = [Span(m.end() if (m := _BLOCK.match(story, line.start)) else line.start, line.end) for line in lines]
    kept = [span for line in bare if (span := _trimmed(story, line))]
    credit = None
    if len(kept) > 1 and (m := _CREDIT.match(story, kept[-1].start)):
        credit = Span(m.end(), kept.pop().end)
    if not kept:
        return []
    whole = in_paragraph(story, kept[0].start, kept[-1].end)
    if len(whole) == 1 and whole[0].closed and whole[0].span == (kept[0].start + 1, kept[-1].end - 1):
        kept[0] = Span(kept[0].start + 1, kept[0].end)
        kept[-1] = Span(kept[-1].start, kept[-1].end - 1)
    return [Quoted(Span(kept[0].start, kept[-1].end), tuple(kept), block=True, credit=credit)]


def _of_paragraphs(story: str, paragraphs: Sequence[Span]) -> list[Quoted]:
    found: list[Quoted] = []
    going_on: list[Raw] = []  # the pieces of a quotation that has not been closed
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        goes_on = opening_mark(story, *following) if following else ""
        raws = in_paragraph(story, *paragraph, goes_on=goes_on)
        if going_on:  # this paragraph's first one goes on with what was left open
            going_on += raws[:1] if raws and not story[paragraph.start : raws[0].span.start - 1].strip() else []
            raws = raws[1:] if raws and raws[0] is going_on[-1] else raws
            if not going_on[-1].to_end or going_on[-1].mark != goes_on or raws or len(going_on) == _MOST_PARAGRAPHS:
                found += _one(story, going_on)
                going_on = []
        if raws and raws[-1].to_end and raws[-1].mark == goes_on:
            going_on = [raws.pop()]
        found += _joined(story, [quote for raw in raws for quote in _one(story, [raw])])
    return sorted([*found, *_one(story, going_on)], key=lambda quote: quote.span)


def _one(story: str, raws: Sequence[Raw]) -> list[Quoted]:
    """The quotation that these pieces make; none when there is no word in it."""
    pieces = tuple(span for raw in raws if (span := _trimmed(story, raw.span)))
    if not pieces:
        return []
    return [Quoted(Span(pieces[0].start, pieces[-1].end), pieces, closed=raws[-1].closed, mark=raws[0].mark)]


def _joined(story: str, found: Sequence[Quoted]) -> list[Quoted]:
    """A paragraph's quotations, with those that are interrupted by an attribution as one where one of the pieces is short."""
    groups: list[list[Quoted]] = []
    for quote in found:
        if groups and _is_interrupted(story, groups[-1][-1], quote):
            groups[-1].append(quote)
        else:
            groups.append([quote])
    return [quote for group in groups for quote in _as_one(story, group)]


def _as_one(story: str, group: Sequence[Quoted]) -> Sequence[Quoted]:
    short = any(len(story[quote.span.start : quote.span.end].split()) < SHORTEST for quote in group)
    if len(group) == 1 or not short:
        return group
    pieces = tuple(piece for quote in group for piece in quote.pieces)
    whole = Span(pieces[0].start, pieces[-1].end)
    return [Quoted(whole, pieces, closed=group[-1].closed, interrupted=True, mark=group[0].mark)]


def _is_interrupted(story: str, one: Quoted, other: Quoted) -> bool:
    """Whether only an attribution within the sentence is between two quotations, with a comma on each side."""
    if one.mark != other.mark or not one.closed or other.span.start - one.span.end > _LONGEST_BETWEEN:
        return False
    between = story[one.span.end : other.span.start].lstrip("”“\"’'»«›").rstrip("“”„\"‘'«»‹‚")
    match = _INTERRUPTS.fullmatch(between)
    comma = match and (match["comma"] or story[one.span.end - 1] in ",—–-")
    return bool(comma)


def _trimmed(story: str, span: Span) -> Span | None:
    """A stretch without white space at its ends; None when no letter or digit is in it."""
    text = story[span.start : span.end]
    if not re.search(r"[^\W_]", text):
        return None
    return Span(span.start + len(text) - len(text.lstrip()), span.end - (len(text) - len(text.rstrip())))
