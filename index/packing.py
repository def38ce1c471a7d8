"""Leaf: vectors as bytes. Passages' vectors are kept whole (float32), sentences' vectors small (one byte a number)."""

from __future__ import annotations

from .types import Vector, Vectors


def pack(vector: Vector) -> bytes:
    """A vector as little-endian float32."""
    return vector.astype("<f4").tobytes()


def unpack(data: bytes) -> Vector:
    """The vector in bytes from `pack`."""
    import numpy as np

    return np.frombuffer(data, dtype="<f4")


def pack_small(vectors: Vectors) -> bytes:
    """Vectors (k, dimension) of length 1 as int8, each scaled by its largest number: cosines change by less than 0.01."""
    import numpy as np

    if not len(vectors):
        return b""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    return bytes(np.round(vectors / np.maximum(largest, 1e-12) * 127).astype(np.int8).tobytes())


def unpack_small(data: bytes, dimension: int) -> Vectors:
    """The vectors in bytes from `pack_small`, of length 1 again: (k, dimension), float32."""
    import numpy as np

    vectors = np.frombuffer(data, dtype=np.int8).reshape(-1, dimension).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
