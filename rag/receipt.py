"""An answer's receipt: what was asked and cited, with fingerprints; and what a store says to it later."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from index import Article

from .errors import QuestionError
from .standing import DAMAGED, EDITED, FORGED, REMOVED, SAME, Cited, standing
from .types import Answer, citation_json, coverage_json
from .version import program_version

FORMAT = "cuttings-receipt-1"


def receipt(
    question: str,
    answer: Answer,
    filters: Mapping[str, Any],
    *,
    made: str,
    model: str | None,
    article_of: Callable[[str], Article],
) -> dict[str, Any]:
    """The receipt as JSON. `filters` are those that were set, as JSON; `made` is the moment of the answer, `article_of` gives
    the articles as they are now. Raises UnknownArticle.
    """
    cited = [{**citation_json(c), "fingerprint": article_of(c.source.article_id).fingerprint} for c in answer.citations]
    return {
        "format": FORMAT,
        "question": question,
        "understood": answer.question,
        "made": made,
        "filters": dict(filters),
        "status": answer.status.value,
        "text": answer.text,
        "notes": list(answer.notes),
        "citations": cited,
        "coverage": coverage_json(answer.coverage),
        "model": model,
        "version": program_version(),
    }


def checked(made: Mapping[str, Any], article_of: Callable[[str], Article]) -> dict[str, Any]:
    """What has become of each citation of a receipt: counts, and one row a citation. Raises QuestionError."""
    citations = made.get("citations")
    if made.get("format") != FORMAT or not isinstance(citations, Sequence):
        raise QuestionError(f'this is no receipt of an answer: its "format" is not {FORMAT!r}')
    rows = [_row(citation, article_of) for citation in citations if isinstance(citation, Mapping)]
    counts = {state: sum(row["state"] == state for row in rows) for state in (SAME, EDITED, REMOVED, DAMAGED)}
    return {"question": made.get("question"), "made": made.get("made"), **counts, "citations": rows}


def _row(citation: Mapping[str, Any], article_of: Callable[[str], Article]) -> dict[str, Any]:
    told = {name: citation.get(name) for name in ("number", "article_id", "title", "quote")}
    state, note = _state(citation, article_of)
    return {**told, "state": state, "note": note}


def _state(citation: Mapping[str, Any], article_of: Callable[[str], Article]) -> tuple[str, str]:
    start, end, fingerprint = (citation.get(name) for name in ("start", "end", "fingerprint"))
    cited = Cited(
        str(citation.get("article_id")),
        start if isinstance(start, int) else None,
        end if isinstance(end, int) else None,
        str(citation.get("quote", "")),
        fingerprint if isinstance(fingerprint, str) else None,
    )
    found = standing(cited, article_of)
    # A receipt counts what it does not agree with as edited: who edited, the article's publisher or the receipt's owner, the
    # note says.
    return EDITED if found.state == FORGED else found.state, found.note


def read_receipt(file: Path) -> Mapping[str, Any]:
    """The receipt in a file. Raises QuestionError."""
    try:
        made = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise QuestionError(f"{file} cannot be read as a receipt: {error}") from error
    if not isinstance(made, dict):
        raise QuestionError(f"{file} holds JSON, but no receipt")
    return made
