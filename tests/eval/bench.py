"""The figures of the README: python -m tests.eval.bench (make bench). Absolute times differ between machines.

With --passages N ... also one question in archives of about so many passages, filtered and not, beside the bare embedding.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from index import Store, add
from rag import Assistant
from tests.conftest import PROJECT, SEEDS
from tests.eval.synthetic import filled

QUESTIONS = [
    json.loads(line)["question"] for line in (PROJECT / "tests/eval/seeds.jsonl").read_text(encoding="utf-8").splitlines()
]


def import_seconds() -> float:
    """The cumulative time that `python -X importtime` gives for `import rag`, best of five."""

    def once() -> float:
        command = [sys.executable, "-X", "importtime", "-c", "import rag"]
        said = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stderr
        return int(said.strip().splitlines()[-1].split("|")[1]) / 1e6

    return min(once() for _ in range(5))


def seconds_each(worked: Callable[[str], object], mark: str = "") -> tuple[float, float]:
    """Median and 95th percentile of each question worked for the first time; the mark makes it another question."""
    worked(f"What is this about? {mark}")
    taken = []
    for question in QUESTIONS:
        started = time.perf_counter()
        worked(f"{question} {mark}".strip())
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def large(passages: int) -> None:
    """Prints the times of one question in an archive of about so many passages."""
    with tempfile.TemporaryDirectory() as folder:
        store = filled(Path(folder), passages)
        assistant = Assistant.open(store)
        works = {
            "the bare embedding of a question": lambda q: store.embedder.encode([q]),
            "search": assistant.search,
            "search, as of a day": lambda q: assistant.search(q, as_of="2022-06-01"),
            "search, one outlet": lambda q: assistant.search(q, outlets=["Paper 3"]),
            "ask": assistant.ask,
        }
        print(f"{store.counts()[1]:,} passages")
        for number, (name, worked) in enumerate(works.items()):
            median, p95 = seconds_each(worked, "." * (number + 1))
            print(f"  {name:42} median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")
        store.close()


def command_seconds(store: Store) -> float:
    """The time of `python -m rag ask` as a process of its own, files cached: the second of two."""
    for _ in range(2):
        started = time.perf_counter()
        command = [sys.executable, "-m", "rag", "ask", "what did the EU demand for Safe?", "--store", str(store.folder)]
        subprocess.run(command, cwd=PROJECT, capture_output=True, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Prints each figure on a line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, nargs="*", default=[20_000])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(folder, create=True)
        add(store, [SEEDS])
        median, p95 = seconds_each(Assistant.open(store).ask)
        print(f"import rag                                   {import_seconds():.3f} s")
        times = f"median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms ({len(QUESTIONS)} questions)"
        print(f"a warm question on the five seeds            {times}")
        print(f"python -m rag ask, files cached              {command_seconds(store):.1f} s")
        store.close()
    for passages in args.passages:
        large(passages)


if __name__ == "__main__":
    main()
