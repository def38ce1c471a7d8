"""What all tests share: the guard against connections, the stores, the command line."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index import Store, add
from tests.fakes import HashingEmbedder

PROJECT = Path(__file__).resolve().parent.parent
GUARD = PROJECT / "tests" / "guard"
SEEDS = PROJECT / "seeds"

# This process and every one that it starts is kept on this machine.
os.environ["PYTHONPATH"] = os.pathsep.join([str(GUARD), str(PROJECT)])
os.environ.pop("CUTTINGS_STORE", None)
_spec = importlib.util.spec_from_file_location("cuttings_guard", GUARD / "sitecustomize.py")
guard = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(guard)


@pytest.fixture(autouse=True)
def _only_this_machine():
    """The guard is in force in every test, whatever a library did to the socket module."""
    import socket

    assert socket.socket.connect is guard.connect
    assert socket.getaddrinfo is guard.getaddrinfo


@pytest.fixture
def embedder():
    return HashingEmbedder()


@pytest.fixture
def store(tmp_path, embedder):
    """An empty store with the hashing embedder, on real SQLite and real Chroma."""
    opened = Store.open(tmp_path / "store", create=True, embedder=embedder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """The five seeds with the real model, made once."""
    opened = Store.open(tmp_path_factory.mktemp("seeded") / "store", create=True)
    add(opened, [SEEDS])
    yield opened
    opened.close()


@pytest.fixture
def command(tmp_path):
    """Runs a command line of the project in a process of its own."""

    def run(*args: str, status: int = 0, timeout: float = 120) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [sys.executable, *args], cwd=PROJECT, capture_output=True, text=True, timeout=timeout, check=False
        )
        assert done.returncode == status, f"{args} exited {done.returncode}:\n{done.stderr[-2000:]}"
        return done

    def as_json(*args: str, **kwargs) -> dict:
        return json.loads(run(*args, "--json", **kwargs).stdout)

    run.json = as_json
    return run


def write_articles(path: Path, *texts: str, **fields) -> Path:
    """A .jsonl file with one article a text, ids a0, a1, ..."""
    rows = [{"id": f"a{n}", "text": text, **fields} for n, text in enumerate(texts)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
