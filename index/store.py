"""The store: the catalogue and its vector index kept in agreement. Opens, searches, changes, checks and rebuilds."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import check
from .catalogue import Catalogue
from .embed import open_embedder
from .errors import StoreDamaged, StoreMismatch
from .lock import one_writer
from .packing import pack, pack_small, unpack, unpack_small
from .types import (
    DENSE,
    FULL_TEXT,
    NO_FILTERS,
    Article,
    CheckReport,
    Coverage,
    Embedded,
    Embedder,
    Filters,
    Hit,
    Listed,
    Passage,
    Prepared,
    Source,
    Vector,
    Vectors,
)
from .vectors import VectorIndex
from .words import terms

# A new generation is built when this share of it is new or gone; until then the rest is searched exactly.
_CHURN = 0.2


class Store:
    """An archive in one folder. Readers may share it between threads and need no lock; one process writes at a time."""

    def __init__(self, folder: Path, catalogue: Catalogue, embedder: Embedder | None = None) -> None:
        self.folder = folder
        self._catalogue = catalogue
        self._embedder = embedder
        self._index: VectorIndex | None = None
        self._generation = 0
        self._opening = threading.Lock()

    @classmethod
    def open(cls, path: str | Path | None = None, *, create: bool = False, embedder: Embedder | None = None) -> Store:
        """The store in a folder (default: CUTTINGS_STORE, else .store). No model and no Chroma is loaded yet.

        Raises NoStore when there is none and it is not to be created, StoreMismatch for one of a newer version,
        StoreDamaged for one that cannot be read, StoreBusy when another process is creating it.
        """
        from .settings import store_path  # pydantic takes a third of a second, which `import index` need not

        folder = store_path(path)
        if not create:
            return cls(folder, Catalogue(folder), embedder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreDamaged(f"{folder} cannot be made into a store: {error.strerror}. Use another --store") from error
        with one_writer(folder):
            return cls(folder, Catalogue(folder, create=True), embedder)

    def close(self) -> None:
        """Lets go of all files."""
        if self._index:
            self._index.close()
            self._index = None
        self._catalogue.close()

    @property
    def embedder(self) -> Embedder:
        """The model that this store's vectors are made with. Raises StoreMismatch when another one is configured."""
        if self._embedder is None:
            from .settings import Settings

            self._embedder = open_embedder(Settings().embedder)
        made_with = self._catalogue.fact("model")
        if made_with not in (None, self._embedder.fingerprint):
            raise StoreMismatch(
                f"{self.folder} was made with the model {made_with!r}, this is {self._embedder.fingerprint!r}. "
                "Set CUTTINGS_EMBEDDER to the model it was made with, or add the articles to a new --store"
            )
        return self._embedder

    # -- reading -------------------------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article:
        """One article, whole. Raises UnknownArticle."""
        return self._catalogue.article(article_id)

    def articles(self) -> list[Listed]:
        """Every article with its number of passages, in the order in which they came."""
        return self._catalogue.listing()

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""
        return self._catalogue.counts()

    def coverage(self, filters: Filters = NO_FILTERS) -> Coverage:
        """How many articles pass the filters, of how many outlets, from when to when."""
        return self._catalogue.coverage(filters)

    def occurrences(self, stems: Sequence[str]) -> int:
        """In how many passages, titles included, these stems (as `terms` gives them) stand one after the other."""
        return self._catalogue.occurrences(stems)

    def dense(self, text: str, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The passages whose vectors are nearest to that of `text`, best first, score: cosine similarity."""
        vector = self.embedder.encode([text])[0]
        found = self._exact(vector, self._catalogue.passing(filters)) if filters else self._through_index(vector, limit)
        best = sorted(found, key=lambda pair: (-pair[1], pair[0]))
        return self._hits(best, limit, DENSE)

    def full_text(self, text: str, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The passages that hold the content words of `text`, best first, score: BM25 (higher is better)."""
        return self._hits(self._catalogue.matching(terms(text), limit, filters), limit, FULL_TEXT)

    def sentence_vectors(self, passages: Sequence[Passage]) -> list[Vectors]:
        """For each passage, a unit vector for each of its sentences, in order: (k, dimension)."""
        places = [(p.source.article_id, p.ordinal) for p in passages]
        packed = self._catalogue.sentence_vectors(places)
        return [unpack_small(packed.get(place, b""), self.embedder.dimension) for place in places]

    def _through_index(self, vector: Vector, limit: int) -> list[tuple[int, float]]:
        """The nearest of the current generation that still exist, and all newer passages, exactly compared."""
        generation, newest = self._catalogue.generation()
        found = self._exact(vector, self._catalogue.passing(NO_FILTERS, after=newest))
        index = self._opened(generation)
        size = index.count() if index else 0
        asked = min(limit, size)
        while index and asked:
            near = index.nearest(vector, asked)
            alive = self._catalogue.existing([n for n, _ in near])
            living = [pair for pair in near if pair[0] in alive]
            if len(living) >= limit or asked == size:
                return found + living
            asked = min(asked * 4, size)
        return found

    def _exact(self, vector: Vector, numbers: Sequence[int]) -> list[tuple[int, float]]:
        if not numbers:
            return []
        found = list(self._catalogue.vectors(numbers))
        matrix = unpack(b"".join(v for _, v in found)).reshape(len(found), -1)
        return list(zip([n for n, _ in found], (matrix @ vector).tolist(), strict=True))

    def _hits(self, found: Sequence[tuple[int, float]], limit: int, method: str) -> list[Hit]:
        passages = self._catalogue.passages([n for n, _ in found[:limit]])
        return [Hit(passages[n], score, method) for n, score in found[:limit] if n in passages]

    def _opened(self, generation: int) -> VectorIndex | None:
        """This generation of the index, None before the first; another one that was open is let go."""
        with self._opening:
            if generation != self._generation:
                if self._index:
                    self._index.close()
                self._index = VectorIndex.open(self._generation_folder(generation)) if generation else None
                self._generation = generation
            return self._index

    def _generation_folder(self, generation: int) -> Path:
        return self.folder / "vectors" / str(generation)

    # -- writing -------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the store for writing. Raises StoreBusy when another process does."""
        with one_writer(self.folder):
            yield

    def found_by(self, column: str, value: str) -> list[tuple[Source, str, str, str]]:
        """(source, fingerprint, origin, path) of the articles whose id, origin or fingerprint is `value`."""
        return self._catalogue.found_by(column, value)

    def known_vectors(self, keys: Sequence[bytes]) -> set[bytes]:
        """Which of these keys have a vector already."""
        return self._catalogue.known_vectors(keys)

    def put(self, articles: Sequence[Prepared], new: Sequence[Embedded], vectors: Vectors, of_sentences: list[Vectors]) -> None:
        """Stores articles, and the vectors of what was newly embedded for them, all or nothing.

        Raises ModelError when a vector is not one: nothing is stored then.
        """
        dimension = self.embedder.dimension
        check.sound_vectors(vectors, len(new), dimension)
        for embedded, found in zip(new, of_sentences, strict=True):
            check.sound_vectors(found, len(embedded.sentences), dimension)
        with self._catalogue.transaction():
            self._catalogue.remember(model=self.embedder.fingerprint, dimension=dimension)
            self._catalogue.put_vectors(
                (e.key, pack(v), pack_small(s)) for e, v, s in zip(new, vectors, of_sentences, strict=True)
            )
            for prepared in articles:
                self._catalogue.put(prepared)

    def move(self, article_id: str, origin: str, path: str) -> None:
        """Notes where an article's file is now."""
        with self._catalogue.transaction():
            self._catalogue.move(article_id, origin, path)

    def remove(self, article_ids: Sequence[str]) -> int:
        """Forgets these articles, all or none, and returns how many. Raises UnknownArticle."""
        with self.writing(), self._catalogue.transaction():
            for article_id in dict.fromkeys(article_ids):
                self._catalogue.remove(article_id)
            self._catalogue.drop_unused_vectors()
        return len(set(article_ids))

    def publish(self, *, always: bool = False) -> bool:
        """Builds a new generation of the vector index when enough has changed. To be called while writing.

        The pointer moves after the new one was verified; a reader of the old one is not disturbed, and the one
        before that is deleted.
        """
        numbers = self._catalogue.passing(NO_FILTERS)
        served, newest = self._catalogue.generation()
        size = int(self._catalogue.fact("generation_size") or 0)
        newer = sum(n > newest for n in numbers)
        gone = size - (len(numbers) - newer)
        if not always and newer + gone <= _CHURN * size:
            return False
        generation = served + 1
        self._build(generation, numbers)
        with self._catalogue.transaction():
            self._catalogue.drop_unused_vectors()
            self._catalogue.remember(
                generation=generation, generation_newest=max(numbers, default=0), generation_size=len(numbers)
            )
        self._drop_generations_before(generation - 1)
        return True

    def _build(self, generation: int, numbers: Sequence[int]) -> None:
        folder = self._generation_folder(generation)
        shutil.rmtree(folder, ignore_errors=True)  # left by a process that died before it served
        records = ((n, unpack(v)) for n, v in self._catalogue.vectors(numbers))
        index = VectorIndex.build(folder, records)
        try:
            if index.count() != len(numbers):
                raise StoreDamaged(
                    f"the new vector index holds {index.count()} of {len(numbers)} passages; the old one stays in use"
                )
        finally:
            index.close()

    def _drop_generations_before(self, generation: int) -> None:
        for folder in (self.folder / "vectors").glob("*"):
            if folder.name.isdigit() and int(folder.name) < generation:
                shutil.rmtree(folder, ignore_errors=True)

    # -- care ----------------------------------------------------------------------------------------------------

    def rebuild(self) -> int:
        """The vector index anew from the catalogue; returns how many passages it holds."""
        with self.writing():
            self.publish(always=True)
        return self._catalogue.counts()[1]

    def check(self) -> CheckReport:
        """Reads everything once and says in words what is not as it should be. Changes nothing; loads no model."""
        problems: list[str] = []
        for article_id, fingerprint in self._catalogue.fingerprints():
            article = self._catalogue.article(article_id)
            problems += check.article_problems(article, fingerprint, self._catalogue.passages_of(article_id))
        problems += self._catalogue.contradictions()
        problems += self._index_problems()
        articles, passages = self._catalogue.counts()
        return CheckReport(not problems, articles, passages, tuple(problems))

    def _index_problems(self) -> list[str]:
        """What the index should hold and cannot find by its own vector."""
        generation, newest = self._catalogue.generation()
        try:
            index = self._opened(generation)
        except StoreDamaged as error:
            return [str(error)]
        if index is None:
            return []
        expected = [n for n in self._catalogue.passing(NO_FILTERS) if n <= newest]
        lost = check.unreachable(((n, unpack(v)) for n, v in self._catalogue.vectors(expected)), index.nearest)
        return [f"the vector index does not find {lost} of {len(expected)} passages: python -m index rebuild"] if lost else []
