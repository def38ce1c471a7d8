"""Leaf: how rows of the catalogue become values, and filters become conditions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from .types import Filters, Source, Span
from .words import fold

T = TypeVar("T")

# What a Source is made of, of articles `a`.
SOURCE = "a.id, a.title, a.outlet, a.authors, a.published, a.url"
_MOST_PARAMETERS = 500  # in one SQL statement


def source(row: Sequence[Any]) -> Source:
    """The Source in the first six columns of a row."""
    return Source(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4], row[5])


def spans(stored: str) -> tuple[Span, ...]:
    """Spans from JSON pairs."""
    return tuple(Span(start, end) for start, end in json.loads(stored))


def marks(values: Sequence[object]) -> str:
    """As many question marks as values."""
    return ",".join("?" * len(values))


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in parts that one SQL statement can take."""
    for start in range(0, len(values), _MOST_PARAMETERS):
        yield values[start : start + _MOST_PARAMETERS]


def condition(filters: Filters) -> tuple[str, list[str]]:
    """The SQL condition on articles `a` for these filters, with its values. No date passes every date filter."""
    conditions, values = ["1"], []
    for bound, sign in ((filters.since, ">="), (filters.until, "<="), (filters.as_of, "<=")):
        if bound:
            conditions.append(f"(a.day IS NULL OR a.day {sign} ?)")
            values.append(bound.isoformat())
    if filters.outlets:
        conditions.append(f"fold(a.outlet) IN ({marks(filters.outlets)})")
        values.extend(fold(o) for o in filters.outlets)
    if filters.authors:
        conditions.append(f"EXISTS (SELECT 1 FROM json_each(a.authors) WHERE fold(value) IN ({marks(filters.authors)}))")
        values.extend(fold(name) for name in filters.authors)
    return " AND ".join(conditions), values
