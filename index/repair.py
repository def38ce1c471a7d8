"""Conductor: puts right what `check` finds, from the article itself, its file or a backup; and goes back to a backup."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from .build import prepare, store_prepared
from .catalogue import Catalogue
from .clean import furniture, headline
from .database import FILE
from .errors import CuttingsError, NoStore, StoreMismatch
from .load import read
from .lock import one_writer
from .store import Store
from .types import Article, CheckReport, Loaded, Source, fingerprint_of


def repair(store: Store) -> CheckReport:
    """Checks, puts right what can be put right, and checks again: what was wrong, what was done, whether all is well now."""
    with store.writing():
        found = store.problems()
        done = store.mend() if found else []
        left = store.problems() if found else []
        done += [_restored(store, article_id) for article_id in dict.fromkeys(i for i, _ in left if i)]
        if store.publish(always=bool(store.index_problems())):
            done.append("the vector index was made anew from the catalogue")
        left = store.problems()
    problems = tuple(words for _, words in found)
    return CheckReport(not left, *store.counts(), problems, tuple(d for d in done if d))


def restore(file: Path, folder: str | Path | None = None) -> Store:
    """Makes a store what it was when this backup was made; the vector index is made anew. Raises NoStore, StoreMismatch."""
    if not file.is_file():
        raise NoStore(f"there is no backup {file}")
    from .settings import store_path  # pydantic takes a third of a second, which `import index` need not

    target = store_path(folder)
    target.mkdir(parents=True, exist_ok=True)
    with one_writer(target):
        _replace_catalogue(file, target)
        store = Store(target, Catalogue(target))
    with store.writing():
        store.publish(always=True)
    return store


def _replace_catalogue(file: Path, target: Path) -> None:
    """Copies the backup beside the catalogue, checks it there, and puts it in the catalogue's place."""
    beside = target / "restoring"
    beside.mkdir(exist_ok=True)
    copy = beside / FILE
    copy.write_bytes(file.read_bytes())
    restored = Catalogue(beside)
    problems = restored.database.check()
    restored.database.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    restored.close()
    if problems:
        raise StoreMismatch(f"{file} is no sound backup: {problems[0]}")
    for name in (f"{FILE}-wal", f"{FILE}-shm"):
        (target / name).unlink(missing_ok=True)
    copy.replace(target / FILE)
    for left in beside.iterdir():
        left.unlink()
    beside.rmdir()


def _restored(store: Store, article_id: str) -> str:
    """Stores an article again from the first place that still has what was stored; says which, or nothing when none has."""
    try:
        fingerprint, origin, path = store.stored_as(article_id)
    except (CuttingsError, UnicodeEncodeError):  # its id is damaged beyond finding it again
        return ""
    for whence, article in _candidates(store, article_id, fingerprint, path):
        prepared = prepare(article, origin, path, store.embedder)
        if prepared.passages:
            store_prepared(store, [prepared])
            return f"article {article_id} was restored from {whence}"
    return ""


def _candidates(store: Store, article_id: str, fingerprint: str, path: str) -> Iterator[tuple[str, Article]]:
    with suppress(CuttingsError):
        yield "its own text", store.article(article_id)
    for item in read([Path(path)]) if Path(path).is_file() else ():
        if isinstance(item, Loaded) and fingerprint_of(item.text) == fingerprint:
            yield f"its file {path}", _from_file(item, article_id)
    for backup in reversed(store.backups()):
        yield from ((f"the backup {backup}", article) for article in _from_backup(Path(backup), article_id))


def _from_file(item: Loaded, article_id: str) -> Article:
    marked = furniture(item.text)
    title = item.title or headline(item.text, marked)
    return Article(Source(article_id, title, item.outlet, item.authors, item.published, item.url), item.text, marked)


def _from_backup(backup: Path, article_id: str) -> Iterator[Article]:
    try:
        with TemporaryDirectory() as folder:  # a copy: an older one is brought up to date when it is opened
            shutil.copy(backup, Path(folder) / FILE)
            with closing(Catalogue(Path(folder))) as catalogue:
                yield catalogue.article(article_id)
    except (CuttingsError, sqlite3.Error):
        return
