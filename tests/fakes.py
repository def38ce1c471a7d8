"""Fakes that behave: a hashing embedder in which texts that share words are near."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

DIMENSION = 64


class HashingEmbedder:
    """A bag of words, each word hashed to a direction. Counts tokens as words; remembers what it was asked to embed."""

    def __init__(self, *, fingerprint: str = "hashing 1", max_tokens: int = 64, dimension: int = DIMENSION) -> None:
        self.fingerprint = fingerprint
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.embedded: list[str] = []

    def encode(self, texts: Sequence[str]):
        self.embedded.extend(texts)
        return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]):
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[0] = 0.01  # no text is the zero vector
            for word in re.findall(r"\w+", text.lower()):
                digest = hashlib.sha256(word.encode()).digest()
                row[(digest[0] if self.dimension <= 256 else int.from_bytes(digest[2:6])) % self.dimension] += (
                    1 if digest[1] % 2 else -1
                )
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    def encode_parts(self, texts: Sequence[str], parts):
        return self.encode(texts), [
            self._vectors([text[s:e] for s, e in spans]) for text, spans in zip(texts, parts, strict=True)
        ]

    def token_ends(self, texts: Sequence[str]) -> list[list[int]]:
        return [[m.end() for m in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]
