"""How well quotes are checked and excerpts traced to their source: make eval-quotes SET=DIR (a folder with corpus.jsonl).

Prints two tables. Quotes of every kind (tests/eval/quotes_made.py): the share with the right verdict, with the place they were
made from among the first three, with the right alarm; and how many were called exact or folded that are not. Excerpts of 20 to
60 words: the share whose article is named with its headline, outlet, date and address. No model is needed and none is loaded.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index import Article, Source
from rag import Assistant
from rag.quotes.types import QuoteCheck
from tests.eval.bench_quotes import archive
from tests.eval.quotes_made import rows

_PROOF = ("exact", "folded")
_ALARMS = {"altered_number": "number", "altered_negation": "negation", "altered_name": "name", "spliced": "spliced"}

Row = dict[str, Any]


def articles(file: Path) -> Iterator[Article]:
    """The articles of a corpus.jsonl."""
    with file.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            authors = tuple(row.get("authors") or ())
            source = Source(row["id"], row.get("title") or "", row.get("outlet"), authors, row.get("published"), row.get("url"))
            yield Article(source, row["text"], ())


def excerpts(texts: list[Article], count: int, chance: random.Random) -> Iterator[tuple[Source, str]]:
    """Stretches of 20 to 60 words, white space as it comes from a page (single blanks)."""
    long = [article for article in texts if len(article.text.split()) > 60]
    for _ in range(count):
        article = chance.choice(long)
        words = article.text.split()
        length = chance.randint(20, 60)
        first = chance.randrange(len(words) - length + 1)
        yield article.source, " ".join(words[first : first + length])


def is_placed(row: Row, check: QuoteCheck) -> bool:
    """Whether one of the first three matches lies where the quote was made."""
    longest = 2 * (row["end"] - row["start"]) + 20
    return any(
        m.source.article_id == row["article_id"]
        and m.start < row["end"]
        and row["start"] < m.end
        and m.end - m.start <= longest
        for m in check.matches[:3]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--quotes", type=int, default=2_000)
    parser.add_argument("--excerpts", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder", type=Path, help="where the archive is kept for the next run (default: nowhere)")
    args = parser.parse_args()
    corpus = list(articles(args.set / "corpus.jsonl"))
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as temporary:
        store = archive(args.folder or Path(temporary), corpus)
        assistant = Assistant.open(store)
        print(f"{args.set.name}: {store.counts()[0]:,} articles, {store.counts()[1]:,} passages")
        given = [{"id": a.source.article_id, "text": a.text} for a in corpus]
        print_quotes(assistant, list(rows(given, args.quotes, chance)))
        print_excerpts(assistant, list(excerpts(corpus, args.excerpts, chance)))
        store.close()


def print_quotes(assistant: Assistant, quotes: list[Row]) -> None:
    """The table of quotes, a line a kind."""
    right: dict[str, list[bool]] = defaultdict(list)
    placed: dict[str, list[bool]] = defaultdict(list)
    alarmed: dict[str, list[bool]] = defaultdict(list)
    false_proof, taken = 0, []
    for row in quotes:
        started = time.perf_counter()
        (check,) = assistant.check_quote(row["text"])
        taken.append(time.perf_counter() - started)
        kind, verdict = row["kind"], check.verdict.value
        right[kind].append(verdict == row["expect"])
        false_proof += verdict in _PROOF and row["expect"] not in _PROOF
        if row["expect"] != "not_found":
            placed[kind].append(is_placed(row, check))
        if kind in _ALARMS:
            alarmed[kind].append(_ALARMS[kind] in [alarm.value for alarm in check.alarms])
    print("| quotes made by | number | right verdict | true place among three | right alarm |\n|---|---|---|---|---|")
    for kind in sorted(right):
        figures = (f"{statistics.mean(f[kind]):.3f}" if f.get(kind) else "" for f in (right, placed, alarmed))
        print(f"| {kind} | {len(right[kind])} | {' | '.join(figures)} |")
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"called exact or folded and is not: {false_proof} of {len(quotes)}", end="; ")
    print(f"median {1000 * statistics.median(taken):.0f} ms a quote, p95 {1000 * p95:.0f} ms")


def print_excerpts(assistant: Assistant, found: list[tuple[Source, str]]) -> None:
    """How many excerpts are traced to the article they come from: named first, or named at all where several print them."""
    first = named = 0
    for source, text in found:
        (check,) = assistant.check_quote(text)
        proven = [match.source for match in check.matches] if check.verdict.value in _PROOF else []
        first += proven[:1] == [source]
        named += source in proven
        if source not in proven:
            print(f"  not named: {source.article_id}, {check.verdict.value}, {check.articles} articles")
    share, at_all = first / len(found), named / len(found)
    print("| excerpts | source named, with headline, outlet, date and address | of these first |\n|---|---|---|")
    print(f"| {len(found):,} of 20 to 60 words | {at_all:.4f} | {share:.4f} |")


if __name__ == "__main__":
    main()
