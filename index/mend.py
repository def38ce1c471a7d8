"""Puts back a flipped bit in what is known of an article: the row's seal tells which one it was. And makes the indexes anew."""

from __future__ import annotations

from collections.abc import Sequence

from .database import Database, seal_of

# In the order in which the seal covers them.
_COLUMNS = ("id", "title", "outlet", "authors", "published", "url", "furniture", "fingerprint", "origin", "path")
_ASIDE = "\x01"  # what no id ends with


def mend(database: Database) -> list[str]:
    """Says in words what was put right. For one who holds a transaction."""
    damaged = [
        (number, values, found)
        for number, seal, *values in database.sql(f"SELECT number, seal, {', '.join(_COLUMNS)} FROM articles NOT INDEXED")
        if seal_of(*values) != seal and (found := _one_bit_back(values, seal))
    ]
    numbers = [number for number, _, _ in damaged]
    # An id that a flip has made the same as another's: the other one steps aside while the index is made.
    aside = [other for number in numbers for other in _others_called_as(database, number) if other not in numbers]
    for number in aside:
        database.sql("UPDATE articles SET id = id || ? WHERE number = ?", _ASIDE, number)
    # An index still holds what the row held: until it is made anew, SQLite refuses to change the row.
    database.sql("REINDEX")
    for number, _, (at, was) in damaged:
        database.sql(f"UPDATE articles SET {_COLUMNS[at]} = ? WHERE number = ?", was, number)
    for number in aside:
        database.sql("UPDATE articles SET id = substr(id, 1, length(id) - 1) WHERE number = ?", number)
    database.sql("UPDATE articles SET published = published WHERE day IS NOT substr(published, 1, 10)")
    return [
        f"article {was if at == 0 else values[0]}: a flipped bit of its {_COLUMNS[at]} was put back"
        for _, values, (at, was) in damaged
    ]


def _others_called_as(database: Database, number: int) -> list[int]:
    """The articles that have the same id as this one: only damage makes such. Not asked by id, which may be undecodable."""
    same = "SELECT b.number FROM articles a NOT INDEXED JOIN articles b NOT INDEXED ON b.id = a.id AND b.number != a.number"
    return [row[0] for row in database.sql(f"{same} WHERE a.number = ?", number)]


def _one_bit_back(values: Sequence[str | None], seal: int) -> tuple[int, str] | None:
    """(which value, what it was) when one flipped bit explains the seal; CRC-32 tells any single one from all others."""
    for at, value in enumerate(values):
        data = bytearray((value or "").encode("utf-8", "surrogateescape"))
        for bit in range(len(data) * 8):
            data[bit // 8] ^= 1 << bit % 8
            was = data.decode("utf-8", "surrogateescape")
            if seal_of(*values[:at], was, *values[at + 1 :]) == seal:
                return at, was
            data[bit // 8] ^= 1 << bit % 8
    return None
