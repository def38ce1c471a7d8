"""Finds articles that are copies of one another: wire stories, syndication, updates. Clusters them; drops none.

MinHash over runs of three words, with locality-sensitive hashing in bands (Leskovec, Rajaraman and Ullman, "Mining of Massive
Datasets", chapter 3): 32 bands of 4 find 99 % of the pairs that share 60 % of their runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from .database import Database
from .words import words

_ALIKE = 0.6  # the share of runs of words that two copies have in common, at least
_SAME = 0.9  # so like the first of its cluster that this one need not be found by others
_BANDS, _ROWS = 32, 4
_RUN = 3  # words
_SHORT = 40  # runs: in so short a text one word makes another story, so only the very same one is a copy


def cluster(database: Database) -> int:
    """Puts every article that has no cluster yet into one, its own or that of its copies, and returns how many those were.

    For one who holds a transaction.
    """
    unplaced = "SELECT number FROM articles WHERE number NOT IN (SELECT article FROM copies) ORDER BY number"
    new = database.sql(unplaced).fetchall()
    for (number,) in new:
        _place(database, number, database.sql("SELECT text FROM articles WHERE number = ?", number).fetchone()[0])
    return len(new)


def _place(database: Database, number: int, text: str) -> None:
    runs = _runs(text)
    signature = _signature(runs)
    bands = list(_bands(signature))
    # A cluster has the number of one of its articles: where this article left one before (it was edited), another's is taken.
    heir = "SELECT min(article) FROM copies WHERE cluster = ?1"
    database.sql(f"UPDATE copies SET cluster = ({heir}) WHERE cluster = ?1", number)
    alike = dict(_alike(database, signature, bands, at_least=1.0 if len(runs) < _SHORT else _ALIKE))
    own = min(alike, default=number)
    database.sql("INSERT INTO copies VALUES (?, ?, ?)", number, own, signature.tobytes())
    for other in alike:
        if other != own:
            database.sql("UPDATE copies SET cluster = ? WHERE cluster = ?", own, other)
    if max(alike.values(), default=0.0) < _SAME:
        database.many("INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, number) for band in bands))


def _alike(database: Database, signature: Any, bands: list[int], *, at_least: float) -> Iterator[tuple[int, float]]:
    """(cluster, likeness) of the clusters of which some member is a copy."""
    import numpy as np

    rows = database.sql(
        "SELECT DISTINCT c.article, c.cluster, c.signature FROM bands b JOIN copies c ON c.article = b.article "
        f"WHERE b.band IN ({','.join('?' * len(bands))}) ORDER BY c.article DESC",
        *bands,
    )
    for _, found, other in rows:
        likeness = float(np.mean(np.frombuffer(other, signature.dtype) == signature))
        if likeness >= at_least:
            yield found, likeness


def _runs(text: str) -> set[str]:
    read = words(text)
    return {" ".join(read[n : n + _RUN]) for n in range(max(1, len(read) - _RUN + 1))}


def _signature(runs: set[str]) -> Any:
    """MinHash: 128 numbers, of which two texts have about as large a share in common as of their runs of words."""
    import numpy as np
    from datasketch import MinHash

    made = MinHash(num_perm=_BANDS * _ROWS, seed=1)
    made.update_batch([run.encode("utf-8", "surrogatepass") for run in runs])
    return made.hashvalues.astype(np.uint32)


def _bands(signature: Any) -> Iterator[int]:
    for band in range(_BANDS):
        rows = signature[band * _ROWS : (band + 1) * _ROWS].tobytes()
        yield int.from_bytes(hashlib.blake2b(bytes([band]) + rows, digest_size=8).digest(), "little", signed=True)
