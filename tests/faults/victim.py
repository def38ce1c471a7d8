"""A process that adds articles, says each one when it is stored, and dies where it is told to.

    python -m tests.faults.victim STORE FILE [--die before|after STEP K] [--room BYTES]

Steps: parse, commit, upsert, swap, clean-up. Nothing is replaced; the steps are wrapped, to die before or after them.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
from contextlib import contextmanager

from index import Store, add, build
from index.database import Database
from index.generations import Generations
from index.vectors import VectorIndex
from index.writer import Writer
from tests.faults.archives import embedder

STEPS = ("parse", "commit", "upsert", "swap", "clean-up")


class Death:
    """Kills this process, as the system would, before or after the k-th time that a step is taken."""

    def __init__(self, when: str, step: str, k: int) -> None:
        self.when, self.step, self.left = when, step, k

    @contextmanager
    def around(self, step: str):
        if step != self.step:
            yield
            return
        self.left -= 1
        if self.left == 0 and self.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        yield
        if self.left == 0 and self.when == "after":
            os.kill(os.getpid(), signal.SIGKILL)


def wrap(owner, name: str, step: str, death: Death, applies=lambda *a, **k: True) -> None:
    original = getattr(owner, name)

    def wrapped(*args, **kwargs):
        if not applies(*args, **kwargs):
            return original(*args, **kwargs)
        with death.around(step):
            return original(*args, **kwargs)

    setattr(owner, name, wrapped)


def wrap_all(death: Death) -> None:
    wrap(build, "_prepared", "parse", death)
    wrap(VectorIndex, "nearest_of_each", "upsert", death)  # asked right after the vectors were given to Chroma
    wrap(Writer, "remember", "swap", death, lambda self, **facts: "generation" in facts)
    wrap(Generations, "_drop_all_but", "clean-up", death)
    transaction = Database.transaction

    @contextmanager
    def dying(self):
        with death.around("commit"), transaction(self):
            yield

    Database.transaction = dying


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("store")
    parser.add_argument("file")
    parser.add_argument("--die", nargs=3, metavar=("WHEN", "STEP", "K"))
    parser.add_argument("--room", type=int, help="no file may grow beyond so many bytes")
    args = parser.parse_args()
    build._BATCH_PASSAGES = 24  # many commits
    put = Store.put

    def said(self, articles, *rest):
        put(self, articles, *rest)
        print(*(p.article.source.article_id for p in articles), flush=True)

    Store.put = said
    if args.die:
        when, step, k = args.die
        wrap_all(Death(when, step, int(k)))
    store = Store.open(args.store, create=True, embedder=embedder())
    store.embedder.encode(["The model is loaded."])
    print("ready", flush=True)
    if args.room:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (args.room, args.room))
    add(store, [args.file])
    print("done", flush=True)


if __name__ == "__main__":
    main()
