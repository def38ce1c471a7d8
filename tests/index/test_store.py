from __future__ import annotations

import json
import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from index import (
    ArticleDamaged,
    Filters,
    ModelError,
    NoStore,
    Store,
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreMismatch,
    UnknownArticle,
    add,
    repair,
    restore,
    schema,
)
from tests.conftest import PROJECT, write_articles
from tests.fakes import HashingEmbedder

TEXTS = ("The harbour was closed on Monday. Ships waited.", "A bakery won the prize for rye bread.", "The tram line opened.")


@pytest.fixture
def filled(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", *TEXTS)])
    return store


def found(hits) -> list[str]:
    return [hit.passage.source.article_id for hit in hits]


def test_both_ways_of_search_find_the_passage(filled):
    assert found(filled.dense("bakery prize bread", 1)) == ["a1"]
    assert found(filled.full_text("bakeries and their prizes", 3)) == ["a1"]


def test_a_passage_finds_itself_at_distance_nought(filled):
    for row in filled.articles():
        text = f"{row.source.title}\n{filled.article(row.source.article_id).text}"
        (hit,) = filled.dense(text, 1)
        assert hit.passage.source == row.source
        assert hit.score == pytest.approx(1.0, abs=1e-5)


def test_an_article_comes_back_to_the_letter(store, tmp_path):
    text = "Line one.\r\n\tZwölf “Euro”…\u2028\0 end.  "
    add(store, [write_articles(tmp_path / "a.jsonl", text)])
    assert store.article("a0").text == text
    assert store.article("a0").fingerprint == store.stored_as("a0")[0]


def test_what_is_removed_is_found_no_more_and_leaves_nothing(filled):
    assert filled.remove(["a1"]) == 1
    assert "a1" not in found(filled.dense("bakery prize", 10)) + found(filled.full_text("bakery prize", 10))
    with pytest.raises(UnknownArticle):
        filled.article("a1")
    left = filled._catalogue._sql("SELECT (SELECT count(*) FROM words), (SELECT count(*) FROM vectors)").fetchone()
    assert left == (2, 2)
    assert filled.check().ok


def test_removing_an_unknown_article_removes_none(filled):
    with pytest.raises(UnknownArticle):
        filled.remove(["a0", "nobody"])
    assert len(filled.articles()) == 3


def test_newer_passages_are_found_before_the_next_generation(store, tmp_path):
    add(store, [write_articles(tmp_path / "many.jsonl", *(f"Report number {n} about topic {n * 7}." for n in range(40)))])
    generation = store._catalogue.generation()
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"id": "late", "text": "A comet was seen over Porto."}))
    add(store, [path])
    assert store._catalogue.generation() == generation
    assert found(store.dense("comet over Porto", 1)) == ["late"]


def test_a_new_generation_replaces_the_one_before_the_last(filled):
    for _ in range(3):
        filled.rebuild()
    kept = sorted(int(p.name) for p in (filled.folder / "vectors").iterdir() if p.name.isdigit())
    assert len(kept) == 2
    assert filled._catalogue.generation()[0] == kept[-1]
    assert found(filled.dense("tram line", 1)) == ["a2"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(since=date(2024, 1, 1)), {"new", "undated"}),
        (Filters(until=date(2024, 1, 1)), {"old", "undated"}),
        (Filters(as_of=date(2020, 1, 1)), {"undated"}),
        (Filters(outlets=("the example",)), {"old"}),
        (Filters(authors=("ADA BYRON",)), {"new"}),
        (Filters(outlets=("Nobody",)), set()),
    ],
)
def test_filters_are_exact_and_keep_articles_without_a_date(store, tmp_path, filters, ids):
    rows = [
        {"id": "old", "text": "The mayor spoke.", "published": "2021-05-01T10:00:00Z", "outlet": "The Example"},
        {"id": "new", "text": "The mayor spoke.", "published": "2024-05-01", "authors": ["Ada Byron", "B"]},
        {"id": "undated", "text": "The mayor spoke."},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows))
    add(store, [path])
    assert set(found(store.dense("mayor", 10, filters))) == ids
    assert set(found(store.full_text("mayor", 10, filters))) == ids


def test_a_store_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NoStore, match="python -m index add"):
        Store.open(tmp_path / "nowhere")


def test_a_store_of_another_model_is_refused_for_search_but_can_be_listed(filled):
    other = Store.open(filled.folder, embedder=HashingEmbedder(fingerprint="hashing 2"))
    assert len(other.articles()) == 3
    with pytest.raises(StoreMismatch, match="hashing 1"):
        other.dense("tram", 1)


def test_a_store_of_a_newer_version_and_a_foreign_database_are_refused(filled, tmp_path):
    filled.close()
    path = filled.folder / "catalogue.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreMismatch, match="newer Cuttings"):
        Store.open(filled.folder)
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    sqlite3.connect(foreign / "catalogue.sqlite3").execute("CREATE TABLE t (a)")
    with pytest.raises(StoreMismatch, match="no catalogue"):
        Store.open(foreign)


