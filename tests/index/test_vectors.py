"""The vector index: what was verified when it was built is what every process reads."""

from __future__ import annotations

import shutil

import numpy as np

from index import add
from index.vectors import VectorIndex
from tests.conftest import write_articles

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


def test_an_index_that_an_earlier_version_built_is_built_anew_at_the_next_change(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "One two three.", "Four five six.")])
    before, _ = store._catalogue.generation()
    add(store, [tmp_path / "a.jsonl"])
    assert store._catalogue.generation()[0] == before, "nothing has changed"
    with store._catalogue.transaction():
        store._catalogue.write.remember(generation_whole=None)  # as the earlier version left it
    add(store, [tmp_path / "a.jsonl"])
    assert store._catalogue.generation()[0] > before
    assert store.check().ok
