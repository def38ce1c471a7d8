"""Checks a whole story: quotations by the quote check; figures, dates and titles by whether they stand beside their name."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index import Coverage, Passage, Span, fold, sentences, terms, words

from ..quotes.types import Alarm, QuoteCheck, QuoteMatch, QuoteVerdict
from ..speech import speech
from .details import Fact, Name, facts, names, same, surname
from .quoted import SHORTEST, Quoted, inner, quoted, ways
from .types import Detail, DetailKind, Place, StoryCheck, StoryQuote

LONGEST_STORY = 200_000  # code points
MOST_QUOTES = 300
MOST_DETAILS = 500
_LONGEST_SENTENCE = 5_000  # code points; in what is longer no details and no speaker are looked for
_LONGEST_LINE = 20_000  # code points
_NAMES = 3  # beside a detail that are tried, the nearest first
_PLACES = 3  # that a detail is found in
_PROVEN = (QuoteVerdict.EXACT, QuoteVerdict.FOLDED)
_BEST = (*_PROVEN, QuoteVerdict.PARTIAL, QuoteVerdict.ALTERED, QuoteVerdict.NOT_FOUND, QuoteVerdict.TOO_SHORT)
_SEPARATORS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
_MARKS = {**dict.fromkeys(map(ord, '“”„‟«»＂〝〞「」『』"'), " "), **dict.fromkeys(map(ord, "‘‚‹›"), "'")}


@dataclass(frozen=True, slots=True)
class Archive:
    """What a story is checked against: the check of one quote, the passages that hold most of some words (best first), the text
    of an article by its id, as it is or was until a moment (empty when none could be proven), and what is covered.
    """

    check: Callable[[str], QuoteCheck]
    passages: Callable[[str], Sequence[Passage]]
    text_of: Callable[[str, str | None], str]
    coverage: Coverage


def check_story(story: str, archive: Archive) -> StoryCheck:
    """The verdict on every quotation of a story, and what is found for its details, in the order of the story.

    A quotation within another is listed only where the outer one is not printed as it is: it may be. A quotation whose words
    are printed, but as another speaker's, keeps the verdict on its words and gets the alarm `speaker`; `StoryQuote.alarming` is
    then true, and reports show it as loudly as an altered one. Details within a quotation that was checked are left out, as its
    verdict covers them.
    """
    started = time.monotonic()
    text = story[:LONGEST_STORY]
    found = quoted(text)
    quotes = list(_quotes(text, found[:MOST_QUOTES], archive))
    checked = [q.span for q in quotes if q.check.verdict is not QuoteVerdict.TOO_SHORT]
    details, more = _details(text, checked, archive)
    long_line = any(len(line) > _LONGEST_LINE for line in re.split(r"[\r\n]+", text))
    notes = (
        f"Only the first {LONGEST_STORY:,} of {len(story):,} characters were looked at." if len(story) > len(text) else "",
        f"Only the first {MOST_QUOTES} of {len(found):,} quotations were checked." if len(found) > MOST_QUOTES else "",
        f"Only the first {MOST_DETAILS} figures, dates and titles were looked up." if more else "",
        f"No details were looked up in lines of more than {_LONGEST_LINE:,} characters." if long_line else "",
    )
    seconds = round(time.monotonic() - started, 4)
    return StoryCheck(story, tuple(quotes), tuple(details), archive.coverage, tuple(n for n in notes if n), seconds)


def _quotes(text: str, found: Sequence[Quoted], archive: Archive) -> Iterator[StoryQuote]:
    plain = _plain(text, found)
    for quote in found:
        own = _checked(ways(text, quote), archive)
        speaker = _speaker(plain, quote, text)
        yield _story_quote(quote, speaker, _noted(_with_speaker(own, speaker), quote), archive)
        if own.verdict not in _PROVEN:
            for span in inner(text, quote):
                within = archive.check(text[span.start : span.end])
                yield _story_quote(Quoted(span, (span,)), None, within, archive, nested=True)


def _checked(texts: Sequence[str], archive: Archive) -> QuoteCheck:
    """The best verdict on the ways in which a quotation may be printed; the first of equal ones."""
    best = archive.check(texts[0])
    for other in texts[1:]:
        if best.verdict in _PROVEN:
            break
        check = archive.check(other)
        if _BEST.index(check.verdict) < _BEST.index(best.verdict):
            best = check
    return best


def _with_speaker(check: QuoteCheck, speaker: str | None) -> QuoteCheck:
    """The check, with an alarm where the archive prints the words as another speaker's, and nowhere as this one's."""
    if speaker is None or not surname(speaker) or check.verdict in (QuoteVerdict.TOO_SHORT, QuoteVerdict.NOT_FOUND):
        return check
    matches = check.matches[:1] if check.verdict is QuoteVerdict.ALTERED else check.matches
    others = [match.speaker for match in matches if match.speaker and surname(match.speaker)]
    if not others or surname(speaker) in map(surname, others):
        return check
    note = f"The story says it is by {speaker}; the archive, by {' or '.join(dict.fromkeys(others))}."
    return replace(check, alarms=(*check.alarms, Alarm.SPEAKER), note=" ".join(part for part in (note, check.note) if part))


def _noted(check: QuoteCheck, quote: Quoted) -> QuoteCheck:
    """The check, with a word on what was looked for where that is not the stretch of the story as it is."""
    notes = [] if quote.closed else ["Its closing mark is missing; it was taken to end with its paragraph."]
    if quote.interrupted:
        notes.append(f"Interrupted in the story; looked for as “{check.text}”.")
    return replace(check, note=" ".join([*notes, check.note]).strip()) if notes else check


def _story_quote(
    quote: Quoted, speaker: str | None, check: QuoteCheck, archive: Archive, *, nested: bool = False
) -> StoryQuote:
    around = tuple(_around(match, archive.text_of(match.source.article_id, match.replaced)) for match in check.matches)
    return StoryQuote(quote.span, speaker, check, quote.pieces, around, quote.closed, nested)


def _around(match: QuoteMatch, text: str) -> str:
    """The sentences around a match; empty when the text is no longer the one that was matched."""
    proven = text[match.start : match.end] == match.text
    return text[match.around.start : match.around.end].strip() if proven else ""


def _plain(text: str, found: Iterable[Quoted]) -> str:
    """The story with “ and ” around its quotations and no other marks, offset for offset, for telling who speaks."""
    letters = list(text.translate(_SEPARATORS).translate(_MARKS))
    for quote in found:
        if quote.block:
            continue
        for number, piece in enumerate(quote.pieces):
            _set(letters, piece.start - 1, "“")
            last = number == len(quote.pieces) - 1
            _set(letters, piece.end, "”" if quote.interrupted or (last and quote.closed) else "\n")
            broken = [at for at in range(piece.start, piece.end) if letters[at] == "\n"]
            for at in broken:  # a line that an editor broke is no paragraph
                letters[at] = " "
    return "".join(letters)


def _set(letters: list[str], at: int, mark: str) -> None:
    if 0 <= at < len(letters) and (mark != "\n" or letters[at].isspace()):
        letters[at] = mark


def _speaker(plain: str, quote: Quoted, text: str) -> str | None:
    """Whom the story names beside a quotation; for a block quote, in its last line or at the end of the paragraph before."""
    if len(text[quote.span.start : quote.span.end].split()) < SHORTEST:
        return None  # nothing is compared
    if quote.credit:
        return re.split(r"[,(;]", text[quote.credit.start : quote.credit.end])[0].strip() or None
    if quote.interrupted:
        first, second = quote.pieces[0], quote.pieces[1]
        between = plain[first.end : second.start].strip("“”, \n")
        words_of = " ".join(text[piece.start : piece.end].rstrip(" ,") for piece in quote.pieces)
        return _told(f"“{words_of},” {between}.", Span(1, 1 + len(words_of)))
    if quote.block:
        before = plain[max(0, quote.span.start - 400) : quote.span.start].rstrip("> \t\n").split("\n")[-1]
        said = f"{before} “{' '.join(plain[quote.span.start : quote.span.start + 200].split())}”"
        return _told(said, Span(len(before), len(said))) if before.endswith(":") else None
    piece = max(quote.pieces, key=lambda span: span.end - span.start)
    start = plain.rfind("\n", 0, piece.start) + 1
    end = plain.find("\n", piece.end)
    if (len(plain) if end < 0 else end) - start > _LONGEST_SENTENCE:
        return None
    return _told(plain, piece)


def _told(text: str, span: Span) -> str | None:
    said = speech(text, span)
    return said.speaker if said else None


def _details(text: str, checked: Sequence[Span], archive: Archive) -> tuple[list[Detail], bool]:
    """At most so many details in order, and whether there are more."""
    look = _Lookup(archive, [name.text for name in names(text)])
    found: list[Detail] = []
    for sentence in _sentences(text):
        said = text[sentence.start : sentence.end]
        beside = names(said, sentence.start)
        for fact in facts(said, sentence.start):
            if any(fact.span.start < span.end and span.start < fact.span.end for span in checked):
                continue
            if len(found) == MOST_DETAILS:
                return found, True
            found.append(look.detail(text[fact.span.start : fact.span.end], fact, beside, said))
    return found, False


def _sentences(text: str) -> Iterator[Span]:
    """The sentences in order; none of a line that is longer than any paragraph, which takes minutes to cut."""
    for line in re.finditer(r"[^\r\n]+", text):
        if line.end() - line.start() <= _LONGEST_LINE:
            for start, end in sentences(line[0]):
                if end - start <= _LONGEST_SENTENCE:
                    yield Span(line.start() + start, line.start() + end)


class _Lookup:
    """Finds the sentences that hold a fact and a name; each article is read once."""

    def __init__(self, archive: Archive, story_names: Sequence[str]) -> None:
        self._archive = archive
        self._full = _full_names(story_names)
        self._read: dict[str, tuple[list[Fact], frozenset[str]]] = {}

    def detail(self, text: str, fact: Fact, beside: Sequence[Name], said: str) -> Detail:
        """The detail with the nearest name beside it that the archive has it with; with the nearest where there is none."""
        near = sorted(beside, key=lambda name: max(name.span.start - fact.span.end, fact.span.start - name.span.end))
        tried = [fact.name] if fact.name else near[:_NAMES]
        called = list(dict.fromkeys(self._full.get(name.text, name.text) for name in tried))
        for name in called:
            places = self._places(self._sought(text, fact, name), fact, name) or self._places(said, fact, name)
            if places:
                return Detail(fact.span, fact.kind, text, name, places)
        return Detail(fact.span, fact.kind, text, called[0] if called else None)

    def _sought(self, text: str, fact: Fact, name: str) -> str:
        return f"{name} {text}" if fact.kind is not DetailKind.TITLE else f"{name} {' '.join(map(str, fact.key))}"

    def _places(self, sought: str, fact: Fact, name: str) -> tuple[Place, ...]:
        found: dict[str, Place] = {}
        for passage in self._archive.passages(sought):
            for span in passage.sentences:
                said = passage.text[span.start - passage.start : span.end - passage.start]
                if passage.source.article_id in found or not _mentions(said, name):
                    continue
                if self._holds(said, fact, name) and self._is_called(passage, span, said, name):
                    found[passage.source.article_id] = Place(passage.source, span.start, span.end, said)
            if len(found) == _PLACES:
                break
        return tuple(found.values())

    def _holds(self, said: str, fact: Fact, name: str) -> bool:
        if said not in self._read:
            self._read[said] = (facts(said), frozenset(terms(said)))
        others, held = self._read[said]
        if fact.kind is DetailKind.TITLE:
            others = [other for other in others if other.name and surname(other.name.text) == surname(name)]
        return any(same(fact, other, held) for other in others)

    def _is_called(self, passage: Passage, span: Span, said: str, name: str) -> bool:
        """Whether the sentence stands in its article as it was read, and it or another one there has the whole name."""
        whole = self._archive.text_of(passage.source.article_id, None)
        if whole[span.start : span.end] != said:
            return False
        return _has(said, name) or _has(whole, name)


def _full_names(found: Iterable[str]) -> dict[str, str]:
    """For a surname alone the full name, where the story has exactly one such."""
    full: dict[str, set[str]] = {}
    for name in found:
        if " " in name and len(name.split()) <= 4:
            full.setdefault(name.split()[-1], set()).add(name)
    return {last: next(iter(names)) for last, names in full.items() if len(names) == 1}


def _mentions(said: str, name: str) -> bool:
    """Whether a sentence has the name, or its last word, capitalised, where no other word of a name is before that."""
    parts = name.split()
    if fold(parts[-1]) not in fold(said):
        return False
    if _has(said, name):
        return True
    if not 2 <= len(parts) <= 4:
        return False
    last = parts[-1]
    return any(fold(found.text) == fold(last) for found in names(said))


def _has(text: str, name: str) -> bool:
    return f" {' '.join(words(name))} " in f" {' '.join(words(text))} "
