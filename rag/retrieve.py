"""Finds passages in two ways, by meaning and by words, and joins the two lists by reciprocal rank."""

from __future__ import annotations

from index import FUSED, Filters, Hit

from .types import Searcher

_POOL = 50  # passages asked of each way
# Cormack, Clarke and Büttcher (SIGIR 2009), "Reciprocal Rank Fusion outperforms Condorcet": k = 60.
_K = 60


def retrieve(searcher: Searcher, text: str, limit: int, filters: Filters) -> list[Hit]:
    """The passages found, best first; score: the sum over both ways of 1 / (60 + rank)."""
    pool = max(_POOL, limit)
    scores: dict[tuple[str, int], float] = {}
    hits: dict[tuple[str, int], Hit] = {}
    for found in (searcher.dense(text, pool, filters), searcher.full_text(text, pool, filters)):
        for rank, hit in enumerate(found, start=1):
            key = (hit.passage.source.article_id, hit.passage.ordinal)
            scores[key] = scores.get(key, 0.0) + 1 / (_K + rank)
            hits[key] = hit
    best = sorted(scores, key=lambda key: (-scores[key], key))
    return [Hit(hits[key].passage, round(scores[key], 6), FUSED) for key in best[:limit]]
