"""Conductor: the vector index in generations. Each is built whole from the catalogue, verified, sealed by a fingerprint and
then only copied: a reader opens a copy of its own, because opening a Chroma store writes to it.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

from . import files
from .catalogue import Catalogue
from .errors import StoreDamaged
from .matrix import Matrix
from .packing import unpack
from .types import NO_FILTERS, Filters, Vector
from .vectors import VectorIndex

log = logging.getLogger(__name__)

# A new generation is built when this share of the one that serves is newer or gone; until then the rest is searched exactly.
CHURN = 0.2
_CHECKED_AT_ONCE = 500
# A passage counts as found when a vector this near to its own comes first: copies of one text tie.
_SAME = 0.9999
# So many that the graph does not reach are searched exactly; more mean that the files are not sound. Measured: 2 % are not
# reached where 10,000 passages have 128 different vectors.
_FEW, _FEW_SHARE = 20, 0.1


class Generations:
    """Finds passages by nearness, whatever state the vector files are in: what they cannot tell, the catalogue can."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.folder = folder / "vectors"
        self._catalogue = catalogue
        self._matrix = Matrix(catalogue)
        self._opening = threading.Lock()
        self._serving = 0  # the generation that was tried last, 0 before the first
        self._index: VectorIndex | None = None
        self._copy: Path | None = None

    def close(self) -> None:
        """Lets go of the copy that this process reads."""
        if self._index:
            self._index.close()
        if self._copy:
            files.drop(self._copy)
        self._index, self._copy, self._serving = None, None, 0

    # -- reading -------------------------------------------------------------------------------------------------

    def nearest(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """(number, cosine) of at least the `limit` nearest passages that exist, in no order; newer ones are all there."""
        generation, newest = self._catalogue.generation()
        found = self._through_index(generation, vector, limit)
        if found is None:  # the index tells nothing: all is compared
            return self.passing(vector, limit, NO_FILTERS)
        beside = self.exact(vector, [*self._lost(), *self._catalogue.passing(NO_FILTERS, after=newest)])
        return list({**dict(found), **dict(beside)}.items())

    def exact(self, vector: Vector, numbers: Sequence[int]) -> list[tuple[int, float]]:
        """(number, cosine) of these passages, compared one by one."""
        return [(number, float(unpack(data) @ vector)) for number, data in self._catalogue.vectors(numbers)]

    def passing(self, vector: Vector, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """(number, cosine) of the nearest passages whose articles pass the filters, all compared, nearest first."""
        articles = self._catalogue.passing_articles(filters)
        return self._matrix.nearest(vector, limit, articles, self._catalogue.existing)

    def _lost(self) -> list[int]:
        """The passages that the graph of this generation does not reach: HNSW loses some among many equal vectors."""
        return list(json.loads(self._catalogue.fact("generation_lost") or "[]"))

    def _through_index(self, generation: int, vector: Vector, limit: int) -> list[tuple[int, float]] | None:
        """The nearest of the generation that still exist; None when it cannot be used."""
        with self._opening:
            index = self._open(generation)
        if index is None:
            return None
        try:
            size = index.count()
            asked = min(limit, size)
            while asked:
                near = index.nearest(vector, asked)
                alive = self._catalogue.existing([n for n, _ in near])
                living = [pair for pair in near if pair[0] in alive]
                if len(living) >= limit or asked == size:
                    return living
                asked = min(asked * 4, size)
        except StoreDamaged as error:
            log.warning("%s; the catalogue is searched exactly instead", error)
            self._index = None
            return None
        return []

    def _open(self, generation: int) -> VectorIndex | None:
        """This generation, in a copy of this process's own; None when there is none or it is not what was sealed."""
        if generation == self._serving:
            return self._index
        self.close()
        self._serving = generation
        if not generation:
            return None
        try:
            self._copy = self._copied(generation)
            self._index = VectorIndex.open(self._copy)
        except (StoreDamaged, OSError) as error:
            log.warning("the vector index cannot be used (%s); the catalogue is searched exactly instead", error)
        return self._index

    def _copied(self, generation: int) -> Path:
        """A copy of the generation's files for this process. Raises StoreDamaged when they are not those that were sealed."""
        sealed = self._path(generation)
        if not sealed.is_dir() or files.fingerprint(sealed) != self._catalogue.fact("generation_fingerprint"):
            raise StoreDamaged(f"{sealed} is not what was written: python -m index rebuild makes it anew")
        reading = self.folder / "reading"
        reading.mkdir(exist_ok=True)
        _drop_left_copies(reading)
        copy = Path(mkdtemp(prefix=f"{socket.gethostname()}-{os.getpid()}-", dir=reading))
        shutil.copytree(sealed, copy, dirs_exist_ok=True)
        return copy

    def _path(self, generation: int) -> Path:
        return self.folder / str(generation)

    # -- writing -------------------------------------------------------------------------------------------------

    def publish(self, *, always: bool = False) -> bool:
        """Builds, verifies and seals a new generation when enough has changed, then points to it. While writing only.

        Returns whether it did. The generation before stays for those who are about to copy it; older ones are deleted. One
        that fails changes nothing, and is an error (StoreDamaged) only with `always`: everything is stored and found without.
        """
        numbers = self._catalogue.passing(NO_FILTERS)
        served, newest = self._catalogue.generation()
        if not always and not self._has_churned(numbers, newest) and self._is_whole() and self.is_sealed():
            return False
        generation = self._next(served)
        try:
            seal, lost = self._build(generation, numbers)
        except StoreDamaged as error:
            files.drop(self._path(generation))
            if always:
                raise
            log.warning("%s", error)
            return False
        with self._catalogue.transaction():
            self._catalogue.write.drop_unused_vectors()
            self._catalogue.write.remember(
                generation=generation,
                generation_newest=max(numbers, default=0),
                generation_size=len(numbers),
                generation_fingerprint=seal,
                generation_lost=json.dumps(lost),
                generation_whole=1,
            )
        self._drop_all_but(generation, served)
        return True

    def tidy(self) -> None:
        """Deletes what a process that died was still building. While writing only."""
        served, _ = self._catalogue.generation()
        self._drop_all_but(served, served - 1)

    def is_sealed(self) -> bool:
        """Whether the files of the generation that serves are, byte for byte, those that were verified."""
        generation, _ = self._catalogue.generation()
        if not generation:
            return True
        try:
            return files.fingerprint(self._path(generation)) == self._catalogue.fact("generation_fingerprint")
        except OSError:
            return False

    def _is_whole(self) -> bool:
        """Whether the graph that was verified is all in the files; it is not where an earlier version built the generation."""
        return not self._catalogue.generation()[0] or self._catalogue.fact("generation_whole") is not None

    def _has_churned(self, numbers: Sequence[int], newest: int) -> bool:
        size = int(self._catalogue.fact("generation_size") or 0)
        newer = sum(n > newest for n in numbers)
        gone = size - (len(numbers) - newer)
        return newer + gone > CHURN * size

    def _next(self, served: int) -> int:
        """A number that no folder has: one that a dead process left behind is not built upon."""
        taken = [int(p.name) for p in self.folder.glob("*") if p.name.isdigit()]
        return max([served, *taken], default=0) + 1

    def _build(self, generation: int, numbers: Sequence[int]) -> tuple[str, list[int]]:
        """Writes the files of a generation and asks for every passage; returns their fingerprint and what is not found.

        Raises StoreDamaged when that is more than a few: then the files are not what was written.
        """
        folder = self._path(generation)
        with closing(self._catalogue.vectors(numbers)) as rows:
            index = VectorIndex.build(folder, ((n, unpack(v)) for n, v in rows))
        try:
            lost = list(self._unreachable(index, numbers))
        finally:
            index.close()
        if len(lost) > max(_FEW, _FEW_SHARE * len(numbers)) or index.written != len(numbers):
            found = f"does not find {len(lost)} of {len(numbers)} passages"
            raise StoreDamaged(f"the new vector index {found}; the one before stays in use. Try: python -m index rebuild")
        files.sync(folder)
        return files.fingerprint(folder), lost

    def _drop_all_but(self, *kept: int) -> None:
        for folder in self.folder.glob("*"):
            if folder.name.isdigit() and int(folder.name) not in kept:
                files.drop(folder)

    # -- care ----------------------------------------------------------------------------------------------------

    def problems(self) -> list[str]:
        """What is wrong with the vector files, in words; every passage that they hold is asked for by its own vector."""
        generation, newest = self._catalogue.generation()
        if not generation:
            return []
        again = "answers come from the catalogue meanwhile; python -m index check --repair makes it anew"
        if not self.is_sealed():
            return [f"the vector index {self._path(generation)} is not what was written: {again}"]
        with self._opening:
            index = self._open(generation)
        if index is None:
            return [f"the vector index {self._path(generation)} cannot be opened: {again}"]
        known = set(self._lost())
        expected = [n for n in self._catalogue.passing(NO_FILTERS) if n <= newest and n not in known]
        lost = sum(1 for _ in self._unreachable(index, expected))
        return [f"the vector index does not find {lost} of {len(expected)} passages: {again}"] if lost else []

    def _unreachable(self, index: VectorIndex, numbers: Sequence[int]) -> Iterator[int]:
        """The passages that the index does not find by their own vector. Copies of one text tie: any of them will do."""
        for first in range(0, len(numbers), _CHECKED_AT_ONCE):
            some = [(n, unpack(v)) for n, v in self._catalogue.vectors(numbers[first : first + _CHECKED_AT_ONCE])]
            for (number, _), found in zip(some, index.nearest_of_each([v for _, v in some]), strict=True):
                if found is None or (found[0] != number and found[1] < _SAME):
                    yield number


def _drop_left_copies(reading: Path) -> None:
    """Deletes the copies of processes that have ended on this machine."""
    for copy in reading.glob("*"):
        host, _, rest = copy.name.rpartition("-")[0].rpartition("-")
        if host == socket.gethostname() and rest.isdigit() and not files.is_alive(int(rest)):
            files.drop(copy)
