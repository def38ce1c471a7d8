"""How long a quote takes in a large archive: python -m tests.eval.bench_quotes --passages N [--folder DIR].

The archive is made up (tests/eval/synthetic.py) and has no vector index, which no quote needs; with --folder it is kept and
used again. Quotes of every kind (tests/eval/quotes_made.py), made from its articles.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from index import Article, NoStore, Source, Store
from index.build import prepare, store_prepared
from index.clean import furniture
from rag import Assistant
from tests.eval.quotes_made import rows
from tests.eval.synthetic import articles
from tests.fakes import HashingEmbedder

_BATCH = 200  # articles
_ODD = {"of 100,000 characters": "No word of this stands there. " * 3334, "of 10,000 equal words": "ferry " * 10_000}
_FROM = 1_000  # articles that quotes are made from


class Small(HashingEmbedder):
    """Vectors of eight numbers, all alike: nobody asks for them."""

    def _vectors(self, texts):
        return np.full((len(texts), 8), 8**-0.5, np.float32)


def archive(folder: Path, made: Iterable[Article]) -> Store:
    """The archive in a folder, made of these articles when there is none."""
    embedder = Small(dimension=8, max_tokens=256)
    try:
        return Store.open(folder, embedder=embedder)
    except NoStore:
        store = Store.open(folder, create=True, embedder=embedder)
    each = iter(made)
    while batch := list(islice(each, _BATCH)):
        marked = (replace(article, furniture=furniture(article.text)) for article in batch)
        with store.writing():
            store_prepared(store, [p for a in marked if (p := prepare(a, a.source.article_id, "made", embedder)).passages])
    return store


def _article(row: dict[str, Any]) -> Article:
    return Article(Source(row["id"], row["title"], row["outlet"], (), row["published"], None), row["text"], ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--quotes", type=int, default=300)
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        store = archive(args.folder or Path(temporary), map(_article, articles(args.passages)))
        assistant = Assistant.open(store)
        chance = random.Random(3)
        given = [json.loads(json.dumps(row)) for row in islice(articles(args.passages), _FROM)]
        quotes = [row["text"] for row in rows(given, args.quotes, chance)]
        assistant.check_quote(quotes[0])
        taken = []
        for quote in quotes:
            started = time.perf_counter()
            assistant.check_quote(quote)
            taken.append(time.perf_counter() - started)
        print(
            f"{store.counts()[1]:,} passages, {len(quotes)} quotes: median {statistics.median(taken) * 1000:.0f} ms, ", end=""
        )
        print(f"95th percentile {statistics.quantiles(taken, n=20)[-1] * 1000:.0f} ms")
        for name, long in (
            ("of 100,000 characters", "No word of this stands there. " * 3334),
            ("of 10,000 equal words", "the " * 10_000),
        ):
            started = time.perf_counter()
            assistant.check_quote(long)
            print(f"a quote {name}: {(time.perf_counter() - started) * 1000:.0f} ms")
        store.close()


if __name__ == "__main__":
    main()
