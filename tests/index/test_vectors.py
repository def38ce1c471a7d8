"""The vector index: what was verified when it was built is what every process reads."""

from __future__ import annotations

import shutil

import numpy as np

from index.vectors import VectorIndex

PASSAGES, TEXTS = 240, 3


def test_every_process_reads_the_graph_that_was_verified(tmp_path):
    """Near copies are what the graph finds by chance: built twice, it answers otherwise."""
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(TEXTS, 64))[chance.integers(0, TEXTS, PASSAGES)] + 1e-4 * chance.normal(size=(PASSAGES, 64))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype("float32")
    built = VectorIndex.build(tmp_path / "sealed", enumerate(vectors))
    verified = built.nearest_of_each(list(vectors))
    built.close()
    for copy in ("first", "second", "third"):
        shutil.copytree(tmp_path / "sealed", tmp_path / copy)
        opened = VectorIndex.open(tmp_path / copy)
        assert opened.nearest_of_each(list(vectors)) == verified
        opened.close()
