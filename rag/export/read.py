"""What a browser sends to be exported, checked: its shape, and each quote against the archive as it is now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from index import Article, Coverage, CuttingsError, Source, Span

from ..errors import QuestionError
from ..limits import DAYS, NAMES, limits_line
from ..speech import speech
from ..standing import FORGED, SAME, Cited, Standing, VersionsOf, standing
from ..story.reports.notes import covered
from ..types import Citation
from .types import Conversation, Exchange, Quote

MOST_ENTRIES = 500
MOST_CITATIONS = 5_000
MOST_CHARACTERS = 5_000_000  # of all quotes together
_LONGEST = 20_000  # characters of any text
_SHORT = 2_000  # of a title, a name, an address
_MOST_LISTED = 100  # notes of an answer, authors, outlets
_LARGEST = 2**53  # the largest whole number that JavaScript is sure of
_FINGERPRINT = re.compile("[0-9a-f]{64}")

_Standing = Callable[[Cited], Standing]


def read_conversation(
    data: object, article_of: Callable[[str], Article], versions_of: VersionsOf | None = None
) -> Conversation:
    """The conversation that `data`, JSON from a browser, holds; raises QuestionError, in words, where it holds none.

    `article_of` gives the articles as they are now and raises UnknownArticle or ArticleDamaged; `versions_of`, where given, the
    earlier texts of an article: then a quote of an article that was edited is compared with the text it was taken from.
    """
    whole = _object(data, "what is to be exported")
    entries = [_object(entry, "an entry") for entry in _list(whole, "entries", MOST_ENTRIES)]
    if not entries:
        raise QuestionError("there is nothing to export")
    citations = [_list(entry, "citations", MOST_CITATIONS) for entry in entries]
    if sum(map(len, citations)) > MOST_CITATIONS:
        raise QuestionError(f"more than {MOST_CITATIONS:,} quotes cannot be exported at once")
    compare = _comparing(article_of, versions_of)
    room = MOST_CHARACTERS
    exchanges = []
    for entry, cited in zip(entries, citations, strict=True):
        rows = [_object(citation, "a citation") for citation in cited]
        room -= sum(len(_text(row, "quote")) for row in rows)
        if room < 0:
            raise QuestionError(f"more than {MOST_CHARACTERS:,} characters of quotes cannot be exported at once")
        quotes = tuple(_quote(row, place, compare) for place, row in enumerate(rows, start=1))
        exchanges.append(_exchange(entry, quotes))
    return Conversation(_line(_text(whole, "title", _SHORT)) or "Cuttings", tuple(exchanges))


def _comparing(article_of: Callable[[str], Article], versions_of: VersionsOf | None) -> _Standing:
    """The comparison with the archive; each article is read once, however often it is cited."""

    @cache
    def read(article_id: str) -> Article | CuttingsError:
        try:
            return article_of(article_id)
        except CuttingsError as error:
            return error

    def article(article_id: str) -> Article:
        found = read(article_id)
        if isinstance(found, CuttingsError):
            raise found
        return found

    earlier = cache(versions_of) if versions_of else None
    return lambda cited: standing(cited, article, earlier)


def _exchange(entry: Mapping[str, Any], quotes: tuple[Quote, ...]) -> Exchange:
    question = _line(_text(entry, "question"))
    understood = _line(_text(entry, "understood"))
    status = _text(entry, "status", _SHORT)
    limits = _limits(entry.get("filters"))
    # The text of an answer with quotes is those quotes once more: they are printed from the archive, not from there.
    refusal = "" if quotes or status != "not_found" else _text(entry, "text")
    return Exchange(
        question=question,
        understood="" if understood == question else understood,
        made=_line(_text(entry, "made", _SHORT)),
        limits=limits,
        searched=_searched(entry.get("coverage")),
        partial=status == "partial",
        refusal=refusal,
        notes=tuple(_texts(entry, "notes")),
        quotes=quotes,
    )


def _quote(row: Mapping[str, Any], place: int, compare: _Standing) -> Quote:
    start, end, text = _number(row, "start"), _number(row, "end"), _text(row, "quote")
    number = place if row.get("number") is None else _number(row, "number")
    article_id = _text(row, "article_id", _SHORT)
    if not article_id or not text:
        raise QuestionError("a citation lacks its article or its words")
    fingerprint = _text(row, "fingerprint", _SHORT)
    known = fingerprint if _FINGERPRINT.fullmatch(fingerprint) else None
    now = compare(Cited(article_id, start, end, text, known))
    source = now.article.source if now.article else _source(row, article_id)
    # Without the fingerprint of the text that was cited, only the place itself can prove the words.
    if now.state == FORGED or (known is None and now.article and not now.in_place):
        return Quote(number, source, start, end, "", "", FORGED, "its words are not what the article says at this place")
    speaker = _speaker(row, source, now)
    if now.in_place and (now.state == SAME or known is None):
        return Quote(number, source, start, end, text, speaker, SAME, "")
    note = now.note if now.proved else f"{now.note}; the words of the quote could not be checked"
    return Quote(number, source, start, end, text, speaker, now.state, note)


def _speaker(row: Mapping[str, Any], source: Source, now: Standing) -> str:
    """Who speaks, in words: from the article where it still has the quote, else as it was told with the quote."""
    start, end, text = row["start"], row["end"], row["quote"]
    if now.article:
        said = speech(now.article.text, Span(start, end)) if now.in_place else None
        return Citation(1, source, start, end, text, None, said is not None, said.speaker if said else None).said_by
    named = _line(_text(row, "speaker", _SHORT)) or None
    return Citation(1, source, start, end, text, None, row.get("speech") is True, named).said_by


def _source(row: Mapping[str, Any], article_id: str) -> Source:
    """The source of an article that cannot be read any more, as it was told."""
    outlet, published, url = (_line(_text(row, name, _SHORT)) or None for name in ("outlet", "published", "url"))
    title = _line(_text(row, "title", _SHORT)) or article_id
    return Source(article_id, title, outlet, tuple(filter(None, map(_line, _texts(row, "authors")))), published, url)


def _limits(given: object) -> str:
    if given is None:
        return ""
    filters = _object(given, "the filters")
    days = {name: _line(_text(filters, name, _SHORT)) for name in DAYS}
    return limits_line({**days, **{name: [_line(text) for text in _texts(filters, name)] for name in NAMES}})


def _searched(given: object) -> str:
    if given is None:
        return ""
    told = _object(given, "the coverage")
    articles, outlets, undated = (_number(told, name) for name in ("articles", "outlets", "undated"))
    earliest, latest = (_line(_text(told, name, _SHORT)) or None for name in ("earliest", "latest"))
    return covered(Coverage(articles, outlets, earliest, latest, undated))


def _object(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise QuestionError(f"{name} is no object")
    return value


def _list(row: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = row.get(name)
    if not isinstance(value, list):
        raise QuestionError(f"“{name}” is no list")
    if len(value) > most:
        raise QuestionError(f"“{name}” has more than {most:,} entries")
    return value


def _text(row: Mapping[str, Any], name: str, longest: int = _LONGEST) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise QuestionError(f"“{name}” is no text")
    if len(value) > longest:
        raise QuestionError(f"“{name}” has more than {longest:,} characters")
    return value


def _texts(row: Mapping[str, Any], name: str) -> list[str]:
    listed = [] if row.get(name) is None else _list(row, name, _MOST_LISTED)
    return [_text({name: value}, name, _SHORT) for value in listed]


def _number(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LARGEST:
        raise QuestionError(f"“{name}” is no whole number")
    return value


def _line(text: str) -> str:
    return " ".join(text.split())
