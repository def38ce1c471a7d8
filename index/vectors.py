"""One generation of the vector index in Chroma: built whole, verified, then only read. Derived; knows no articles."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from .errors import StoreDamaged
from .types import Vector

_COLLECTION = "passages"
_BATCH = 5_000  # Chroma takes at most 5,461 records at once
# Neighbours looked at while building and asking; 200 of both found 100 % of near-by passages at 20,000.
# Chroma keeps up to sync_threshold vectors (1,000 by default) out of the graph's files and adds them anew each time it opens
# them, in another order: the graph that was verified would not be the one that is read. 2 is the least it takes.
_SPACE = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "sync_threshold": 2, "batch_size": 2}}


class VectorIndex:
    """Passage numbers by nearness to a vector, in cosine similarity (1 is the same direction)."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection
        self.written = 0  # vectors given to it by `build`

    @classmethod
    def build(cls, folder: Path, records: Iterable[tuple[int, Vector]]) -> VectorIndex:
        """A new index in an empty folder from (number, unit vector) pairs. Raises StoreDamaged when Chroma fails."""
        client = _client(folder)
        with _named():
            collection = client.create_collection(_COLLECTION, configuration=_SPACE, embedding_function=None)
        index = cls(client, collection)
        try:
            for batch in _batches(records):
                with _named():
                    collection.upsert(ids=[str(n) for n, _ in batch], embeddings=[v for _, v in batch])
                index.written += len(batch)
        except BaseException:  # also Ctrl-C: the client must let go of the folder
            index.close()
            raise
        return index

    @classmethod
    def open(cls, folder: Path) -> VectorIndex:
        """The index in a folder. Raises StoreDamaged when Chroma cannot open it."""
        if not folder.is_dir():
            raise StoreDamaged(f"the vector index {folder} is missing: python -m index rebuild makes it anew")
        from chromadb.errors import ChromaError

        try:
            client = _client(folder)
            return cls(client, client.get_collection(_COLLECTION, embedding_function=None))
        except (ChromaError, ValueError) as error:
            raise StoreDamaged(
                f"the vector index {folder} cannot be opened ({error}): python -m index rebuild makes it anew"
            ) from error

    def close(self) -> None:
        """Lets go of the files."""
        self._client.close()

    def count(self) -> int:
        """How many vectors it holds, by its own account. Raises StoreDamaged."""
        with _named():
            return int(self._collection.count())

    def nearest(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """The numbers of the nearest vectors, nearest first, with their cosine similarity. Raises StoreDamaged."""
        with _named():
            found = self._collection.query(query_embeddings=[vector], n_results=limit, include=["distances"])
        return [(int(n), 1.0 - float(d)) for n, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def nearest_of_each(self, vectors: Sequence[Vector]) -> list[tuple[int, float] | None]:
        """The nearest to each of these vectors, None where there is none; several at once take a quarter of the time."""
        if not vectors:
            return []
        with _named():
            found = self._collection.query(query_embeddings=list(vectors), n_results=1, include=["distances"])
        pairs = zip(found["ids"], found["distances"], strict=True)
        return [(int(ids[0]), 1.0 - float(distances[0])) if ids else None for ids, distances in pairs]


@contextmanager
def _named() -> Iterator[None]:
    """Chroma's errors as ours."""
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, ValueError) as error:
        raise StoreDamaged(f"the vector index failed: {error}") from error


def _client(folder: Path) -> Any:
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False, is_persistent=True))


def _batches(records: Iterable[tuple[int, Any]]) -> Iterator[Sequence[tuple[int, Any]]]:
    iterator = iter(records)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
