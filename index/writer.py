"""Changes the catalogue: articles in, edited, moved, out. Every row is sealed, so that damage on the disk can be told."""

from __future__ import annotations

import json
from collections.abc import Iterable

from . import beside
from .database import Database, seal_of
from .errors import UnknownArticle
from .shelf import Removed
from .types import Prepared, Version
from .words import acronyms, searchable

_COLUMNS = (
    "number",  # None: the next one
    "id",
    "title",
    "outlet",
    "authors",
    "published",
    "url",
    "text",
    "furniture",
    "fingerprint",
    "origin",
    "path",
    "seen",
    "seal",
)
_PUT_ARTICLE = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in _COLUMNS[2:])} RETURNING number"
)
_PUT_PASSAGE = (
    "INSERT INTO passages (article, ordinal, start, end, sentences, vector, seal, words_seal) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"
)
_PUT_VECTOR = (  # in the place of one that has changed on the disk
    "INSERT INTO vectors VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE "
    "SET vector = excluded.vector, sentences = excluded.sentences, seal = excluded.seal"
)
_PUT_VERSION = (
    "INSERT INTO versions (article, replaced, seen, title, outlet, authors, published, url, text, furniture, fingerprint) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# What makes an article: when one of these changes, what it was before is kept.
_KEPT = "seen, title, outlet, authors, published, url, text, furniture, fingerprint"


class Writer:
    """Writes to a catalogue; whoever calls holds a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sql = database.sql

    def remember(self, **facts: object) -> None:
        """Stores values; None forgets one."""
        for key, value in facts.items():
            if value is None:
                self._sql("DELETE FROM facts WHERE key = ?", key)
            else:
                self._sql("INSERT OR REPLACE INTO facts VALUES (?, ?)", key, str(value))

    def put_vectors(self, vectors: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Stores (key, vector, its sentences' vectors), as packed bytes."""
        self._database.many(_PUT_VECTOR, ((*row, seal_of(*row)) for row in vectors))

    def put(self, prepared: Prepared, *, now: str, back: Removed | None = None) -> None:
        """Stores an article with its passages; one that had its id before becomes an earlier version of it.

        `back`: what it was when it was taken out, which it becomes again: its place in the order, its moment, its versions.
        """
        article, source = prepared.article, prepared.article.source
        self._keep_version(source.article_id, article.fingerprint, now)
        self._drop_passages(source.article_id)
        authors = json.dumps(source.authors, ensure_ascii=False)
        known = (source.article_id, source.title, source.outlet, authors, source.published, source.url)
        rest = (json.dumps(article.furniture), article.fingerprint, prepared.origin, prepared.path)
        first, seen = (self._free(back.number), back.seen) if back else (None, now)
        number = self._sql(_PUT_ARTICLE, first, *known, article.text, *rest, seen, seal_of(*known, *rest)).fetchone()[0]
        self._database.many(_PUT_VERSION, (_version_row(number, version) for version in (back.versions if back else ())))
        self._sql("DELETE FROM copies WHERE article = ?", number)
        self._sql("DELETE FROM acronyms WHERE article = ?", number)
        explained = acronyms(article.text).items()
        self._database.many("INSERT INTO acronyms VALUES (?, ?, ?)", ((short, long, number) for short, long in explained))
        title = " ".join(searchable(source.title))
        for passage, embedded in zip(prepared.passages, prepared.embedded, strict=True):
            place = (passage.ordinal, passage.start, passage.end, json.dumps(passage.sentences), embedded.key)
            body = " ".join(searchable(passage.text))
            seals = (seal_of(source.article_id, *place), seal_of(title, body))
            row = self._sql(_PUT_PASSAGE, number, *place, *seals).fetchone()
            self._sql("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", row[0], title, body)

        beside.put(self._database, number)

    def move(self, article_id: str, origin: str, path: str) -> None:
        """Notes where an article's file is now."""
        self._sql(
            "UPDATE articles SET origin = ?1, path = ?2, seal = seal_of(id, title, outlet, authors, published, url, furniture, "
            "fingerprint, ?1, ?2) WHERE id = ?3",
            *(origin, path, article_id),
        )

    def remove(self, article_id: str) -> None:
        """Forgets an article and all that belongs to it, earlier versions too. Raises UnknownArticle."""
        self._drop_passages(article_id)
        if self._sql("DELETE FROM articles WHERE id = ?", article_id).rowcount == 0:
            raise UnknownArticle(f"no article has the id {article_id!r}; nothing was removed")

    def rebuild_full_text(self) -> None:
        """The search tree anew from the words that are stored, those of passages that are gone left out."""
        self._sql("DELETE FROM words WHERE rowid NOT IN (SELECT number FROM passages)")
        self._sql("INSERT INTO words (words) VALUES ('rebuild')")
        beside.rebuild(self._database)

    def drop_unused_vectors(self) -> None:
        """Forgets the vectors that no passage uses."""
        self._sql("DELETE FROM vectors WHERE key NOT IN (SELECT vector FROM passages)")

    def _free(self, number: int) -> int | None:
        """The number, when no article has got it meanwhile."""
        return None if self._sql("SELECT 1 FROM articles WHERE number = ?", number).fetchone() else number

    def _keep_version(self, article_id: str, fingerprint: str, now: str) -> None:
        """The article as it is now becomes an earlier version, when its text is about to change."""
        self._sql(
            f"INSERT INTO versions (article, replaced, {_KEPT}) SELECT number, ?, {_KEPT} FROM articles "
            "WHERE id = ? AND fingerprint != ?",
            *(now, article_id, fingerprint),
        )

    def _drop_passages(self, article_id: str) -> None:
        numbers = "SELECT p.number FROM passages p JOIN articles a ON a.number = p.article WHERE a.id = ?"
        self._sql(f"DELETE FROM words WHERE rowid IN ({numbers})", article_id)
        self._sql(f"DELETE FROM passages WHERE number IN ({numbers})", article_id)


def _version_row(number: int, version: Version) -> tuple[object, ...]:
    """An earlier text as the catalogue keeps it."""
    article, source = version.article, version.article.source
    authors = json.dumps(source.authors, ensure_ascii=False)
    known = (source.title, source.outlet, authors, source.published, source.url)
    kept = (article.text, json.dumps(article.furniture), article.fingerprint)
    return (number, version.replaced, version.seen, *known, *kept)
