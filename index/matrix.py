"""The vectors of all passages in memory, for comparing a question with each: read once, and then only what is newer."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from .packing import unpack
from .types import Vector

_FEW = 2_000  # so many are read from the catalogue each time rather than all of them once


class Records(Protocol):
    """Where vectors come from: the catalogue."""

    def vectors(self, numbers: Sequence[int]) -> Iterable[tuple[int, bytes]]:
        """(number, float32 bytes) of these passages."""

    def numbers_after(self, number: int) -> list[int]:
        """The numbers of the passages past this one, in order."""


class Matrix:
    """Cosines of passages by number. A number never gets another vector, so what was read stays right."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._loading = threading.Lock()
        self._held: tuple[Any, Any] | None = None  # numbers in order, and their vectors as rows

    def cosines(self, vector: Vector, numbers: Sequence[int]) -> list[tuple[int, float]]:
        """(number, cosine) of those of these passages that have a vector."""
        import numpy as np

        if self._held is None and len(numbers) <= _FEW:
            found, rows = _stacked(self._records.vectors(numbers), len(vector))
            return list(zip(found.tolist(), (rows @ vector).tolist(), strict=True))
        held, rows = self._up_to(max(numbers, default=0), len(vector))
        wanted = np.asarray(numbers, dtype=np.int64)
        at = np.searchsorted(held, wanted)
        there = (at < len(held)) & (held[np.minimum(at, len(held) - 1)] == wanted) if len(held) else np.zeros(len(wanted), bool)
        at = at[there]
        cosines = rows[at] @ vector if len(at) * 8 < len(held) else (rows @ vector)[at]
        return list(zip(wanted[there].tolist(), cosines.tolist(), strict=True))

    def _up_to(self, number: int, dimension: int) -> tuple[Any, Any]:
        import numpy as np

        with self._loading:
            newest = int(self._held[0][-1]) if self._held and len(self._held[0]) else 0
            if self._held is None or number > newest:
                more = _stacked(self._records.vectors(self._records.numbers_after(newest)), dimension)
                before = self._held
                self._held = more if before is None else (np.concatenate([before[0], more[0]]), np.vstack([before[1], more[1]]))
            return self._held


def _stacked(records: Iterable[tuple[int, bytes]], dimension: int) -> tuple[Any, Any]:
    """Numbers in order, and their vectors as rows: (n,), (n, dimension)."""
    import numpy as np

    found = sorted(records)
    rows = unpack(b"".join(data for _, data in found)).reshape(len(found), dimension)
    return np.array([number for number, _ in found], dtype=np.int64), rows
