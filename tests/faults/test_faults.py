"""Faults on real processes and real files. CUTTINGS_FAULTS=long (make faults) takes the numbers of the long column."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index import CuttingsError, Embedder, Store, StoreBusy, add, repair
from tests.conftest import PROJECT
from tests.faults.archives import BareChroma, Ours, embedder
from tests.faults.articles import LINES, text_of, write
from tests.faults.verdict import judge
from tests.faults.victim import STEPS

LONG = os.environ.get("CUTTINGS_FAULTS") == "long"
ARTICLES = 60
TALLY = {"faults": 0, "lost": 0, "duplicated": 0, "torn": 0}


def times(quick: int, long: int) -> list:
    """The numbers of so many cases with the hashing embedder, and one with the real model."""
    cases = long if LONG else quick
    return [*range(cases), pytest.param(cases, marks=pytest.mark.model, id="real-model")]


@pytest.fixture(autouse=True)
def _model(request, monkeypatch):
    """Which model this process, and every one that it starts, embeds with."""
    monkeypatch.setenv("CUTTINGS_FAULTS_MODEL", "real" if request.node.get_closest_marker("model") else "hashing")


@pytest.fixture(autouse=True, scope="module")
def _said_at_the_end(request):
    yield
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print("\n{faults} faults, {lost} lost, {duplicated} duplicated, {torn} torn".format(**TALLY))


def uses_the_real_model() -> bool:
    return os.environ["CUTTINGS_FAULTS_MODEL"] == "real"


def start(folder: Path, file: Path, *options: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "tests.faults.victim", str(folder), str(file), *options]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def acknowledged(victim: subprocess.Popen) -> list[str]:
    out, _ = victim.communicate(timeout=120)
    return [word for word in out.split() if word.startswith("n") and word[1:].isdigit()]


def expected(article_id: str) -> set[str]:
    return {text_of(int(article_id[1:]), edition) for edition in range(3)}


def assert_sound(folder: Path, ids) -> None:
    archive = Ours(folder)
    verdict = judge(archive, ids, expected, pieces=LINES)
    TALLY["faults"] += 1
    for name in ("lost", "duplicated", "torn"):
        TALLY[name] += getattr(verdict, name)
    archive.close()
    assert verdict.ok, verdict


@pytest.mark.parametrize("seed", times(20, 300))
def test_a_kill_at_a_random_moment_of_add(tmp_path, seed):
    chance = random.Random(seed)
    victim = start(tmp_path / "s", write(tmp_path / "a.jsonl", range(ARTICLES)))
    assert victim.stdout.readline() == "ready\n"
    time.sleep(chance.random() * (5 if uses_the_real_model() else 1.2))
    victim.kill()
    ids = acknowledged(victim)
    assert_sound(tmp_path / "s", ids)
    again = start(tmp_path / "s", tmp_path / "a.jsonl")
    ids = {f"n{n}" for n in range(ARTICLES)}
    acknowledged(again)
    assert again.returncode == 0
    assert_sound(tmp_path / "s", ids)


@pytest.mark.parametrize("seed", times(10, 100))
def test_a_kill_right_after_a_vector_file_changes(tmp_path, seed):
    chance = random.Random(seed)
    victim = start(tmp_path / "s", write(tmp_path / "a.jsonl", range(ARTICLES)))
    wait_for = chance.randint(1, 8)
    seen: dict[str, tuple[int, int]] = {}
    changes = 0
    while victim.poll() is None and changes < wait_for:
        now = {}
        for file in (tmp_path / "s" / "vectors").rglob("*"):
            try:
                now[str(file)] = (file.stat().st_size, file.stat().st_mtime_ns)
            except OSError:
                continue
        changes += now != seen
        seen = now
    time.sleep(chance.random() * 0.005)
    victim.kill()
    assert_sound(tmp_path / "s", acknowledged(victim))


EACH_STEP = [(step, when, k) for step in STEPS for when in ("before", "after") for k in range(10 if LONG else 1)]


@pytest.mark.parametrize(
    ("step", "when", "k"), [*EACH_STEP, pytest.param("upsert", "after", 1, marks=pytest.mark.model, id="real-model")]
)
def test_a_kill_before_and_after_each_step(tmp_path, step, when, k):
    many = 2 + 2 * k if step in ("parse", "commit") else 1
    victim = start(tmp_path / "s", write(tmp_path / "a.jsonl", range(ARTICLES)), "--die", when, step, str(many))
    ids = acknowledged(victim)
    assert victim.returncode == -signal.SIGKILL, "the step was not reached"
    assert_sound(tmp_path / "s", ids)


@pytest.mark.parametrize("room", times(2, 10))
def test_a_full_disk_and_then_space_again(tmp_path, room):
    victim = start(tmp_path / "s", write(tmp_path / "a.jsonl", range(ARTICLES)), "--room", str(150_000 + 90_000 * room))
    ids = acknowledged(victim)
    assert victim.returncode != 0
    assert_sound(tmp_path / "s", ids)
    acknowledged(again := start(tmp_path / "s", tmp_path / "a.jsonl"))
    assert again.returncode == 0
    assert_sound(tmp_path / "s", {f"n{n}" for n in range(ARTICLES)})


DAMAGES = {
    "halved": lambda data: data[: len(data) // 2],
    "zeroed": lambda data: bytes(len(data)),
    "garbage": lambda data: random.Random(len(data)).randbytes(len(data)),
    "deleted": None,
}


def vector_files(folder: Path) -> list[Path]:
    """The files of the generation that serves, those without content left out."""
    serving = max((p for p in (folder / "vectors").iterdir() if p.name.isdigit()), key=lambda p: int(p.name))
    return sorted((p for p in serving.rglob("*") if p.is_file() and p.stat().st_size), key=lambda p: p.name)


@pytest.mark.parametrize("k", range(9 if LONG else 1))
@pytest.mark.parametrize("damage", [*DAMAGES, pytest.param("halved", marks=pytest.mark.model, id="real-model")])
def test_vector_files_that_are_damaged(tmp_path, damage, k):
    archive = Ours(tmp_path / "s")
    add(archive.store, [write(tmp_path / "a.jsonl", range(ARTICLES))])
    archive.close()
    for number in range(len(vector_files(tmp_path / "s"))):
        file = vector_files(tmp_path / "s")[number]
        before = file.read_bytes()
        file.unlink() if DAMAGES[damage] is None else file.write_bytes(DAMAGES[damage](before))
        if file.exists() and file.read_bytes() == before:
            continue  # zeroes were zeroed
        reader = Ours(tmp_path / "s")
        assert all(reader.nearness(string) > 0.9999 for _, string in reader.passages())
        assert not reader.store.check().ok
        assert repair(reader.store).ok
        reader.close()
        assert_sound(tmp_path / "s", [f"n{n}" for n in range(ARTICLES)])


def stored_in_one_file(tmp_path: Path) -> Path:
    """A store of which everything is in catalogue.sqlite3, closed; returns the file that its articles came from."""
    archive = Ours(tmp_path / "s")
    path = write(tmp_path / "a.jsonl", range(ARTICLES))
    add(archive.store, [path])
    archive.store._catalogue._sql("PRAGMA wal_checkpoint(TRUNCATE)")
    archive.close()
    return path


@pytest.mark.parametrize("seed", times(5, 50))
def test_one_flipped_bit_of_an_article_is_named_not_quoted_and_restored(tmp_path, seed):
    chance = random.Random(seed)
    stored_in_one_file(tmp_path)
    number = chance.randrange(ARTICLES)
    file = tmp_path / "s/catalogue.sqlite3"
    data = bytearray(file.read_bytes())
    at = data.find(text_of(number)[:60].encode()) + chance.randrange(60)
    data[at] ^= 1 << chance.randrange(7)
    file.write_bytes(data)
    damaged = Ours(tmp_path / "s")
    assert damaged.store._catalogue.database.check() == []
    assert any(f"n{number}" in words for words in damaged.store.check().problems)
    with pytest.raises(CuttingsError):
        damaged.store.article(f"n{number}")
    hits = damaged.store.full_text(f"Report {number}x0", 50)
    assert all(hit.passage.text in text_of(int(hit.passage.source.article_id[1:])) for hit in hits)
    assert f"n{number}" not in {hit.passage.source.article_id for hit in hits}
    if seed % 2:
        damaged.store.backup(tmp_path / "useless.sqlite3")  # holds the same damage: it must not be restored from
    assert repair(damaged.store).ok
    damaged.close()
    assert_sound(tmp_path / "s", [f"n{n}" for n in range(ARTICLES)])


@pytest.mark.parametrize("seed", times(3, 50))
def test_one_flipped_bit_of_what_is_known_of_an_article_is_named_and_put_back(tmp_path, seed):
    chance = random.Random(seed)
    stored_in_one_file(tmp_path).unlink()  # and there is no backup
    number = chance.randrange(ARTICLES)
    known = f"n{number}Report {number}[]".encode()  # id, title and authors, as SQLite writes a row
    file = tmp_path / "s/catalogue.sqlite3"
    data = bytearray(file.read_bytes())
    assert data.count(known) == 1
    data[data.find(known) + chance.randrange(len(known))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    damaged = Ours(tmp_path / "s")
    assert not damaged.store.check().ok
    assert repair(damaged.store).ok
    damaged.close()
    assert_sound(tmp_path / "s", [f"n{n}" for n in range(ARTICLES)])


class Failing:
    """An embedder that fails at the k-th passage, in one of three ways."""

    def __init__(self, sound: Embedder, k: int, how: str) -> None:
        self.sound, self.k, self.how = sound, k, how

    def __getattr__(self, name: str):
        return getattr(self.sound, name)

    def encode_parts(self, texts, parts):
        vectors, of_parts = self.sound.encode_parts(texts, parts)
        self.k -= len(texts)
        if self.k <= 0:
            if self.how == "raises":
                raise RuntimeError("the model failed")
            if self.how == "nan":
                vectors[self.k % len(vectors)] = float("nan")
            else:
                vectors = vectors[:, :-1]
        return vectors, of_parts


@pytest.mark.parametrize("case", times(10, 30))
def test_a_model_that_fails_leaves_the_old_version_answering(tmp_path, case):
    archive = Ours(tmp_path / "s")
    add(archive.store, [write(tmp_path / "a.jsonl", range(10))])
    archive.store._embedder = Failing(embedder(), 1 + case % 13 * 3, ("raises", "nan", "dimension")[case % 3])
    with pytest.raises((RuntimeError, CuttingsError)):
        add(archive.store, [write(tmp_path / "a.jsonl", range(10), edition=1)])
    archive.close()
    assert_sound(tmp_path / "s", [f"n{n}" for n in range(10)])
    assert [text for _, text in Ours(tmp_path / "s").texts()] == [text_of(n) for n in range(10)]


@pytest.mark.parametrize("k", range(1, 13 if LONG else 3))
def test_chroma_that_fails_while_an_index_is_built_loses_nothing(tmp_path, monkeypatch, k):
    import chromadb
    from chromadb.errors import InternalError

    monkeypatch.setattr("index.vectors._BATCH", 20)
    archive = Ours(tmp_path / "s")
    add(archive.store, [write(tmp_path / "a.jsonl", range(10))])
    upsert, left = chromadb.Collection.upsert, [k]

    def failing(self, **records):
        left[0] -= 1
        if left[0] == 0:
            raise InternalError("the disk caught fire")
        return upsert(self, **records)

    with monkeypatch.context() as broken:
        broken.setattr(chromadb.Collection, "upsert", failing)
        report = add(archive.store, [write(tmp_path / "a.jsonl", range(ARTICLES))])
    assert left[0] <= 0 and report.added == ARTICLES - 10
    archive.close()
    assert_sound(tmp_path / "s", [f"n{n}" for n in range(ARTICLES)])


@pytest.mark.parametrize("seed", times(1, 10))
def test_half_deleted_and_added_again_ten_times(tmp_path, seed):
    chance = random.Random(seed)
    archive = Ours(tmp_path / "s")
    path = write(tmp_path / "a.jsonl", range(ARTICLES))
    for _ in range(10):
        add(archive.store, [path])
        archive.store.remove([f"n{n}" for n in chance.sample(range(ARTICLES), ARTICLES // 2)])
    add(archive.store, [path])
    archive.close()
    assert_sound(tmp_path / "s", [f"n{n}" for n in range(ARTICLES)])


@pytest.mark.parametrize("seed", times(5, 50))
def test_a_second_writer_is_refused_and_a_dead_one_s_lock_taken_over(tmp_path, seed):
    first = start(tmp_path / "s", write(tmp_path / "a.jsonl", range(ARTICLES)), "--die", "before", "clean-up", "1")
    assert first.stdout.readline() == "ready\n"
    first.stdout.readline()  # it has stored something, so it holds the lock
    os.kill(first.pid, signal.SIGSTOP)
    began = time.monotonic()
    second = Ours.__new__(Ours)
    second.store = Store.open(tmp_path / "s", embedder=embedder())
    with pytest.raises(StoreBusy, match=f"pid {first.pid} .* since "):
        add(second.store, [write(tmp_path / "b.jsonl", range(ARTICLES, ARTICLES + 1))])
    assert time.monotonic() - began < 2
    assert second.texts()  # a reader does not wait
    second.close()
    os.kill(first.pid, signal.SIGCONT)
    assert_sound(tmp_path / "s", acknowledged(first))


def test_an_interrupted_addition_of_10_000_articles_goes_on_at_the_7_000th(tmp_path):
    rows = (json.dumps({"id": f"n{n}", "title": f"Report {n}", "text": f"Harbour {n} closed."}) + "\n" for n in range(10_000))
    (tmp_path / "a.jsonl").write_text("".join(rows), encoding="utf-8")
    victim = start(tmp_path / "s", tmp_path / "a.jsonl")
    stored = 0
    while stored < 7_000:
        stored += len(victim.stdout.readline().split())
    victim.kill()
    stored += len(acknowledged(victim))
    archive = Ours(tmp_path / "s")
    known = archive.store.counts()[0]
    assert known >= stored - 2  # "ready", and a batch that was cut off within a word
    report = add(archive.store, [tmp_path / "a.jsonl"])
    assert (report.unchanged, report.added) == (known, 10_000 - known)
    assert len(archive.store.embedder.embedded) == 10_000 - known, "something was embedded twice"
    assert archive.store.check().ok


_JUDGE_BARE = """
import sys
from pathlib import Path
from tests.faults.archives import BareChroma
from tests.faults.test_faults import LINES, expected, judge, text_of
bare = BareChroma(Path(sys.argv[1]))
bare.strings = [f"Report {n}\\n{line}" for n in range(600) for line in text_of(n).split("\\n")]
verdict = judge(bare, [f"n{n}" for n in range(600)], expected, pieces=LINES)
print(verdict.unreachable, "unreachable of", bare.index.count())
sys.exit(not verdict.ok)
"""


def test_the_verdict_detects_the_loss_when_chroma_is_the_only_store(tmp_path):
    """A check that cannot fail proves nothing: Chroma alone, one file gone, and the count still right."""
    bare = BareChroma(tmp_path / "c", count=600)
    ids = [f"n{n}" for n in range(600)]
    assert judge(bare, ids, expected, pieces=LINES).ok
    bare.index.close()
    for file in (tmp_path / "c").glob("*/data_level0.bin"):
        file.write_bytes(file.read_bytes()[:1000])
    # Judged in a process of its own: a damaged Chroma may kill the one that opens it.
    command = [sys.executable, "-c", _JUDGE_BARE, str(tmp_path / "c")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    killed = done.returncode < 0
    assert done.returncode != 0, "a damaged Chroma passed for sound"
    assert killed or done.stdout == f"{600 * LINES} unreachable of {600 * LINES}\n", done.stderr  # and its count says nothing
