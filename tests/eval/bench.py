"""The figures of the README: python -m tests.eval.bench (make bench). Absolute times differ between machines."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time

from index import Store, add
from rag import Assistant
from tests.conftest import PROJECT, SEEDS

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


def warm_seconds(store: Store) -> tuple[float, float]:
    """Median and 95th percentile of one question inside one process, each question for the first time."""
    assistant = Assistant.open(store)
    assistant.ask("What is this about?")
    taken = []
    for question in QUESTIONS:
        started = time.perf_counter()
        assistant.ask(question)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def command_seconds(store: Store) -> float:
    """The time of `python -m rag ask` as a process of its own, files cached: the second of two."""
    for _ in range(2):
        started = time.perf_counter()
        command = [sys.executable, "-m", "rag", "ask", "what did the EU demand for Safe?", "--store", str(store.folder)]
        subprocess.run(command, cwd=PROJECT, capture_output=True, check=True)
    return time.perf_counter() - started


def main() -> None:
    """Prints each figure on a line."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(folder, create=True)
        add(store, [SEEDS])
        median, p95 = warm_seconds(store)
        print(f"import rag                                   {import_seconds():.3f} s")
        times = f"median {median * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms ({len(QUESTIONS)} questions)"
        print(f"a warm question on the five seeds            {times}")
        print(f"python -m rag ask, files cached              {command_seconds(store):.1f} s")
        store.close()


if __name__ == "__main__":
    main()
