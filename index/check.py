"""What can be wrong with one article, its passages and their place in the vector index; pure, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .errors import ModelError
from .types import Article, Passage, Vector, Vectors

# A passage counts as found when a vector this near to its own comes first: copies of one text tie.
_SAME = 0.9999


def sound_vectors(vectors: Vectors, count: int, dimension: int) -> None:
    """Raises ModelError unless these are `count` finite vectors of this dimension."""
    import numpy as np

    if vectors.shape != (count, dimension) or not np.isfinite(vectors).all():
        raise ModelError(
            f"the model gave vectors of shape {vectors.shape} for {count} texts, or not all are numbers; nothing was stored"
        )


def article_problems(article: Article, fingerprint: str, passages: Sequence[Passage]) -> list[str]:
    """Where an article is not the one that was stored, or a passage is not cut from it."""
    name = f"article {article.source.article_id}"
    if article.fingerprint != fingerprint:
        return [f"{name}: its text is not the text that was stored; add its file again"]
    length = len(article.text)
    problems = []
    for passage in passages:
        spans = passage.sentences
        inside = all(passage.start <= s.start < s.end <= passage.end for s in spans)
        if not (0 <= passage.start < passage.end <= length and spans and inside):
            problems.append(f"{name}: passage {passage.ordinal} does not lie within its text; add its file again")
    return problems


def unreachable(records: Iterable[tuple[int, Vector]], nearest: Callable[[Vector, int], list[tuple[int, float]]]) -> int:
    """How many of these vectors their own index does not find by themselves."""
    lost = 0
    for number, vector in records:
        found = nearest(vector, 1)
        if not found or (found[0][0] != number and found[0][1] < _SAME):
            lost += 1
    return lost
