"""Our store, and Chroma alone, as a verdict sees them."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from index import Store, StoreDamaged, add
from index.embed import SentenceEmbedder, open_embedder
from index.vectors import VectorIndex
from tests.fakes import HashingEmbedder
from tests.faults.articles import LINES, text_of, write

MAX_TOKENS = 40  # so that each line of an article is a passage


def embedder() -> HashingEmbedder | SentenceEmbedder:
    """The hashing one, or the real one where CUTTINGS_FAULTS_MODEL says so; processes that are started do as this one."""
    return _real() if os.environ.get("CUTTINGS_FAULTS_MODEL") == "real" else HashingEmbedder(max_tokens=MAX_TOKENS)


@cache
def _real() -> SentenceEmbedder:
    made = open_embedder()
    assert isinstance(made, SentenceEmbedder)
    made.max_tokens = MAX_TOKENS
    return made


class Ours:
    """A Cuttings store, opened anew."""

    def __init__(self, folder: Path) -> None:
        self.store = Store.open(folder, create=True, embedder=embedder())

    def texts(self):
        return [(row.source.article_id, self.store.article(row.source.article_id).text) for row in self.store.articles()]

    def passages(self):
        return [
            (row.source.article_id, f"{row.source.title}\n{passage.text}")
            for row in self.store.articles()
            for passage in self.store._catalogue.passages_of(row.source.article_id)
        ]

    def nearness(self, text: str) -> float:
        return max((hit.score for hit in self.store.dense(text, 1)), default=0.0)

    def add_one_more(self) -> bool:
        path = write(self.store.folder.parent / "more.jsonl", range(99_000, 99_001))
        add(self.store, [path])
        held = self.store.article("n99000").text == text_of(99_000)
        self.store.remove(["n99000"])
        return held and self.store.check().ok

    def close(self) -> None:
        self.store.close()


class BareChroma:
    """The quickstart: Chroma is the only store, its own records the truth."""

    def __init__(self, folder: Path, count: int = 0) -> None:
        self.embedder = HashingEmbedder(max_tokens=MAX_TOKENS)
        strings = [f"Report {n}\n{line}" for n in range(count) for line in text_of(n).split("\n")]
        if count:
            VectorIndex.build(folder, enumerate(self.embedder.encode(strings))).close()
        self.strings = strings
        self.index = VectorIndex.open(folder)

    def texts(self):
        return [(f"n{n}", text_of(n)) for n in range(self.index.count() // LINES)]

    def passages(self):
        return [(f"n{i // LINES}", s) for i, s in enumerate(self.strings)]

    def nearness(self, text: str) -> float:
        try:
            found = self.index.nearest(self.embedder.encode([text])[0], 1)
        except StoreDamaged:
            return 0.0
        return found[0][1] if found else 0.0

    def add_one_more(self) -> bool:
        return True
