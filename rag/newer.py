"""Says when the archive holds newer articles on the names of a question than those that the answer rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .types import Citation

Newer = Callable[[Sequence[str], str], int]


def newer_note(citations: Sequence[Citation], names: Sequence[str], newer: Newer) -> str | None:
    """The note, None when there are none, the question names nobody, or a cited article has no date.

    `newer` gives the number of articles after a day that mention all of the names together. What they say of them is not
    looked at: they may say nothing new.
    """
    days = [citation.source.day for citation in citations]
    if not names or not days or None in days:
        return None
    last = max(day for day in days if day)
    count = newer(names, last)
    if not count:
        return None
    called = " and ".join(f"“{name}”" for name in names)
    return f"This rests on articles up to {last}; {count:,} newer {'one mentions' if count == 1 else 'ones mention'} {called}."
