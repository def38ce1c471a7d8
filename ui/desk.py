"""What happens on the page: questions asked, articles opened. Knows no Gradio."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from index import Article, CuttingsError, Span
from rag import Answer, Assistant, Stage, Status, copied, followups, limits_line, receipt

from . import chat
from .clipping import clipping
from .filters import filter_form
from .html import clean
from .panels import holdings
from .reader import reader
from .turn import Peek, Turn, peek

log = logging.getLogger(__name__)

# Questions on the articles that come with the project; each is offered only where the archive answers it.
_EXAMPLES = (
    "What did the EU demand for Safe?",
    "Would Healey commit to joining the European Defence Fund?",
    "What did David Lammy say the government should agree to?",
    "Who is convening the summit on critical minerals?",
)
NOTHING_OPEN = '<p class="hint">Choose a number beside a sentence, or a title, to read it in its article.</p>'
BROKEN = "Something broke inside the program; its terminal says what. Your question is kept: ask again."
_HISTORY_TURNS = 20
_MOST_CITED = 100
_MOST_OFFERED = 500  # outlets and authors
_DAYS, _NAMES = ("since", "until", "as_of"), ("outlets", "authors")


class Desk:
    """What happens on the page. A conversation lives in the browser's tab, never here."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def examples(self) -> list[str]:
        """The questions that this archive answers."""
        return [q for q in _EXAMPLES if self.assistant.ask(q).status is not Status.NOT_FOUND]

    def holdings(self) -> str:
        """What is in the archive, as things are now: another process may add articles while the page is open."""
        store = self.assistant.store
        return holdings(store.coverage(), store.progress())

    def welcome(self) -> str:
        """What is shown before the first question."""
        coverage = self.assistant.store.coverage()
        return chat.welcome(coverage, self.examples() if coverage.articles else [])

    def ask(
        self, question: str, earlier: Sequence[str] = (), filters: Mapping[str, Any] | None = None, *, run: str = ""
    ) -> Iterator[str]:
        """The question and what comes of it, as HTML that grows: stages, then the answer, or an error in words.

        `earlier` are the questions before, oldest first; `filters` as in `Assistant.ask`; `run` is the page's name for it.
        """
        for turn in self._answering(question, earlier, filters or {}):
            yield chat.turn_html(replace(turn, limits=limits_line(filters or {})), run)

    def _answering(self, question: str, earlier: Sequence[str], filters: Mapping[str, Any]) -> Iterator[Turn]:
        history = [{"role": "user", "content": text} for text in earlier[-_HISTORY_TURNS:]]
        shown = " ".join(question.split())[:300] or "(nothing)"
        yield Turn(shown, stage="Looking through the archive")
        try:
            for event in self.assistant.stream(question, history, **filters):
                if isinstance(event, Stage):
                    yield Turn(shown, stage=event.text)
                elif isinstance(event, Answer):
                    self.assistant.prove(event)
                    turn = Turn(shown, answer=event, peeks=self._peeks(event), receipt=self._receipt(shown, event, filters))
                    yield turn
                    further = followups(event, lambda text: self.assistant.ask(text, **filters))
                    yield replace(turn, followups=tuple(further), done=True)
        except CuttingsError as error:
            yield Turn(shown, error=str(error), done=True)
        except Exception:  # a fault of ours: told in words, and in the log in full, so that the page goes on
            log.exception("a question could not be answered")
            yield Turn(shown, error=BROKEN, done=True)

    def _peeks(self, answer: Answer) -> dict[int, Peek]:
        texts = {c.source.article_id: self.assistant.article(c.source.article_id).text for c in answer.citations}
        return {c.number: peek(texts[c.source.article_id], Span(c.start, c.end)) for c in answer.citations}

    def _receipt(self, question: str, answer: Answer, filters: Mapping[str, Any]) -> str:
        """The answer's receipt as JSON in ASCII: what is invisible or changes direction in a quote survives the page."""
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        model = self.assistant.store.stats().model
        return json.dumps(
            receipt(question, answer, filters, made=made, model=model, article_of=self.assistant.article), ensure_ascii=True
        )

    def open(self, place: Mapping[str, Any]) -> str:
        """The article of a citation, at its sentence; other sentences that are cited with it are marked too.

        `place`: article (id), start and end, where there is one sentence to show; version (the moment at which an earlier text
        was replaced); cited, as pairs of offsets.
        """
        try:
            article_id, version = str(place["article"]), str(place.get("version") or "")
            article, until = self._text_of(article_id, version)
            current = Span(int(place["start"]), int(place["end"])) if place.get("start") not in (None, "") else None
            cited = [Span(int(start), int(end)) for start, end in (place.get("cited") or [])[:_MOST_CITED]]
            moments = [earlier.replaced for earlier in self.assistant.store.versions(article_id)]
        except (KeyError, ValueError, TypeError, CuttingsError) as error:
            return clean(f'<p class="error" role="alert">The article cannot be opened: {type(error).__name__}.</p>')
        taken = "" if until or current is None else _clipping(article, current)
        return reader(article, current, cited, until=until, versions=moments, clipping=taken)

    def _text_of(self, article_id: str, version: str) -> tuple[Article, str]:
        """An article, or what it was until the moment `version`, and that moment where it is an earlier text."""
        for earlier in self.assistant.store.versions(article_id) if version else ():
            if earlier.replaced == version:
                return earlier.article, version
        return self.assistant.article(article_id), ""

    def filter_form(self, panel: str) -> str:
        """The fields of a panel's filters, with the outlets and authors that the archive knows."""
        sources = [listed.source for listed in self.assistant.store.articles()]
        outlets = sorted({source.outlet for source in sources if source.outlet}, key=str.casefold)
        authors = sorted({author for source in sources for author in source.authors}, key=str.casefold)
        return filter_form(outlets[:_MOST_OFFERED], authors[:_MOST_OFFERED], panel)


def _clipping(article: Article, span: Span) -> str:
    """What the reader offers to copy and to keep; nothing of page furniture, which is no article's words."""
    quote = article.text[span.start : span.end]
    if not quote.strip() or any(span.start < end and start < span.end for start, end in article.furniture):
        return ""
    return clipping(article, span, copied(article.source, quote))


def filters_from(given: Mapping[str, Any]) -> dict[str, Any]:
    """The filters that a page has set, in the form of `Assistant.ask`; what is no filter is left out."""
    days = {name: str(given[name]) for name in _DAYS if given.get(name)}
    names = {name: [str(n) for n in given[name]][:_MOST_CITED] for name in _NAMES if isinstance(given.get(name), list)}
    return {**days, **{name: found for name, found in names.items() if found}}