def test_a_file_that_is_no_database_is_damaged(tmp_path):
    (tmp_path / "catalogue.sqlite3").write_bytes(b"This is not a database at all. " * 100)
    with pytest.raises(StoreDamaged):
        Store.open(tmp_path)


class Broken(HashingEmbedder):
    """Gives vectors that are none."""

    def __init__(self, vectors):
        super().__init__()
        self.vectors = vectors

    def encode(self, texts):
        return self.vectors(len(texts))


@pytest.mark.parametrize(
    "vectors",
    [
        lambda n: np.full((n, 64), np.nan, np.float32),
        lambda n: np.ones((n, 3), np.float32),
        lambda n: np.ones((n + 1, 64), np.float32),
    ],
    ids=["nan", "wrong dimension", "one too many"],
)
def test_vectors_that_are_none_store_nothing(tmp_path, vectors):
    store = Store.open(tmp_path / "store", create=True, embedder=Broken(vectors))
    with pytest.raises(ModelError):
        add(store, [write_articles(tmp_path / "a.jsonl", *TEXTS)])
    assert store.counts() == (0, 0)
    assert store.check().ok


def test_check_finds_a_changed_text_a_lost_row_and_a_missing_index(filled):
    filled._catalogue._sql("UPDATE articles SET text = replace(text, 'closed', 'opened') WHERE id = 'a0'")
    filled._catalogue._sql("DELETE FROM words WHERE rowid = 2")
    shutil.rmtree(filled.folder / "vectors")
    filled.close()
    report = Store.open(filled.folder, embedder=HashingEmbedder()).check()
    assert not report.ok
    said = " ".join(report.problems)
    assert all(words in said for words in ("article a0", "missing from the full text", "vector index"))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE articles SET text = replace(text, 'Monday', 'Mondax')",
        "UPDATE articles SET title = title || '!'",
        "UPDATE articles SET published = '2020-01-01'",
        "UPDATE articles SET furniture = '[[0, 3]]'",
        "UPDATE passages SET end = end - 1",
        "UPDATE passages SET sentences = replace(sentences, '0', '1')",
        "UPDATE words SET body = body || 'x'",
        "UPDATE vectors SET vector = zeroblob(length(vector))",
        "UPDATE vectors SET sentences = zeroblob(length(sentences))",
    ],
)
def test_damage_is_found_not_quoted_and_repaired_from_the_file(store, tmp_path, damage):
    path = write_articles(tmp_path / "a.jsonl", TEXTS[0])
    add(store, [path])
    before = [(h.passage, round(h.score, 5)) for h in store.dense("harbour Monday", 3)]
    store._catalogue._sql(damage)
    for hit in (*store.dense("harbour Monday", 3), *store.full_text("harbour Monday", 3)):
        assert hit.passage == before[0][0]  # either it is left out, or it is what was stored
    report = repair(store)
    assert report.ok
    assert any("a0" in words for words in report.problems)
    assert any("a0 was restored" in words for words in report.repaired)
    assert [(h.passage, round(h.score, 5)) for h in store.dense("harbour Monday", 3)] == before
    assert store.check().ok


def test_damage_is_repaired_from_a_backup_when_the_file_is_gone_and_else_only_named(store, tmp_path):
    path = write_articles(tmp_path / "a.jsonl", *TEXTS)
    add(store, [path])
    store.backup(tmp_path / "backup.sqlite3")
    path.unlink()
    store._catalogue._sql("UPDATE articles SET text = 'Nonsense.' WHERE id = 'a1'")
    with pytest.raises(ArticleDamaged, match="a1"):
        store.article("a1")
    report = repair(store)
    assert report.ok
    assert "backup.sqlite3" in report.repaired[0]
    assert store.article("a1").text == TEXTS[1]
    (tmp_path / "backup.sqlite3").unlink()
    store._catalogue._sql("UPDATE articles SET text = 'Nonsense.' WHERE id = 'a1'")
    report = repair(store)
    assert not report.ok
    assert "a1" in report.problems[0]
    assert "a1" not in found(store.dense("bakery prize", 5))


def test_an_edited_article_keeps_its_earlier_texts(store, tmp_path):
    path = tmp_path / "a.jsonl"
    for text in ("The first text.", "The second text.", "The third text."):
        add(store, [write_articles(path, text)])
    versions = store.versions("a0")
    assert [v.article.text for v in versions] == ["The first text.", "The second text."]
    assert all(v.seen <= v.replaced for v in versions)
    assert store.article("a0").text == "The third text."
    assert store.stats().versions == 2
    store.remove(["a0"])
    assert store.stats().versions == 0


def test_a_backup_is_whole_and_restoring_it_goes_back(store, tmp_path):
    path = write_articles(tmp_path / "a.jsonl", *TEXTS)
    add(store, [path])
    store.backup(tmp_path / "backup.sqlite3")
    with pytest.raises(StoreError, match="exists"):
        store.backup(tmp_path / "backup.sqlite3")
    store.remove(["a0", "a1"])
    folder = store.folder
    store.close()
    restored = restore(tmp_path / "backup.sqlite3", folder)
    assert [row.source.article_id for row in restored.articles()] == ["a0", "a1", "a2"]
    restored.close()
    again = Store.open(folder, embedder=HashingEmbedder())
    assert found(again.dense("bakery prize bread", 1)) == ["a1"]
    assert again.check().ok


