"""Reads the whole catalogue once and says in words what is not as it was stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from . import beside
from .database import FILE, Database, seal_of
from .rows import spans
from .types import fingerprint_of

_ARTICLE = "id, title, outlet, authors, published, url, furniture, fingerprint, origin, path, seal, text, day"
_PASSAGE = "a.id, p.ordinal, p.start, p.end, p.sentences, p.vector, p.seal, p.words_seal, w.title, w.body, length(a.text)"


def problems(database: Database) -> Iterator[tuple[str | None, str]]:
    """(id of the article that it concerns, or None, and the problem in words)."""
    for found in database.check():
        yield None, f"{FILE}: {found}"
    yield from _articles(database)
    yield from _passages(database)
    yield from _vectors(database)
    yield from _beside(database)
    yield from _counts(database)


def _articles(database: Database) -> Iterator[tuple[str | None, str]]:
    for row in database.sql(f"SELECT {_ARTICLE} FROM articles ORDER BY number"):
        if fingerprint_of(row[11]) != row[7]:
            yield row[0], f"article {row[0]}: its text is not the text that was stored; it is not quoted"
        elif seal_of(*row[:10]) != row[10]:
            yield row[0], f"article {row[0]}: what is known of it is not what was stored; it is not quoted"
        elif row[12] != (row[4][:10] if row[4] else None):
            yield row[0], f"article {row[0]}: the day that it is filtered by is not the day of its publication"


def _passages(database: Database) -> Iterator[tuple[str | None, str]]:
    rows = database.sql(
        f"SELECT {_PASSAGE} FROM passages p JOIN articles a ON a.number = p.article LEFT JOIN words w ON w.rowid = p.number"
    )
    for article_id, ordinal, start, end, sentences, vector, seal, words_seal, title, body, length in rows:
        name = f"article {article_id}, passage {ordinal}"
        if seal_of(article_id, ordinal, start, end, sentences, vector) != seal:
            yield article_id, f"{name}: its place is not what was stored; it is not quoted"
        elif not _lies_within(start, end, sentences, length):
            yield article_id, f"{name}: it does not lie within the text"
        if body is None:
            yield article_id, f"{name}: it is missing from the full text"
        elif seal_of(title, body) != words_seal:
            yield article_id, f"{name}: its full text is not what was stored"


def _lies_within(start: int, end: int, sentences: str, length: int) -> bool:
    """SQLite counts a text's length up to its first NUL, so a longer place is not wrong where there is one."""
    inside = spans(sentences)
    return 0 <= start < end and bool(inside) and all(start <= s.start < s.end <= end for s in inside) and length > 0


def _vectors(database: Database) -> Iterator[tuple[str | None, str]]:
    damaged = "SELECT key FROM vectors WHERE seal_of(key, vector, sentences) != seal"
    owners = (
        f"SELECT DISTINCT a.id FROM articles a JOIN passages p ON p.article = a.number WHERE p.vector IN ({damaged}) "
        "OR p.vector NOT IN (SELECT key FROM vectors)"
    )
    for (article_id,) in database.sql(owners):
        yield article_id, f"article {article_id}: a vector of it is missing or not what was stored"


def _beside(database: Database) -> Iterator[tuple[str | None, str]]:
    for number, article_id in database.sql("SELECT number, id FROM articles ORDER BY number").fetchall():
        if not beside.is_sound(database, number):
            yield article_id, f"article {article_id}: the full text of its furniture or earlier texts is not what was stored"


def _counts(database: Database) -> Iterator[tuple[str | None, str]]:
    orphans = database.sql("SELECT count(*) FROM words WHERE rowid NOT IN (SELECT number FROM passages)").fetchone()[0]
    if orphans:
        yield None, f"{orphans} full texts belong to no passage"
    for table in ("words", "words_beside"):
        try:
            database.sql(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield None, f"the full text contradicts itself ({error})"
