"""The vectors of all passages in memory, for comparing a question with each: read once, and then only what is newer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from .packing import unpack
from .types import Vector


class Records(Protocol):
    """Where vectors come from: the catalogue."""

    def vectors_after(self, number: int) -> Iterable[tuple[int, int, bytes]]:
        """(number, number of its article, float32 bytes) of the passages past this one, in order."""


class _Held(NamedTuple):
    numbers: Any  # (n,) int64, in order
    articles: Any  # (n,) int64
    rows: Any  # (n, dimension) float32


class Matrix:
    """Cosines of passages by number. A number never gets another vector, so what was read stays right."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._loading = threading.Lock()
        self._held: _Held | None = None

    def nearest(
        self, vector: Vector, limit: int, articles: Sequence[int], existing: Callable[[Sequence[int]], set[int]]
    ) -> list[tuple[int, float]]:
        """(number, cosine) of the nearest passages of these articles, nearest first; only those that still exist."""
        import numpy as np

        held = self._up_to_date(len(vector))
        inside = np.flatnonzero(np.isin(held.articles, np.asarray(articles, dtype=np.int64)))
        few = len(inside) * 8 < len(held.rows)
        cosines = _cosines(held.rows[inside], vector) if few else _cosines(held.rows, vector)[inside]
        asked = min(2 * limit, len(inside))
        while True:
            top = np.argpartition(-cosines, asked - 1)[:asked] if asked < len(inside) else np.arange(len(inside))
            top = top[np.lexsort((held.numbers[inside[top]], -cosines[top]))]
            numbers = held.numbers[inside[top]].tolist()
            alive = existing(numbers)
            living = [(n, c) for n, c in zip(numbers, cosines[top].tolist(), strict=True) if n in alive]
            if len(living) >= limit or asked == len(inside):
                return living[:limit]
            asked = min(asked * 4, len(inside))

    def _up_to_date(self, dimension: int) -> _Held:
        import numpy as np

        with self._loading:
            before = self._held
            newest = int(before.numbers[-1]) if before is not None and len(before.numbers) else 0
            more = list(self._records.vectors_after(newest))
            if before is None or more:
                read = _Held(
                    np.array([n for n, _, _ in more], dtype=np.int64),
                    np.array([a for _, a, _ in more], dtype=np.int64),
                    unpack(b"".join(data for _, _, data in more)).reshape(len(more), dimension),
                )
                self._held = read if before is None else _Held(*map(np.concatenate, zip(before, read, strict=True)))
            assert self._held is not None
            return self._held


def _cosines(rows: Any, vector: Vector) -> Any:
    """Not by `@`: its threads go on spinning when they are done, and the next question's embedding waits 100 ms for a core."""
    import numpy as np

    return np.einsum("ij,j->i", rows, vector)
