"""A set of articles and questions on disk: a folder with corpus.jsonl and questions.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Case:
    """A question, the day from which it looks back, and what is right. Ids are the articles' own."""

    number: str
    question: str
    as_of: date | None
    relevant: frozenset[str]
    answers: tuple[str, ...]
    evidence: tuple[str, ...]
    answerable: bool


def cases(folder: Path) -> Iterator[Case]:
    """The questions of a set. A quiz of some day is asked a week later: its article may be dated some days after it."""
    for line in (folder / "questions.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        asked = row.get("date")
        yield Case(
            number=row["id"],
            question=row["question"],
            as_of=date.fromisoformat(asked[:10]) + timedelta(days=7) if asked else None,
            relevant=frozenset(row.get("relevant") or ()),
            answers=tuple(row.get("answers") or ()),
            evidence=tuple(row.get("evidence") or ()),
            answerable=row.get("answerable", True),
        )
