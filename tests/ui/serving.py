"""The page in a process of its own, for the browser tests and the screenshots."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import PROJECT, SEEDS

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--disable-component-update", "--disable-sync"]


@contextmanager
def serving_the_seeds(folder: Path, *more: Path, program: Sequence[str] = ("app.py",)) -> Iterator[tuple[str, Path]]:
    """(address, log file) of the page on a new store in `folder` that holds the seeds, and more."""
    store, log = str(folder / "store"), folder / "log"
    command = [sys.executable, "-m", "index", "add", str(SEEDS), *map(str, more), "--store", store]
    subprocess.run(command, cwd=PROJECT, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("w") as file:
        command = [sys.executable, *program, "--port", str(port), "--store", store]
        server = subprocess.Popen(command, cwd=PROJECT, stdout=file, stderr=file)
    try:
        _wait(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}", log
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(log.read_text())
