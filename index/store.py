"""The store: the catalogue and its vector index kept in agreement. Opens, searches, changes, checks and rebuilds."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from . import audit, check, copies, files, leftout, schema
from .catalogue import Catalogue
from .errors import StoreDamaged
from .lock import one_writer
from .mend import mend
from .packing import pack, pack_small
from .reader import Reader
from .shelf import Removed
from .types import (
    CheckReport,
    Embedded,
    Embedder,
    Prepared,
    Progress,
    Rejected,
    Source,
    Stats,
    Vectors,
)

log = logging.getLogger(__name__)

UPLOADS = "uploads"  # the folder, in the store's, where the page keeps what was handed over to it: repair reads from there


class Store(Reader):
    """An archive in one folder. Readers may share it between threads and need no lock; one process writes at a time."""

    @classmethod
    def open(cls, path: str | Path | None = None, *, create: bool = False, embedder: Embedder | None = None) -> Store:
        """The store in a folder (default: CUTTINGS_STORE, else .store). No model and no Chroma is loaded yet.

        Raises NoStore when there is none and it is not to be created, StoreMismatch for one of a newer version,
        StoreDamaged for one that cannot be read or did not survive its last writer, StoreBusy when another creates it.
        """
        from .settings import store_path  # pydantic takes a third of a second, which `import index` need not

        folder = store_path(path)
        if create:
            _make(folder)
        opened = cls(folder, Catalogue(folder), embedder)
        if opened._catalogue.is_unfinished():
            opened._assert_structure()
        return opened

    # -- writing -------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the store for writing, and notes so: a later one sees when this one did not come to its end.

        Raises StoreBusy when another process holds it, StoreDamaged when the catalogue did not survive an unclean end.
        """
        with one_writer(self.folder):
            if self._catalogue.fact("writing"):  # whoever it was, it does not hold the lock any more
                log.warning("the last change of %s was interrupted; the archive is being checked", self.folder)
                self._assert_structure()
                self._generations.tidy()
            self._catalogue.begin()
            try:
                yield
            finally:  # also after an error: what was stored until then is whole
                with suppress(sqlite3.Error):
                    self._catalogue.end()

    def _assert_structure(self) -> None:
        found = self._catalogue.database.check(quick=True)
        if found:
            raise StoreDamaged(
                f"{self._catalogue.database.path} is damaged ({found[0]}). Restore a backup: python -m index restore FILE"
            )

    def note(self, progress: Progress) -> None:
        """Notes how far an addition has come, for those who read meanwhile. For one who is writing."""
        self._catalogue.note(progress)

    def found_by(self, column: str, value: str) -> list[tuple[Source, str, str, str]]:
        """(source, fingerprint, origin, path) of the articles whose id, origin or fingerprint is `value`."""
        return self._catalogue.found_by(column, value)

    def known_vectors(self, keys: Sequence[bytes]) -> set[bytes]:
        """Which of these keys have a vector already."""
        return self._catalogue.known_vectors(keys)

    def note_left_out(self, given: Sequence[Path], rejected: Sequence[Rejected]) -> None:
        """Remembers what an addition of these files and folders did not take. For one who is writing."""
        if not rejected and not self.left_out():
            return
        with self._catalogue.transaction():
            known = leftout.after(self.left_out(), given, rejected, _now())
            self._catalogue.write.remember(left_out=leftout.packed(known) if known else None)

    def forget_left_out(self, paths: Iterable[str]) -> None:
        """Forgets that these files, or rows of them, were left out: what they should have brought has come another way."""
        gone = set(paths)
        with self.writing(), self._catalogue.transaction():
            known = [entry for entry in self.left_out() if entry.path not in gone]
            self._catalogue.write.remember(left_out=leftout.packed(known) if known else None)

    def put(
        self,
        articles: Sequence[Prepared],
        new: Sequence[Embedded],
        vectors: tuple[Vectors, list[Vectors]],
        back: Mapping[str, Removed] | None = None,
    ) -> None:
        """Stores articles, and the vectors of what was newly embedded for them and of its sentences, all or nothing.

        `back`: what some of them were when they were taken out, by id. Raises ModelError when a vector is not one: nothing
        is stored then.
        """
        dimension, (of_passages, of_sentences) = self.embedder.dimension, vectors
        check.sound_vectors(of_passages, len(new), dimension)
        for embedded, found in zip(new, of_sentences, strict=True):
            check.sound_vectors(found, len(embedded.sentences), dimension)
        now, write = _now(), self._catalogue.write
        with self._catalogue.transaction():
            write.remember(model=self.embedder.fingerprint, dimension=dimension, changed=now)
            write.put_vectors((e.key, pack(v), pack_small(s)) for e, v, s in zip(new, of_passages, of_sentences, strict=True))
            for prepared in articles:
                write.put(prepared, now=now, back=(back or {}).get(prepared.article.source.article_id))
            copies.cluster(self._catalogue.database)

    def move(self, article_id: str, origin: str, path: str) -> None:
        """Notes where an article's file is now."""
        with self._catalogue.transaction():
            self._catalogue.write.move(article_id, origin, path)

    def remove(self, article_ids: Sequence[str]) -> int:
        """Forgets these articles, all or none, and returns how many. Raises UnknownArticle."""
        with self.writing():
            return self.retire(article_ids)

    def retire(self, article_ids: Sequence[str]) -> int:
        """As `remove`, for one who is writing already."""
        with self._catalogue.transaction():
            for article_id in dict.fromkeys(article_ids):
                self._catalogue.write.remove(article_id)
            self._catalogue.write.drop_unused_vectors()
            self._catalogue.write.remember(changed=_now())
        return len(set(article_ids))

    def publish(self, *, always: bool = False) -> bool:
        """Makes a new generation of the vector index when enough has changed. For one who is writing."""
        with self._catalogue.transaction():
            copies.cluster(self._catalogue.database)  # what an earlier version of the program has stored has none yet
        return self._generations.publish(always=always)

    def stored_as(self, article_id: str) -> tuple[str, str, str]:
        """(fingerprint, origin, path of its file) of an article, also of a damaged one. Raises UnknownArticle."""
        return self._catalogue.stored_as(article_id)

    def came(self, article_id: str) -> tuple[int, str | None]:
        """(its place in the order in which articles came, the moment it was first seen). Raises UnknownArticle."""
        return self._catalogue.came(article_id)

    def mend(self) -> list[str]:
        """Puts back flipped bits in what is known of the articles, and says in words which; makes all indexes of the catalogue
        anew, the full text's too. For one who is writing.
        """
        with self._catalogue.transaction():
            done = mend(self._catalogue.database)
            self._catalogue.write.rebuild_full_text()
        return done

    def under(self, path: str) -> list[tuple[str, str, str]]:
        """(id, origin, path of its file) of the articles that came from this file, or from files under this folder."""
        return self._catalogue.under(path)

    # -- care ----------------------------------------------------------------------------------------------------

    def rebuild(self) -> int:
        """The vector index anew from the catalogue; returns how many passages it holds."""
        with self.writing():
            self.publish(always=True)
        return self._catalogue.counts()[1]

    def problems(self) -> list[tuple[str | None, str]]:
        """(id of the article it concerns, or None, words) of everything that is not as it was stored. Loads no model."""
        found = list(audit.problems(self._catalogue.database))
        return found + [(None, words) for words in self.index_problems()]

    def index_problems(self) -> list[str]:
        """What is wrong with the vector index alone, in words."""
        return self._generations.problems()

    def check(self) -> CheckReport:
        """Reads everything once and says in words what is not as it should be. Changes nothing; loads no model."""
        problems = self.problems()
        return CheckReport(not problems, *self._catalogue.counts(), tuple(words for _, words in problems))

    def stats(self) -> Stats:
        """What the store holds and how much room it takes."""
        fact, database = self._catalogue.fact, self._catalogue.database
        articles, passages = self._catalogue.counts()
        return Stats(
            articles=articles,
            versions=self._catalogue.version_count(),
            passages=passages,
            catalogue_bytes=sum(p.stat().st_size for p in self.folder.glob(f"{database.path.name}*")),
            vectors_bytes=files.size(self.folder / "vectors"),
            model=fact("model"),
            schema=schema.VERSION,
            changed=fact("changed"),
            backups=self.backups(),
            uploads_bytes=files.size(self.folder / UPLOADS),
            left_out=len(self.left_out()),
        )

    def backup(self, target: Path) -> None:
        """Writes a whole, consistent copy of the catalogue to a file, while others read and write. Raises StoreError."""
        self._catalogue.backup(target)

    def backups(self) -> tuple[str, ...]:
        """The backups that were made and still exist, oldest first."""
        return self._catalogue.backups()


def _make(folder: Path) -> None:
    """A catalogue in a folder, when there is none yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreDamaged(f"{folder} cannot be made into a store: {error.strerror}. Use another --store") from error
    with one_writer(folder):
        Catalogue(folder, create=True).close()


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
