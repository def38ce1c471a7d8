"""What happens on the page: questions asked, articles opened. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from index import Article, CuttingsError, Span
from rag import Answer, Assistant, Stage, Status

from . import chat
from .html import clean
from .panels import holdings
from .reader import reader
from .turn import Turn

# Questions on the articles that come with the project; each is offered only where the archive answers it.
_EXAMPLES = (
    "What did the EU demand for Safe?",
    "Would Healey commit to joining the European Defence Fund?",
    "What did David Lammy say the government should agree to?",
    "Who is convening the summit on critical minerals?",
)
NOTHING_OPEN = '<p class="hint">Choose a number beside a sentence, or a title, to read it in its article.</p>'
_HISTORY_TURNS = 20


class Desk:
    """What happens on the page. A conversation lives in the session of its tab, never here."""

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
        """The conversation before the first question."""
        coverage = self.assistant.store.coverage()
        return chat.conversation([], coverage, self.examples() if coverage.articles else [])

    def ask(self, question: str, turns: Sequence[Turn]) -> Iterator[tuple[str, list[Turn]]]:
        """The conversation as it grows: stages, then the answer, or an error in words."""
        coverage = self.assistant.store.coverage()
        for turn in self._answering(question, turns):
            now = [*turns, turn]
            yield chat.conversation(now, coverage, []), now

    def _answering(self, question: str, turns: Sequence[Turn]) -> Iterator[Turn]:
        history = [{"role": "user", "content": turn.question} for turn in turns[-_HISTORY_TURNS:]]
        shown = " ".join(question.split())[:300] or "(nothing)"
        yield Turn(shown, stage="Looking through the archive")
        try:
            for event in self.assistant.stream(question, history):
                if isinstance(event, Stage):
                    yield Turn(shown, stage=event.text)
                elif isinstance(event, Answer):
                    self.assistant.prove(event)
                    yield Turn(shown, answer=event)
        except CuttingsError as error:
            yield Turn(shown, error=str(error))

    def open(self, place: dict[str, Any], turns: Sequence[Turn]) -> str:
        """The article of a citation, at its sentence; other sentences of the same answer are marked too."""
        try:
            article, until = self._text_of(str(place["article"]), str(place.get("version") or ""))
            current = Span(int(place["start"]), int(place["end"]))
            number = int(place.get("turn", -1))
        except (KeyError, ValueError, CuttingsError) as error:
            return clean(f'<p class="error" role="alert">The article cannot be opened: {type(error).__name__}.</p>')
        answer = turns[number].answer if 0 <= number < len(turns) else None
        cited = [Span(c.start, c.end) for c in answer.citations if c.source == article.source] if answer else []
        return reader(article, current, cited, until=until)

    def _text_of(self, article_id: str, version: str) -> tuple[Article, str]:
        """An article, or what it was until the moment `version`, and that moment where it is an earlier text."""
        for earlier in self.assistant.store.versions(article_id) if version else ():
            if earlier.replaced == version:
                return earlier.article, version
        return self.assistant.article(article_id), ""
