"""The catalogue: articles, passages, vectors and full text. What it says is the truth; knows no model and no Chroma."""

from __future__ import annotations

import json
import logging
from collections.abc import Generator, Iterable, Sequence
from typing import Any

from .database import seal_of
from .errors import ArticleDamaged, UnknownArticle
from .facts import Facts
from .rows import SOURCE, chunks, condition, marks, source, spans
from .types import Article, Coverage, Filters, Listed, Passage, Printed, Source, Version, fingerprint_of

log = logging.getLogger(__name__)

_TITLE_WEIGHT = 2.0
# What an article's seal covers, of articles `a`, in this order, and the seal.
_SEALED = f"{SOURCE}, a.furniture, a.fingerprint, a.origin, a.path, a.seal"


class Catalogue(Facts):
    """The tables of one store, one connection a thread. Whoever writes does so within a `transaction`."""

    # -- articles ------------------------------------------------------------------------------------------------

    def article(self, article_id: str) -> Article:
        """One article, whole. Raises UnknownArticle, or ArticleDamaged when it is not what was stored."""
        row = self._sql(f"SELECT {_SEALED}, a.text FROM articles a WHERE a.id = ?", article_id).fetchone()
        if row is None:
            raise UnknownArticle(f"no article has the id {article_id!r}; python -m index list shows those that exist")
        if not _is_sound(row):
            raise ArticleDamaged(
                f"article {article_id} has changed on the disk and is not shown: python -m index check --repair restores it "
                "from its file or a backup"
            )
        return Article(source(row), row[11], spans(row[6]))

    def stored_as(self, article_id: str) -> tuple[str, str, str]:
        """(fingerprint, origin, path of its file) of an article, also of a damaged one. Raises UnknownArticle."""
        row = self._sql("SELECT fingerprint, origin, path FROM articles WHERE id = ?", article_id).fetchone()
        if row is None:
            raise UnknownArticle(f"no article has the id {article_id!r}")
        return row[0], row[1], row[2]

    def came(self, article_id: str) -> tuple[int, str | None]:
        """(its place in the order in which articles came, the moment it was first seen). Raises UnknownArticle."""
        row = self._sql("SELECT number, seen FROM articles WHERE id = ?", article_id).fetchone()
        if row is None:
            raise UnknownArticle(f"no article has the id {article_id!r}")
        return row[0], row[1]

    def versions(self, article_id: str) -> list[Version]:
        """The earlier texts of an article, oldest first."""
        rows = self._sql(
            "SELECT a.id, v.title, v.outlet, v.authors, v.published, v.url, v.text, v.furniture, v.fingerprint, v.seen, "
            "v.replaced "
            "FROM versions v JOIN articles a ON a.number = v.article WHERE a.id = ? ORDER BY v.replaced, v.rowid",
            article_id,
        )
        return [
            Version(Article(source(row), row[6], spans(row[7])), row[9], row[10])
            for row in rows
            if fingerprint_of(row[6]) == row[8]
        ]

    def listing(self) -> list[Listed]:
        """Every article with its number of passages, in the order in which they came."""
        rows = self._sql(
            f"SELECT {SOURCE}, (SELECT count(*) FROM passages p WHERE p.article = a.number) FROM articles a ORDER BY a.number"
        )
        return [Listed(source(row), row[6]) for row in rows]

    def found_by(self, column: str, value: str) -> list[tuple[Source, str, str, str]]:
        """(source, fingerprint, origin, path) of the articles whose id, origin or fingerprint is `value`."""
        rows = self._sql(f"SELECT {SOURCE}, a.fingerprint, a.origin, a.path FROM articles a WHERE a.{column} = ?", value)
        return [(source(row), row[6], row[7], row[8]) for row in rows]

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""
        row = self._sql("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM passages)").fetchone()
        return row[0], row[1]

    def coverage(self, filters: Filters) -> Coverage:
        """What the articles that pass the filters cover."""
        where, values = condition(filters)
        row = self._sql(
            "SELECT count(*), count(DISTINCT a.outlet), min(a.day), max(a.day), count(*) - count(a.day) "
            f"FROM articles a INDEXED BY articles_covered WHERE {where}",
            *values,
        ).fetchone()
        return Coverage(*row)

    # -- passages ------------------------------------------------------------------------------------------------

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers, those that exist and are what was stored; each text is cut from its article."""
        found: dict[int, Passage] = {}
        sound: dict[str, bool] = {}
        for some in chunks(numbers):
            rows = self._sql(
                f"SELECT {_SEALED}, a.text, p.ordinal, p.start, p.end, p.sentences, p.vector, p.seal, p.number FROM passages p "
                f"JOIN articles a ON a.number = p.article WHERE p.number IN ({marks(some)})",
                *some,
            )
            for row in rows:
                article_id, text, place, number = row[0], row[11], row[12:17], row[18]
                if article_id not in sound:
                    sound[article_id] = _is_sound(row)
                if not sound[article_id] or seal_of(article_id, *place) != row[17]:
                    log.warning("passage %d has changed on the disk and is left out: python -m index check", number)
                    continue
                ordinal, start, end, sentences, _ = place
                found[number] = Passage(source(row), ordinal, start, end, text[start:end], spans(sentences))
        return found

    def matching(self, wanted: Iterable[str], limit: int, filters: Filters) -> list[tuple[int, float]]:
        """The numbers of the passages that hold most of what is wanted, rare first, with BM25 (higher is better).

        Each wanted string is a term, or several with spaces between that stand together.
        """
        query = " OR ".join(f'"{term}"' for term in dict.fromkeys(wanted))
        if not query:
            return []
        where, values = condition(filters)
        join = "JOIN passages p ON p.number = words.rowid JOIN articles a ON a.number = p.article " if filters else ""
        rows = self._sql(
            f"SELECT words.rowid, -bm25(words, {_TITLE_WEIGHT}, 1.0) FROM words {join}"
            f"WHERE words MATCH ? AND {where} ORDER BY 2 DESC, 1 LIMIT ?",
            query,
            *values,
            limit,
        )
        return [(row[0], row[1]) for row in rows]

    def containing(self, text: str, limit: int, filters: Filters) -> list[str]:
        """The ids of the articles whose text has this one, letter for letter. Reads all texts: for what no word can find."""
        where, values = condition(filters)
        statement = f"SELECT a.id FROM articles a WHERE instr(a.text, ?) AND {where} ORDER BY a.number LIMIT ?"
        return [row[0] for row in self._sql(statement, text, *values, limit)]

    def printed(self, article_id: str, fingerprint: str | None = None) -> Printed | None:
        """The text of an article that has this fingerprint, now or earlier (None: the one it has now); None when damaged."""
        try:
            article = self.article(article_id)
        except (ArticleDamaged, UnknownArticle):
            return None
        if fingerprint in (None, article.fingerprint):
            return Printed(article)
        earlier = (v for v in self.versions(article_id) if v.article.fingerprint == fingerprint)
        version = next(earlier, None)
        return Printed(version.article, version.replaced) if version else None

    def mentioning(self, phrases: Sequence[Sequence[str]], filters: Filters, *, after: str | None = None) -> int:
        """How many articles, of those published after a day, hold all of these phrases in one passage, its title included."""
        query = " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases if phrase)
        if not query:
            return 0
        where, values = condition(filters)
        row = self._sql(
            "SELECT count(DISTINCT p.article) FROM words JOIN passages p ON p.number = words.rowid "
            f"JOIN articles a ON a.number = p.article WHERE words MATCH ? AND (? IS NULL OR a.day > ?) AND {where}",
            *(query, after, after, *values),
        ).fetchone()
        return int(row[0])

    def candidates(self, numbers: Sequence[int]) -> dict[int, tuple[str, str | None, int]]:
        """(id of its article, day, cluster of copies) of the passages with these numbers that exist."""
        return {
            row[0]: (row[1], row[2], row[3])
            for some in chunks(numbers)
            for row in self._sql(
                "SELECT p.number, a.id, a.day, coalesce(c.cluster, -a.number) FROM passages p "
                "JOIN articles a ON a.number = p.article LEFT JOIN copies c ON c.article = a.number "
                f"WHERE p.number IN ({marks(some)})",
                *some,
            )
        }

    def copies(self, article_id: str, filters: Filters) -> list[Source]:
        """The other articles that are copies of this one and pass the filters, in the order in which they came."""
        where, values = condition(filters)
        rows = self._sql(
            f"SELECT {SOURCE} FROM copies c JOIN articles a ON a.number = c.article "
            "WHERE c.cluster = (SELECT s.cluster FROM copies s JOIN articles o ON o.number = s.article WHERE o.id = ?) "
            f"AND a.id != ? AND {where} ORDER BY a.number",
            *(article_id, article_id, *values),
        )
        return [source(row) for row in rows]

    def explained(self, terms: Sequence[str]) -> list[str]:
        """Other words for what these terms hold: the long form of an acronym, as terms with spaces, or the acronym of one.

        Only the four that most articles explain so: any article may explain anything.
        """
        said = f" {' '.join(terms)} "
        rows = self._sql(
            "SELECT short, long FROM acronyms WHERE short IN (SELECT value FROM json_each(?)) OR instr(?, ' ' || long || ' ') "
            "GROUP BY short, long ORDER BY count(*) DESC, short, long LIMIT 4",
            *(json.dumps(list(terms)), said),
        )
        return list(dict.fromkeys(short if f" {long} " in said else long for short, long in rows))

    def passing_articles(self, filters: Filters) -> list[int]:
        """The numbers of the articles that pass the filters."""
        where, values = condition(filters)
        return [row[0] for row in self._sql(f"SELECT a.number FROM articles a WHERE {where}", *values)]

    def vectors_after(self, number: int) -> Iterable[tuple[int, int, bytes]]:
        """(number, number of its article, float32 bytes) of the passages past this one, in order."""
        return self._sql(
            "SELECT p.number, p.article, v.vector FROM passages p JOIN vectors v ON v.key = p.vector "
            "WHERE p.number > ? ORDER BY p.number",
            number,
        )

    def occurrences(self, phrase: Sequence[str]) -> int:
        """In how many passages, titles included, these terms stand one after the other."""
        if not phrase:
            return 0
        query = '"' + " ".join(phrase) + '"'
        return int(self._sql("SELECT count(*) FROM words WHERE words MATCH ?", query).fetchone()[0])

    def passing(self, filters: Filters, *, after: int = 0) -> list[int]:
        """The numbers, in order, of the passages past `after` whose article passes the filters."""
        where, values = condition(filters)
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
            for some in chunks(numbers)
            for row in self._sql(f"SELECT number FROM passages WHERE number IN ({marks(some)})", *some)
        }

    def vectors(self, numbers: Sequence[int]) -> Generator[tuple[int, bytes]]:
        """(number, float32 little-endian bytes) of these passages."""
        for some in chunks(numbers):
            yield from self._sql(
                "SELECT p.number, v.vector FROM passages p JOIN vectors v ON v.key = p.vector "
                f"WHERE p.number IN ({marks(some)})",
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
        """Which of these keys have a vector that is what was stored."""
        return {
            row[0]
            for some in chunks(keys)
            for row in self._sql(
                f"SELECT key FROM vectors WHERE key IN ({marks(some)}) AND seal_of(key, vector, sentences) = seal", *some
            )
        }

    def passages_of(self, article_id: str) -> list[Passage]:
        """An article's passages in order."""
        rows = self._sql(
            "SELECT p.number FROM passages p JOIN articles a ON a.number = p.article WHERE a.id = ? ORDER BY p.ordinal",
            article_id,
        )
        found = self.passages([row[0] for row in rows])
        return sorted(found.values(), key=lambda passage: passage.ordinal)

    def under(self, path: str) -> list[tuple[str, str, str]]:
        """(id, origin, path of its file) of the articles that came from this file, or from files under this folder."""
        prefix = path.rstrip("/") + "/"
        return self._sql(
            "SELECT id, origin, path FROM articles WHERE path = ? OR substr(path, 1, ?) = ?", path, len(prefix), prefix
        ).fetchall()

    def version_count(self) -> int:
        """How many earlier texts there are."""
        return int(self._sql("SELECT count(*) FROM versions").fetchone()[0])


def _is_sound(row: Sequence[Any]) -> bool:
    """Whether the sealed columns, and the text after them, are what was stored."""
    return bool(seal_of(*row[:10]) == row[10] and fingerprint_of(row[11]) == row[7])
