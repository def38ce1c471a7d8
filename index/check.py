"""Leaf: whether what a model gave is what it should have given."""

from __future__ import annotations

from .errors import ModelError
from .types import Vectors


def sound_vectors(vectors: Vectors, count: int, dimension: int) -> None:
    """Raises ModelError unless these are `count` finite vectors of this dimension."""
    import numpy as np

    if vectors.shape != (count, dimension) or not np.isfinite(vectors).all():
        raise ModelError(
            f"the model gave vectors of shape {vectors.shape} for {count} texts, or not all are numbers; nothing was stored"
        )
