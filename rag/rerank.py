"""Reads the best passages closely: sentence by sentence, or with a cross-encoder that the user has chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from index import Hit, ModelError, terms

from .asked import term_weights
from .types import Searcher

_READ = 20  # passages; the others stay as they are, behind them
# What the best sentence's share of the question's words adds to a score. Figures in tests/eval/LOG.md.
_SENTENCE = 0.1


class SentenceReader:
    """Prefers the passage in which one sentence holds much of the question, rare words counting most. Needs no model."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first."""
        weights = term_weights(dict.fromkeys(terms(question)), self._searcher)
        read = [replace(hit, score=round(hit.score + _SENTENCE * _best_share(hit, weights), 6)) for hit in hits[:_READ]]
        return [*sorted(read, key=lambda hit: -hit.score), *hits[_READ:]]


class CrossEncoderReader:
    """Orders passages by what a cross-encoder says of question and passage together. Loaded when it is first needed."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder).expanduser()

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first; score: the model's. Raises ModelError when there is no such model."""
        if not hits:
            return []
        pairs = [(question, f"{hit.passage.source.title}\n{hit.passage.text}") for hit in hits[:_READ]]
        scores = self._model.predict(pairs, show_progress_bar=False).tolist()
        if not all(isinstance(score, float) and math.isfinite(score) for score in scores):
            raise ModelError(f"the cross-encoder in {self._folder} gives no score a pair; choose another CUTTINGS_RERANKER")
        read = [replace(hit, score=round(score, 6)) for hit, score in zip(hits, scores, strict=False)]
        return [*sorted(read, key=lambda hit: -hit.score), *hits[_READ:]]

    @cached_property
    def _model(self) -> Any:
        if not (self._folder / "config.json").is_file():
            raise ModelError(f"{self._folder} holds no cross-encoder: CUTTINGS_RERANKER must name a folder with one")
        from sentence_transformers import CrossEncoder

        return CrossEncoder(str(self._folder), device="cpu", local_files_only=True, trust_remote_code=False)


def _best_share(hit: Hit, weights: Mapping[str, float]) -> float:
    """The largest share of the question's weight that one sentence of the passage holds."""
    total = sum(weights.values()) or 1.0
    start, text = hit.passage.start, hit.passage.text
    shares = (
        sum(weights[term] for term in weights.keys() & set(terms(text[span.start - start : span.end - start])))
        for span in hit.passage.sentences
    )
    return max(shares, default=0.0) / total