def test_what_is_no_backup_is_not_restored(filled, tmp_path):
    (tmp_path / "wrong").write_bytes(b"nonsense" * 1000)
    with pytest.raises(StoreError):
        restore(tmp_path / "wrong", filled.folder)
    with pytest.raises(NoStore):
        restore(tmp_path / "missing", filled.folder)
    assert len(filled.articles()) == 3


STORES = PROJECT / "tests/faults/stores"


def test_a_store_of_every_earlier_version_is_kept():
    assert sorted(p.name for p in STORES.iterdir()) == [f"v{n}" for n in range(1, schema.VERSION)]


@pytest.mark.parametrize("kept", sorted(STORES.iterdir()), ids=lambda p: p.name)
def test_a_store_of_an_earlier_version_opens_is_brought_up_to_date_and_answers_the_same(tmp_path, kept):
    shutil.copy(kept / "catalogue.sqlite3", tmp_path)
    expected = json.loads((kept / "expected.json").read_text())
    old = Store.open(tmp_path, embedder=HashingEmbedder())
    assert {r.source.article_id: old.article(r.source.article_id).text for r in old.articles()} == expected["articles"]
    for _ in range(2):
        assert found(old.dense("bakery prize bread", 3)) == expected["dense"]
        assert found(old.full_text("tram castle", 3)) == expected["full_text"]
        old.rebuild()
    assert old.check().ok


def test_a_lost_or_changed_vector_index_is_done_without_and_rebuilt_from_the_catalogue(filled):
    folder = filled.folder
    filled.close()
    for damage in (lambda p: p.unlink(), lambda p: p.write_bytes(b""), lambda p: p.write_bytes(b"garbage" * 99)):
        for file in [p for p in (folder / "vectors").glob("[0-9]*/**/*") if p.is_file()][:1]:
            damage(file)
        again = Store.open(folder, embedder=HashingEmbedder())
        assert found(again.dense("tram line", 1)) == ["a2"]
        assert "vector index" in again.check().problems[0]
        assert repair(again).ok
        assert found(again.dense("tram line", 1)) == ["a2"]
        again.close()


def test_readers_open_a_copy_and_leave_the_sealed_files_alone(filled):
    filled.dense("tram", 1)
    assert filled._generations.is_sealed()
    other = Store.open(filled.folder, embedder=HashingEmbedder())
    assert found(other.dense("tram line", 1)) == ["a2"]
    assert len(list((filled.folder / "vectors/reading").iterdir())) == 2
    other.close()
    filled.close()
    assert not list((filled.folder / "vectors/reading").iterdir())


_HOLD = """
import sys, time
from index import schema
from index import Store
with Store.open(sys.argv[1]).writing():
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_holds_the_store_and_gets_it_after_a_kill(filled, tmp_path):
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, str(filled.folder)], cwd=PROJECT, stdout=subprocess.PIPE)
    assert holder.stdout.readline().strip() == b"held"
    with pytest.raises(StoreBusy, match=f"pid {holder.pid} "):
        filled.remove(["a0"])
    assert found(filled.dense("tram line", 1)) == ["a2"]  # a reader never waits
    holder.kill()
    holder.wait()
    assert filled.remove(["a0"]) == 1


def _open_many(folder, results):
    results.put([len(Store.open(folder, create=True, embedder=HashingEmbedder()).articles()) for _ in range(3)])


def test_processes_that_create_one_store_at_once_all_get_it(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    processes = [spawn.Process(target=_open_many, args=(tmp_path / "s", results)) for _ in range(3)]
    for process in processes:
        process.start()
    assert [results.get(timeout=60) for _ in processes] == [[0, 0, 0]] * 3
    for process in processes:
        process.join()


def test_a_relative_store_is_relative_to_the_project_wherever_one_is(tmp_path, monkeypatch):
    from index.settings import store_path

    monkeypatch.chdir(tmp_path)
    assert store_path("elsewhere") == PROJECT / "elsewhere"
    monkeypatch.setenv("CUTTINGS_STORE", str(tmp_path / "mine"))
    assert store_path() == tmp_path / "mine"


def test_what_the_graph_does_not_reach_is_found_all_the_same(store, tmp_path):
    texts = ["The same boilerplate stands here again.\nIt is repeated without end."] * 600 + ["A comet was seen over Porto."]
    add(store, [write_articles(tmp_path / "a.jsonl", *texts, title="Boilerplate")])
    last = max(store._catalogue.passing(Filters()))
    with store._catalogue.transaction():
        store._catalogue.write.remember(generation_lost=json.dumps([last]))
    near = store._generations.nearest(store.embedder.encode(["Boilerplate\nA comet was seen over Porto."])[0], 1)
    numbers = [n for n, _ in near]
    assert last in numbers
    assert len(numbers) == len(set(numbers))
    assert store.check().ok
