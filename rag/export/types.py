"""Leaf: what is exported: a conversation's exchanges and their quotes; all frozen, all checked."""

from __future__ import annotations

from dataclasses import dataclass

from index import Source


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote and its place, as the archive has it now. `number` is the one it was shown with; `speaker` is in words.

    `note` says what became of the article, or why the words are not printed: then `text` is empty.
    """

    number: int
    source: Source
    start: int
    end: int
    text: str
    speaker: str
    state: str
    note: str

    @property
    def printed(self) -> bool:
        """Whether the words are printed; those of a forged quote are not."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what the archive said to it; `question` is empty for a collection of clippings.

    `understood` is empty where it is the question itself; `limits`, `searched` and `refusal` are in words, empty where there is
    nothing to say.
    """

    question: str
    understood: str
    made: str
    limits: str
    searched: str
    partial: bool
    refusal: str
    notes: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that is exported."""

    title: str
    exchanges: tuple[Exchange, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The articles that are quoted, each once, in the order of their first quotes."""
        quotes = [quote for exchange in self.exchanges for quote in exchange.quotes if quote.printed]
        first: dict[str, Source] = {}
        for quote in quotes:
            first.setdefault(quote.source.article_id, quote.source)
        return tuple(first.values())
