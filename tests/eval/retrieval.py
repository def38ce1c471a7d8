"""Retrieval measured on a set, each part of the ranking alone and left out: make eval SET=DIR [EVALSTORE=DIR].

Writes the figures as JSON, named by the commit, in tests/eval/results/; prints them as a table for LOG.md.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from index import Filters, Hit, Store, add
from rag.rerank import SentenceReader
from rag.retrieve import WEIGHTS, Weights, retrieve
from rag.types import Question
from tests.conftest import PROJECT
from tests.eval.cases import Case, cases
from tests.eval.metrics import first_rank, hit_at, reciprocal_rank, says

_LIMIT = 50
_LONGEST = 256  # words: what is longer is no passage that could be read at a glance
Search = Callable[[Store, Question], Sequence[Hit]]


def dense(store: Store, question: Question) -> Sequence[Hit]:
    return store.dense(question.text, _LIMIT, question.filters)


def full_text(store: Store, question: Question) -> Sequence[Hit]:
    return store.full_text(question.text, _LIMIT, question.filters)


def fused(weights: Weights, *, closely: bool) -> Search:
    """The ranking with these weights, read closely or not."""

    def search(store: Store, question: Question) -> Sequence[Hit]:
        hits = retrieve(store, question, _LIMIT, newest=store.coverage(question.filters).latest, weights=weights)
        return SentenceReader(store).rerank(question.text, hits) if closely else hits

    return search


_PLAIN = replace(WEIGHTS, age=0.0, recent=0.0, urgent=0.0, copies_as_one=False)
VARIANTS: dict[str, Search] = {
    "dense alone": dense,
    "full text alone": full_text,
    "both": fused(_PLAIN, closely=False),
    "both + age": fused(replace(_PLAIN, age=WEIGHTS.age), closely=False),
    "both + age + recent": fused(replace(WEIGHTS, copies_as_one=False), closely=False),
    "both + age + recent + copies as one": fused(WEIGHTS, closely=False),
    "all, sentences read closely (in use)": fused(WEIGHTS, closely=True),
}


def measure(store: Store, asked: Sequence[Case], search: Search, *, dated: bool) -> dict[str, float]:
    """MRR@10 and hits by article, the share of questions with an answering passage among five, and milliseconds."""
    ranks, passages, taken = [], [], []
    for case in asked:
        question = Question(case.question, filters=Filters(as_of=case.as_of if dated else None))
        started = time.perf_counter()
        hits = search(store, question)
        taken.append(time.perf_counter() - started)
        places = {h.passage.source.article_id: {h.passage.source.article_id, *(c.article_id for c in h.copies)} for h in hits}
        ranks.append(first_rank(list(places.values())[:10], case.relevant))
        if case.answers or case.evidence:
            passages.append(any(_answers(h, case) for h in hits[:5]))
    return {
        "questions": len(ranks),
        "MRR@10": round(statistics.mean(map(reciprocal_rank, ranks)), 3),
        "Hits@1": round(statistics.mean(hit_at(r, 1) for r in ranks), 3),
        "Hits@10": round(statistics.mean(hit_at(r, 10) for r in ranks), 3),
        "passage@5": round(statistics.mean(passages), 3) if passages else 0.0,
        "median ms": round(statistics.median(taken) * 1000, 1),
    }


def _answers(hit: Hit, case: Case) -> bool:
    text = hit.passage.text
    if hit.passage.source.article_id not in case.relevant or len(text.split()) > _LONGEST:
        return False
    return any(says(text, wanted) for wanted in (case.evidence or case.answers))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--store", type=Path, help="keep the store here for the next run")
    args = parser.parse_args()
    asked = [case for case in cases(args.set) if case.relevant and case.answerable]
    with tempfile.TemporaryDirectory() as temporary:
        store = Store.open((args.store or Path(temporary)).resolve(), create=True)
        add(store, [args.set / "corpus.jsonl"])
        runs = [False, True] if any(case.as_of for case in asked) else [False]
        store.embedder.encode([case.question for case in asked])  # no variant pays for another's vectors
        found = {
            f"{name}{', dated' if d else ''}": measure(store, asked, s, dated=d) for d in runs for name, s in VARIANTS.items()
        }
        store.close()
    names = ["", *next(iter(found.values()))]
    rows = [names, ["---"] * len(names), *([name, *figures.values()] for name, figures in found.items())]
    print("\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=PROJECT, capture_output=True, text=True, check=False)
    target = PROJECT / "tests/eval/results" / f"retrieval-{args.set.name}-{commit.stdout.strip() or 'unknown'}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(f"written to {target.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
