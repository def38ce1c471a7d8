"""Says where two cited sentences give different figures or days for the same thing; never which of them is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index import Source

from .same import differing
from .types import Citation

_MOST = 3  # notes


def differences(citations: Sequence[Citation]) -> list[str]:
    """At most three notes, in the order of the citations."""
    return list(dict.fromkeys(_notes(citations)))[:_MOST]


def _notes(citations: Sequence[Citation]) -> Iterator[str]:
    for one, source, other, other_source in differing([(c.quote, c.source) for c in citations]):
        yield f"Figures differ: “{one.words}” in {_who(source)}, “{other.words}” in {_who(other_source)}."


def _who(source: Source) -> str:
    known = ", ".join(part for part in (source.outlet, source.day or "date unknown") if part)
    return f"“{source.title}” ({known})"
