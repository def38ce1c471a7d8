"""The catalogue: articles, passages, vectors and full text. What it says is the truth; knows no model and no Chroma."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from .database import FILE, Database
from .errors import UnknownArticle
from .types import Article, Coverage, Filters, Listed, Passage, Prepared, Source, Span
from .words import fold, terms

T = TypeVar("T")

_SOURCE = "a.id, a.title, a.outlet, a.authors, a.published, a.url"
_TITLE_WEIGHT = 2.0
_COLUMNS = ("id", "title", "outlet", "authors", "published", "url", "text", "furniture", "fingerprint", "origin", "path")
_PUT_ARTICLE = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in _COLUMNS[1:])} RETURNING number"
)
_PUT_PASSAGE = (
    "INSERT INTO passages (article, ordinal, start, end, sentences, vector) VALUES (?, ?, ?, ?, ?, ?) RETURNING number"
)
_MOST_PARAMETERS = 500  # in one SQL statement


class Catalogue:
    """The tables of one store, one connection a thread. Whoever writes does so within a `transaction`."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._database = Database(folder, create=create)
        self._sql = self._database.sql
        self.transaction = self._database.transaction
        self.close = self._database.close

    # -- facts ---------------------------------------------------------------------------------------------------

    def fact(self, key: str) -> str | None:
        """A remembered value, None when there is none."""
        row = self._sql("SELECT value FROM facts WHERE key = ?", key).fetchone()
        return row[0] if row else None

    def remember(self, **facts: object) -> None:
        """Stores values, within a transaction."""
        self._database.many("INSERT OR REPLACE INTO facts VALUES (?, ?)", [(k, str(v)) for k, v in facts.items()])

    def generation(self) -> tuple[int, int]:
        """Which vector index serves (0: none), and the number of the newest passage in it; read together."""
        rows = dict(self._sql("SELECT key, value FROM facts WHERE key IN ('generation', 'generation_newest')").fetchall())
        return int(rows.get("generation", 0)), int(rows.get("generation_newest", 0))

    # -- articles ------------------------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article:
        """One article, whole. Raises UnknownArticle."""
        row = self._sql(f"SELECT {_SOURCE}, a.text, a.furniture FROM articles a WHERE a.id = ?", article_id).fetchone()
        if row is None:
            raise UnknownArticle(f"no article has the id {article_id!r}; python -m index list shows those that exist")
        return Article(_source(row[:6]), row[6], _spans(row[7]))

    def listing(self) -> list[Listed]:
        """Every article with its number of passages, in the order in which they came."""
        rows = self._sql(
            f"SELECT {_SOURCE}, (SELECT count(*) FROM passages p WHERE p.article = a.number) FROM articles a ORDER BY a.number"
        )
        return [Listed(_source(row[:6]), row[6]) for row in rows]

    def found_by(self, column: str, value: str) -> list[tuple[Source, str, str, str]]:
        """(source, fingerprint, origin, path) of the articles whose id, origin or fingerprint is `value`."""
        rows = self._sql(f"SELECT {_SOURCE}, a.fingerprint, a.origin, a.path FROM articles a WHERE a.{column} = ?", value)
        return [(_source(row[:6]), row[6], row[7], row[8]) for row in rows]

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""
        row = self._sql("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)").fetchone()
        return row[0], row[1]

    def coverage(self, filters: Filters) -> Coverage:
        """What the articles that pass the filters cover."""
        where, values = _condition(filters)
        row = self._sql(
            "SELECT count(*), count(DISTINCT a.outlet), min(a.day), max(a.day), count(*) - count(a.day) "
            f"FROM articles a WHERE {where}",
            *values,
        ).fetchone()
        return Coverage(*row)

    # -- passages ------------------------------------------------------------------------------------------------

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers, those that exist; each text is cut from its article where it stands."""
        found: dict[int, Passage] = {}
        for some in _chunks(numbers):
            rows = self._sql(
                f"SELECT {_SOURCE}, p.number, p.ordinal, p.start, p.end, p.sentences, a.text FROM passages p "
                f"JOIN articles a ON a.number = p.article WHERE p.number IN ({_marks(some)})",
                *some,
            )
            for row in rows:
                number, ordinal, start, end = row[6:10]
                found[number] = Passage(_source(row[:6]), ordinal, start, end, row[11][start:end], _spans(row[10]))
        return found

    def matching(self, wanted: Sequence[str], limit: int, filters: Filters) -> list[tuple[int, float]]:
        """The numbers of the passages that hold most of the wanted terms, rare ones first, with BM25 (higher is better)."""
        query = " OR ".join(f'"{term}"' for term in dict.fromkeys(wanted))
        if not query:
            return []
        where, values = _condition(filters)
        join = "JOIN passages p ON p.number = words.rowid JOIN articles a ON a.number = p.article " if filters else ""
        rows = self._sql(
            f"SELECT words.rowid, -bm25(words, {_TITLE_WEIGHT}, 1.0) FROM words {join}"
            f"WHERE words MATCH ? AND {where} ORDER BY 2 DESC, 1 LIMIT ?",
            query,
            *values,
            limit,
        )
        return [(row[0], row[1]) for row in rows]

    def occurrences(self, phrase: Sequence[str]) -> int:
        """In how many passages, titles included, these terms stand one after the other."""
        if not phrase:
            return 0
        query = '"' + " ".join(phrase) + '"'
        return int(self._sql("SELECT count(*) FROM words WHERE words MATCH ?", query).fetchone()[0])

    def passing(self, filters: Filters, *, after: int = 0) -> list[int]:
        """The numbers, in order, of the passages past `after` whose article passes the filters."""
        where, values = _condition(filters)
        rows = self._sql(
            "SELECT p.number FROM passages p JOIN articles a ON a.number = p.article "
            f"WHERE p.number > ? AND {where} ORDER BY p.number",
            after,
            *values,
        )
        return [row[0] for row in rows]

    def existing(self, numbers: Sequence[int]) -> set[int]:
        """Which of these passages exist."""
        return {
            row[0]
            for some in _chunks(numbers)
            for row in self._sql(f"SELECT number FROM passages WHERE number IN ({_marks(some)})", *some)
        }

    def vectors(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """(number, float32 little-endian bytes) of these passages."""
        for some in _chunks(numbers):
            yield from self._sql(
                "SELECT p.number, v.vector FROM passages p JOIN vectors v ON v.key = p.vector "
                f"WHERE p.number IN ({_marks(some)})",
                *some,
            )

    def sentence_vectors(self, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], bytes]:
        """The packed vectors of the sentences of passages, by (article id, ordinal)."""
        found = {}
        for article_id, ordinal in places:
            row = self._sql(
                "SELECT v.sentences FROM passages p JOIN articles a ON a.number = p.article JOIN vectors v ON v.key = p.vector "
                "WHERE a.id = ? AND p.ordinal = ?",
                *(article_id, ordinal),
            ).fetchone()
            if row:
                found[article_id, ordinal] = row[0]
        return found

    def known_vectors(self, keys: Sequence[bytes]) -> set[bytes]:
        """Which of these keys have a vector."""
        return {
            row[0]
            for some in _chunks(keys)
            for row in self._sql(f"SELECT key FROM vectors WHERE key IN ({_marks(some)})", *some)
        }

    # -- care ----------------------------------------------------------------------------------------------------

    def fingerprints(self) -> list[tuple[str, str]]:
        """(id, sha256 of its text when it was stored) of every article."""
        return self._sql("SELECT id, fingerprint FROM articles ORDER BY number").fetchall()

    def passages_of(self, article_id: str) -> list[Passage]:
        """An article's passages in order."""
        rows = self._sql(
            "SELECT p.number FROM passages p JOIN articles a ON a.number = p.article WHERE a.id = ? ORDER BY p.ordinal",
            article_id,
        )
        return list(self.passages([row[0] for row in rows]).values())

    def contradictions(self) -> list[str]:
        """Where the tables do not fit one another, in words."""
        problems = [f"{FILE}: {row[0]}" for row in self._sql("PRAGMA quick_check") if row[0] != "ok"]
        size = 4 * int(self.fact("dimension") or 0)
        for statement, words in (
            (
                "SELECT count(*) FROM passages WHERE number NOT IN (SELECT rowid FROM words)",
                "passages are not in the full text",
            ),
            ("SELECT count(*) FROM words WHERE rowid NOT IN (SELECT number FROM passages)", "full texts belong to no passage"),
            (f"SELECT count(*) FROM vectors WHERE length(vector) != {size}", "vectors have a wrong length"),
            ("SELECT count(*) FROM passages WHERE vector NOT IN (SELECT key FROM vectors)", "passages have no vector"),
        ):
            count = self._sql(statement).fetchone()[0]
            if count:
                problems.append(f"{count} {words}; add the files again")
        return problems

    # -- writing -------------------------------------------------------------------------------------------------

    def put_vectors(self, vectors: Iterable[tuple[bytes, bytes, bytes]]) -> None:
        """Stores (key, vector, its sentences' vectors), as packed bytes, within a transaction."""
        self._database.many("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", vectors)

    def put(self, prepared: Prepared) -> None:
        """Stores an article with its passages in the place of the one with its id, within a transaction."""
        article, source = prepared.article, prepared.article.source
        self._drop_passages(source.article_id)
        number = self._sql(
            _PUT_ARTICLE,
            *(source.article_id, source.title, source.outlet, json.dumps(source.authors, ensure_ascii=False)),
            *(source.published, source.url, article.text, json.dumps(article.furniture)),
            *(article.fingerprint, prepared.origin, prepared.path),
        ).fetchone()[0]
        title = " ".join(terms(source.title))
        for passage, embedded in zip(prepared.passages, prepared.embedded, strict=True):
            row = self._sql(
                _PUT_PASSAGE,
                *(number, passage.ordinal, passage.start, passage.end, json.dumps(passage.sentences), embedded.key),
            ).fetchone()
            self._sql("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", row[0], title, " ".join(terms(passage.text)))

    def move(self, article_id: str, origin: str, path: str) -> None:
        """Notes where an article's file is now, within a transaction."""
        self._sql("UPDATE articles SET origin = ?, path = ? WHERE id = ?", origin, path, article_id)

    def remove(self, article_id: str) -> None:
        """Forgets an article and all that belongs to it, within a transaction. Raises UnknownArticle."""
        self._drop_passages(article_id)
        if self._sql("DELETE FROM articles WHERE id = ?", article_id).rowcount == 0:
            raise UnknownArticle(f"no article has the id {article_id!r}; nothing was removed")

    def drop_unused_vectors(self) -> None:
        """Forgets the vectors that no passage uses, within a transaction."""
        self._sql("DELETE FROM vectors WHERE key NOT IN (SELECT vector FROM passages)")

    def _drop_passages(self, article_id: str) -> None:
        numbers = "SELECT p.number FROM passages p JOIN articles a ON a.number = p.article WHERE a.id = ?"
        self._sql(f"DELETE FROM words WHERE rowid IN ({numbers})", article_id)
        self._sql(f"DELETE FROM passages WHERE number IN ({numbers})", article_id)


def _condition(filters: Filters) -> tuple[str, list[str]]:
    """The SQL condition on articles `a` for these filters, with its values. No date passes every date filter."""
    conditions, values = ["1"], []
    for bound, sign in ((filters.since, ">="), (filters.until, "<="), (filters.as_of, "<=")):
        if bound:
            conditions.append(f"(a.day IS NULL OR a.day {sign} ?)")
            values.append(bound.isoformat())
    if filters.outlets:
        conditions.append(f"fold(a.outlet) IN ({_marks(filters.outlets)})")
        values.extend(fold(o) for o in filters.outlets)
    if filters.authors:
        conditions.append(f"EXISTS (SELECT 1 FROM json_each(a.authors) WHERE fold(value) IN ({_marks(filters.authors)}))")
        values.extend(fold(name) for name in filters.authors)
    return " AND ".join(conditions), values


def _source(row: Sequence[Any]) -> Source:
    return Source(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4], row[5])


def _spans(stored: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(stored))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), _MOST_PARAMETERS):
        yield values[start : start + _MOST_PARAMETERS]
