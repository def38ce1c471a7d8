"""A large archive made from the seeds: their sentences with words changed, vectors mostly by chance. For time, not quality."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import numpy as np

from index import Store, add
from index.embed import open_embedder
from tests.conftest import SEEDS

_SENTENCES = 11  # an article: about ten passages, as made-up words have many tokens
_VOCABULARY = 20_000
_CHANGED = 0.4  # of the words


class FirstReal:
    """The real model for the first batch, so that it is in memory; after that vectors by chance, so that the rest is quick."""

    def __init__(self) -> None:
        self.model = open_embedder()
        self.chance = np.random.default_rng(0)
        self.worked = False

    def __getattr__(self, name: str):
        return getattr(self.model, name)

    def encode_parts(self, texts, parts):
        if not self.worked:
            self.worked = True
            return self.model.encode_parts(texts, parts)
        return self._by_chance(len(texts)), [self._by_chance(len(spans)) for spans in parts]

    def _by_chance(self, count: int):
        drawn = self.chance.standard_normal((count, self.model.dimension)).astype(np.float32)
        return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def articles(passages: int, seed: int = 0) -> Iterator[dict]:
    """Rows for about so many passages; words are as unevenly common as in a language (Zipf)."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("abdefgiklmnoprstuvz", k=chance.randint(4, 9))) for _ in range(_VOCABULARY)]
    common = list(accumulate(1 / (rank + 2) for rank in range(_VOCABULARY)))
    printed = " ".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))
    sentences = [sentence for sentence in printed.split(". ") if len(sentence.split()) > 6]
    for number in range(passages // 10):
        text = []
        for sentence in chance.choices(sentences, k=_SENTENCES):
            others = iter(chance.choices(words, cum_weights=common, k=len(sentence.split())))
            changed = (word if chance.random() > _CHANGED else next(others) for word in sentence.split())
            text.append(" ".join(changed).strip(". ") + ".")
        published = f"{2015 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
        yield {
            "id": f"a{number}",
            "title": f"Report {number}",
            "text": " ".join(text),
            "published": published,
            "outlet": f"Paper {number % 7}",
        }


def filled(folder: Path, passages: int) -> Store:
    """A store of about so many passages, made anew."""
    file = folder / "a.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in articles(passages)), encoding="utf-8")
    store = Store.open(folder / "store", create=True, embedder=FirstReal())
    add(store, [file])
    return store
