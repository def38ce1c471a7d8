"""Leaf: the list of articles in parts, and how many there are of each outlet and month. Reads no text: fast for many."""

from __future__ import annotations

from collections.abc import Sequence

from .database import Database
from .rows import SOURCE, marks, source
from .shelf import ADDED, NEWEST, OLDEST, OUTLET, TITLE, UNKNOWN, Counts, Part, Wanted
from .types import Listed
from .words import fold

_ORDERS = {
    NEWEST: "a.day DESC, a.number DESC",
    OLDEST: "a.day IS NULL, a.day, a.number",
    TITLE: "fold(a.title), a.number",
    OUTLET: "a.outlet IS NULL, fold(a.outlet), a.day DESC, a.number DESC",
    ADDED: "a.number DESC",
}
# MATERIALIZED: what is looked through is made once for each article, not once for each word.
_LOOKED_THROUGH = (
    "WITH said AS MATERIALIZED (SELECT number, title, outlet, day, "
    "fold(title || char(10) || coalesce(outlet, '') || char(10) || authors || char(10) || id) AS said FROM articles) "
    "SELECT * FROM said"
)
_MOST_AT_ONCE = 500


def listed(database: Database, wanted: Wanted, start: int, count: int) -> Part:
    """So many of the articles that are wanted, from a place in their order on, and how many are wanted in all."""
    where, values = _condition(wanted)
    order = _ORDERS.get(wanted.order, _ORDERS[NEWEST])
    looked_at = "articles a"
    if words := fold(wanted.words).split():
        looked_at = f"({_LOOKED_THROUGH}) a"
        where += " AND instr(a.said, ?)" * len(words)
        values += words
    numbers = [row[0] for row in database.sql(f"SELECT a.number FROM {looked_at} WHERE {where} ORDER BY {order}", *values)]
    shown = numbers[max(0, start) : max(0, start) + min(count, _MOST_AT_ONCE)]
    return Part(tuple(_rows(database, shown)), len(numbers))


def counts(database: Database) -> Counts:
    """How many articles there are of each outlet and of each month."""
    outlets = database.sql("SELECT coalesce(outlet, ?), count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC, 1", UNKNOWN)
    months = database.sql("SELECT coalesce(substr(day, 1, 7), ?), count(*) FROM articles GROUP BY 1 ORDER BY 1 DESC", UNKNOWN)
    return Counts(tuple(map(tuple, outlets)), tuple(map(tuple, months)))


def _condition(wanted: Wanted) -> tuple[str, list[object]]:
    conditions, values = ["1"], list[object]()
    if wanted.outlet is not None:
        conditions.append("coalesce(a.outlet, '') = ?")
        values.append(wanted.outlet)
    if wanted.time == UNKNOWN:
        conditions.append("a.day IS NULL")
    elif wanted.time is not None:
        conditions.append("substr(a.day, 1, ?) = ?")
        values += [len(wanted.time), wanted.time]
    return " AND ".join(conditions), values


def _rows(database: Database, numbers: Sequence[int]) -> list[Listed]:
    """The list's lines for these articles, in this order."""
    rows = database.sql(
        f"SELECT {SOURCE}, (SELECT count(*) FROM passages p WHERE p.article = a.number), a.number FROM articles a "
        f"WHERE a.number IN ({marks(numbers)})",
        *numbers,
    )
    found = {row[7]: Listed(source(row), row[6]) for row in rows}
    return [found[number] for number in numbers if number in found]
