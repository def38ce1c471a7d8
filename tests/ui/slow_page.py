"""The page of an assistant that reads for long, and breaks on a word, in a process of its own: python -m tests.ui.slow_page."""

from __future__ import annotations

import argparse
import time

from rag import Assistant
from rag.rerank import SentenceReader
from ui import serve


class SlowReader:
    """Reads closely as ours does, after a while."""

    def __init__(self, store) -> None:
        self._reader = SentenceReader(store)

    def rerank(self, question, hits):
        """The same hits, best first."""
        if "breaks" in question:
            raise RuntimeError("it broke")
        time.sleep(4 if "slowly" in question else 0)
        return self._reader.rerank(question, hits)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    parser.add_argument("--store")
    args = parser.parse_args()
    store = Assistant.open(args.store).store
    serve(Assistant(store, reranker=SlowReader(store)), host="127.0.0.1", port=args.port)
