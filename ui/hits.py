"""What a search found as HTML: passages with the words that were sought marked, each a clipping to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index import WORD, Coverage, Hit, Passage, Span, terms

from .html import escape
from .phrases import counted, coverage_line, reads_as_heading, source_line

_SENTENCES = 3  # of a passage that are shown, those that have most of what was sought


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, the sentences of it that are shown, and these as a clipping in JSON."""

    hit: Hit
    span: Span
    clipping: str

    @property
    def text(self) -> str:
        """The sentences that are shown."""
        passage = self.hit.passage
        return passage.text[self.span.start - passage.start : self.span.end - passage.start]


def telling(passage: Passage, sought: str) -> Span:
    """The sentences in a row that have most of the words that were sought; of several such the first.

    Never a headline with the sentence after it: together they would be quoted as what nobody wrote.
    """
    sentences = passage.sentences or (Span(passage.start, passage.end),)
    texts = [passage.text[s.start - passage.start : s.end - passage.start] for s in sentences]
    lines = {line.strip() for line in passage.text.splitlines()}
    headings = [text.strip() in lines and reads_as_heading(text.strip()) for text in texts]
    wanted = set(terms(sought))
    held = [wanted & set(terms(text)) for text in texts]
    windows = [(first, _last(first, headings)) for first in range(len(sentences)) if all(headings) or not headings[first]]
    first, last = max(windows, key=lambda w: (len(set().union(*held[w[0] : w[1] + 1])), -w[0]))
    return Span(sentences[first].start, sentences[last].end)


def _last(first: int, headings: Sequence[bool]) -> int:
    """The last of the sentences that are shown with this one: none after a headline, nor the headline."""
    last = first
    while last + 1 < len(headings) and last + 1 < first + _SENTENCES and not headings[last + 1]:
        last += 1
    return last


def hits_html(found: Sequence[Found], sought: str, limits: str, coverage: Coverage, most: int) -> str:
    """The hits in the order given. `limits` are the filters in words, `most` is how many are looked for. Not yet cleaned."""
    limited = f'<p class="limits">{escape(limits)}</p>' if limits else ""
    searched = f'<p class="coverage">Searched: {escape(coverage_line(coverage))}.</p>'
    if not found:
        return f'{limited}<p class="note" role="status">Nothing was found.</p>{searched}'
    wanted = set(terms(sought))
    rows = "".join(f'<li class="hit">{_row(one, wanted)}</li>' for one in found)
    holding = sum(bool(wanted & set(terms(f"{f.hit.passage.source.title} {f.hit.passage.text}"))) for f in found)
    return (
        f'{limited}<p class="tally" role="status">{_tally(len(found), holding, most)}</p><ol class="hits">{rows}</ol>{searched}'
    )


def _tally(number: int, holding: int, most: int) -> str:
    """How many passages there are, and what they have of what was sought."""
    best = f"The {number} passages that fit best" if number == most else counted(number, "passage")
    if not holding:
        return f"{best}. None has a word of what you look for: these are the nearest in meaning."
    return best if holding == number else f"{best}: {holding:,} with words of it, {number - holding:,} near in meaning only"


def _row(one: Found, wanted: set[str]) -> str:
    source, place = one.hit.passage.source, f'data-start="{one.span.start}" data-end="{one.span.end}"'
    copies = (
        f" · also in {counted(len(one.hit.copies), 'other article')} with the same text, or nearly" if one.hit.copies else ""
    )
    return (
        f'<p class="title"><button type="button" class="opens" data-article="{escape(source.article_id)}" {place}>'
        f'{escape(source.title)}</button></p><p class="where">{source_line(source)}{copies}</p>'
        f'<div class="excerpt">{_paragraphs(one.text, wanted)}</div>'
        '<p class="take"><button type="button" class="small" data-clip="1">Add to clippings</button>'
        f'<span class="clipping" hidden>{escape(one.clipping)}</span></p>'
    )


def _paragraphs(text: str, wanted: set[str]) -> str:
    return "".join(f"<p>{_marked(line, wanted)}</p>" for line in text.splitlines() if line.strip())


def _marked(text: str, wanted: set[str]) -> str:
    """The text, the words in bold that have the stem of a word that was sought."""
    shown, at = [], 0
    for word in WORD.finditer(text):
        if wanted.intersection(terms(word[0])):
            shown += [escape(text[at : word.start()]), f"<strong>{escape(word[0])}</strong>"]
            at = word.end()
    return "".join([*shown, escape(text[at:])])
