"""Articles made by number: what a store must hold can be told from the numbers alone."""

from __future__ import annotations

import json
from pathlib import Path

LINES = 4  # each is a passage of its own in the stores of these tests


def text_of(number: int, edition: int = 0) -> str:
    """The text of an article: no two numbers, and no two editions of one, have a line in common."""
    return "\n".join(
        f"Report {number}x{line} of edition {edition}: harbour {number * 7 + line} closed, ferry {number * 13 + line} waits "
        f"at pier {line} until tide {edition * 31 + number}."
        for line in range(LINES)
    )


def write(path: Path, numbers: range, edition: int = 0) -> Path:
    """A .jsonl file with these articles, ids n0, n1, ..."""
    rows = ({"id": f"n{n}", "title": f"Report {n}", "text": text_of(n, edition)} for n in numbers)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
