"""Leaf: what quotes are looked for with, and, beside the passages, in: page furniture, and the earlier texts of articles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from .database import Database, seal_of
from .rows import chunks, condition, marks, spans
from .types import Filters, fingerprint_of
from .words import searchable

_MOST_TELLING = 8  # terms, and runs of terms, that a quote is looked for with
_RUN = 3  # terms in a row
_COMMON = 1_000  # texts that a common term stands in


def put(database: Database, article: int) -> None:
    """Writes it anew for one article, for one who holds a transaction."""
    database.sql("DELETE FROM beside WHERE article = ?", article)
    rows = ((article, fingerprint, body, seal_of(body)) for fingerprint, body in texts(database, article))
    database.many("INSERT INTO beside (article, fingerprint, body, seal) VALUES (?, ?, ?, ?)", rows)


def rebuild(database: Database) -> None:
    """Writes it anew for all. The search tree first: else a damaged row could not be taken out of it."""
    database.sql("INSERT INTO words_beside (words_beside) VALUES ('rebuild')")
    for (article,) in database.sql("SELECT number FROM articles").fetchall():
        put(database, article)


def is_sound(database: Database, article: int) -> bool:
    """Whether what is written for one article is what it should be."""
    written = database.sql("SELECT fingerprint, body, seal FROM beside WHERE article = ?", article).fetchall()
    sealed = all(seal_of(body) == seal for _, body, seal in written)
    return sealed and sorted(row[:2] for row in written) == sorted(texts(database, article))


def texts(database: Database, article: int) -> list[tuple[str, str]]:
    """(fingerprint of the text that it stands in, its words for the full text); what is damaged is left out."""
    found = []
    row = database.sql("SELECT fingerprint, text, furniture FROM articles WHERE number = ?", article).fetchone()
    if row[2] != json.dumps([]) and fingerprint_of(row[1]) == row[0]:
        try:
            parts = [row[1][span.start : span.end] for span in spans(row[2])]
        except (ValueError, TypeError):  # its furniture is damaged, which its own seal tells
            parts = []
        found.append((row[0], "\n".join(" ".join(searchable(part)) for part in parts)))
    for fingerprint, text in database.sql("SELECT fingerprint, text FROM versions WHERE article = ? ORDER BY rowid", article):
        if fingerprint_of(text) == fingerprint:
            found.append((fingerprint, " ".join(searchable(text))))
    return found


def matching(database: Database, wanted: Iterable[str], limit: int, filters: Filters) -> list[tuple[str, str]]:
    """(article id, fingerprint) of the texts that hold most of what is wanted outside their passages, best first."""
    query = " OR ".join(f'"{term}"' for term in dict.fromkeys(wanted))
    if not query:
        return []
    where, values = condition(filters)
    return database.sql(
        "SELECT a.id, b.fingerprint FROM words_beside JOIN beside b ON b.number = words_beside.rowid "
        f"JOIN articles a ON a.number = b.article WHERE words_beside MATCH ? AND {where} "
        "ORDER BY bm25(words_beside), b.number LIMIT ?",
        *(query, *values, limit),
    ).fetchall()


def telling(database: Database, found: Sequence[str]) -> tuple[list[str], list[str]]:
    """Of the terms of a text, in order: runs of three with rare terms in them, of both its halves; and the rarest terms."""
    counted = _counts(database, found)
    rare = sorted(counted, key=lambda term: (counted[term], term))[:_MOST_TELLING]
    runs = [found[at : at + _RUN] for at in range(len(found) - _RUN + 1)]
    half = (len(runs) + 1) // 2
    return [*_rarest(runs[:half], counted), *_rarest(runs[half:], counted)], rare


def _counts(database: Database, found: Sequence[str]) -> dict[str, int]:
    """In how many texts each term stands, those that stand nowhere left out. SQLite reads the whole list of a term's places
    for that, so those of common terms are remembered; that a few more have come since changes nothing.
    """
    wanted = list(dict.fromkeys(found))
    counted = {term: database.common[term] for term in wanted if term in database.common}
    for table in ("words", "words_beside"):
        database.sql(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_known USING fts5vocab(main, {table}, row)")
        for some in chunks([term for term in wanted if term not in database.common]):
            rows = database.sql(f"SELECT term, doc FROM temp.{table}_known WHERE term IN ({marks(some)})", *some)
            counted.update((term, counted.get(term, 0) + count) for term, count in rows)
    database.common.update((term, count) for term, count in counted.items() if count > _COMMON)
    return counted


def _rarest(runs: Sequence[Sequence[str]], counted: Mapping[str, int]) -> list[str]:
    """Some of these runs whose terms all occur, those with the rarest terms first."""
    known = [run for run in runs if all(term in counted for term in run)]
    known.sort(key=lambda run: min(counted[term] for term in run))
    return [" ".join(run) for run in known[: _MOST_TELLING // 2]]
