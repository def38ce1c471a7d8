"""Questions that a reader may ask next, each tried before it is offered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from index import names

from .types import Answer, Form, Status

_MOST = 3
_LONGEST = 4  # words of a name
_SECONDS = 0.25  # for all trials together; what is not tried by then is not offered


def followups(answer: Answer, ask: Callable[[str], Answer]) -> list[str]:
    """At most three questions on names in the cited sentences that the archive answers with other sentences."""
    if answer.status is Status.NOT_FOUND or answer.form not in (Form.ANSWER, Form.NAME):
        return []
    until = time.monotonic() + _SECONDS
    cited = {(c.source.article_id, c.start) for c in answer.citations}
    found: list[str] = []
    for name in _candidates(answer):
        if len(found) >= _MOST or time.monotonic() > until:
            break
        question = f"What did {name} say?"
        tried = ask(question)
        places = {(c.source.article_id, c.start) for c in tried.citations}
        if tried.status is not Status.NOT_FOUND and places - cited:
            found.append(question)
            cited |= places
    return found


def _candidates(answer: Answer) -> Iterator[str]:
    """Speakers, then names of several words in the cited sentences; each once, without those that the question holds."""
    asked = answer.question.casefold()
    seen: set[str] = set()
    speakers = [c.speaker for c in answer.citations if c.speaker]
    several = [name for c in answer.citations for name in names(c.quote) if 2 <= len(name.split()) <= _LONGEST]
    for name in [*speakers, *several]:
        folded = name.casefold()
        is_asked = any(word in asked for word in folded.split() if len(word) > 3)
        if not is_asked and not any(folded in other or other in folded for other in seen):
            seen.add(folded)
            yield name
