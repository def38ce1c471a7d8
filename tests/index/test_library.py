"""Looking after an archive: its list in parts, its counts, what was left out, articles out and back again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import (
    ADDED,
    NEWEST,
    OLDEST,
    OUTLET,
    TITLE,
    UNKNOWN,
    ArticleDamaged,
    StoreError,
    UnknownArticle,
    Wanted,
    add,
    put_back,
    repair,
    take_out,
)
from tests.conftest import write_articles

ROWS = (
    {"id": "a", "title": "Harbour shut", "outlet": "The Example", "authors": ["Ann Bé"], "published": "2024-05-02"},
    {"id": "b", "title": "Bakery wins", "outlet": "The Example", "authors": ["Maroš Šefčovič"], "published": "2024-05-30"},
    {"id": "c", "title": "tram opens", "outlet": "Another", "published": "2023-12-31T10:00:00Z"},
    {"id": "d", "title": "No date, no outlet"},
)


@pytest.fixture
def shelf(store, tmp_path):
    rows = [json.dumps({**row, "text": f"The report of {row['id']} has words of its own. It ends."}) for row in ROWS]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    add(store, [tmp_path / "rows.jsonl"])
    return store


def ids(part) -> str:
    return "".join(row.source.article_id for row in part.articles)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), "bacd"),
        (Wanted(order=OLDEST), "cabd"),
        (Wanted(order=TITLE), "badc"),
        (Wanted(order=OUTLET), "cbad"),
        (Wanted(order=ADDED), "dcba"),
        (Wanted(order="no order"), "bacd"),
        (Wanted("sefcovic"), "b"),
        (Wanted("EXAMPLE harbour"), "a"),
        (Wanted("ann be"), "a"),
        (Wanted("%"), ""),
        (Wanted(outlet="The Example"), "ba"),
        (Wanted(outlet=UNKNOWN), "d"),
        (Wanted(time="2024"), "ba"),
        (Wanted(time="2023-12"), "c"),
        (Wanted(time=UNKNOWN), "d"),
        (Wanted("example", outlet="The Example", time="2024-05", order=OLDEST), "ab"),
    ],
)
def test_the_list_has_what_is_wanted_in_its_order(shelf, wanted, expected):
    part = shelf.listed(wanted)
    assert ids(part) == expected
    assert part.total == len(expected)
    assert all(row.passages == 1 for row in part.articles)


def test_the_list_comes_in_parts(shelf):
    assert [ids(shelf.listed(Wanted(order=NEWEST), start, 3)) for start in (0, 3, 6)] == ["bac", "d", ""]
    assert shelf.listed(Wanted(), 3, 3).total == 4


def test_articles_are_counted_by_outlet_and_month(shelf):
    counts = shelf.tally()
    assert counts.outlets == (("The Example", 2), (UNKNOWN, 1), ("Another", 1))
    assert counts.months == (("2024-05", 2), ("2023-12", 1), (UNKNOWN, 1))


# -- out and back ----------------------------------------------------------------------------------------------------


def everything(store, article_id: str) -> tuple:
    return (
        store.article(article_id),
        store.versions(article_id),
        store.stored_as(article_id),
        store._catalogue.came(article_id),
        store.passages_of(article_id),
        [row.source for row in store.articles()],
        # Copies of one text score the same and may change places.
        {hit.passage: pytest.approx(hit.score) for hit in store.dense("the harbour and its ships", 9)},
        {hit.passage: pytest.approx(hit.score) for hit in store.full_text("harbour ships", 9)},
        sorted(p.article.text for p in store.holding("The harbour is shut to all ships since the first flood", 9)),
        store.coverage(),
        store.tally(),
        store.stats().versions,
        sorted(source.article_id for source in store.copies(article_id)),
    )


@pytest.fixture
def edited(store, tmp_path):
    """Three articles, of which the first was edited twice and holds furniture, and has a copy."""
    copy = f"Most Read\nThe harbour is open again since {'the storm has gone and the tide is low ' * 9}. “Ships” wait."
    for first in ("The harbour is shut to all ships since the first flood.", "The harbour is half open to ships.", copy):
        add(store, [write_articles(tmp_path / "a.jsonl", first, copy, "A bakery won.", title="Tide", outlet="The Example")])
    store._catalogue._sql("UPDATE articles SET seen = '2020-01-02T03:04:05+00:00'")
    return store


@pytest.mark.parametrize("out", [["a0"], ["a2"], ["a2", "a0", "a0"], ["a0", "a1", "a2"]])
def test_what_is_taken_out_and_put_back_is_what_it_was(edited, out):
    before = {name: everything(edited, name) for name in ("a0", "a1", "a2")}
    assert len(before["a0"][1]) == 2
    removed = take_out(edited, out)
    assert {entry.article.source.article_id for entry in removed} == set(out)
    assert edited.counts()[0] == 3 - len(set(out))
    assert edited.check().ok
    for name in out:
        with pytest.raises(UnknownArticle):
            edited.article(name)
    assert put_back(edited, removed) == len(set(out))
    assert {name: everything(edited, name) for name in ("a0", "a1", "a2")} == before
    assert edited.check().ok


def test_an_article_whose_number_was_given_anew_is_put_back_at_the_end(edited, tmp_path):
    removed = take_out(edited, ["a2"])
    (tmp_path / "new.txt").write_text("Something else.")
    add(edited, [tmp_path / "new.txt"])
    put_back(edited, removed)
    assert [row.source.article_id for row in edited.articles()][-1] == "a2"
    assert edited.check().ok


def test_taking_out_is_all_or_none(edited):
    with pytest.raises(UnknownArticle):
        take_out(edited, ["a0", "nobody"])
    assert edited.counts()[0] == 3


def test_what_could_not_be_put_back_to_the_letter_is_not_taken_out(edited):
    edited._catalogue._sql("UPDATE articles SET text = 'Forged.' WHERE id = 'a0'")
    with pytest.raises(ArticleDamaged):
        take_out(edited, ["a0", "a2"])
    assert edited.counts()[0] == 3


def test_what_was_added_again_meanwhile_is_not_written_over(edited, tmp_path):
    removed = take_out(edited, ["a0", "a2"])
    add(edited, [write_articles(tmp_path / "a.jsonl", "The harbour, told anew.")])
    with pytest.raises(StoreError, match="added again"):
        put_back(edited, removed)
    assert edited.article("a0").text == "The harbour, told anew."
    assert edited.counts()[0] == 2


# -- left out --------------------------------------------------------------------------------------------------------


def left(store) -> list[tuple[str, str]]:
    return [(Path(entry.path).name, entry.place) for entry in store.left_out()]


def test_what_was_left_out_is_remembered_until_it_is_taken(store, tmp_path):
    (tmp_path / "binary.txt").write_bytes(b"\0\1\2")
    (tmp_path / "rows.jsonl").write_text('{"text": ""}\n{"text": "A good one."}\nnonsense\n')
    (tmp_path / "rows.jsonl:7").write_bytes(b"No kind.")
    add(store, [tmp_path / "binary.txt", tmp_path / "rows.jsonl", tmp_path / "rows.jsonl:7"])
    assert left(store) == [("binary.txt", ""), ("rows.jsonl", "1"), ("rows.jsonl", "3"), ("rows.jsonl:7", "")]
    entry = store.left_out()[0]
    assert entry.reason == "it is binary, not text"
    assert entry.path == str(tmp_path / "binary.txt")
    assert entry.moment[:2] == "20"
    assert store.stats().left_out == 4
    (tmp_path / "rows.jsonl").write_text('{"text": "Good now."}\n{"text": "A good one."}\nnonsense\n')
    add(store, [tmp_path / "rows.jsonl"])
    assert left(store) == [("binary.txt", ""), ("rows.jsonl:7", ""), ("rows.jsonl", "3")]
    (tmp_path / "binary.txt").unlink()
    (tmp_path / "rows.jsonl").write_text('{"text": "A good one."}\n')
    add(store, [tmp_path])
    assert left(store) == [("rows.jsonl:7", "")]


def test_an_id_of_another_article_is_left_out_by_its_id(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "The first text.", title="First", url="https://a.example/1")])
    add(store, [write_articles(tmp_path / "b.jsonl", "A text that differs.", title="Second", url="https://b.example/2")])
    assert left(store) == [("b.jsonl", "a0")]


def test_a_path_that_is_not_there_is_left_out_until_it_is(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    add(store, ["later.txt"])
    assert [entry.path for entry in store.left_out()] == [str(tmp_path / "later.txt")]
    (tmp_path / "later.txt").write_text("It is here.")
    add(store, ["later.txt"])
    assert store.left_out() == ()


def test_only_the_newest_thousand_are_kept(store, tmp_path):
    rows = tmp_path / "rows.jsonl"
    (tmp_path / "binary.txt").write_bytes(b"\0")
    rows.write_text("nonsense\n" * 1_005)
    add(store, [tmp_path / "binary.txt", rows])
    assert len(store.left_out()) == 1_000
    assert left(store)[-1] == ("rows.jsonl", "1005")


def test_what_was_left_out_can_be_forgotten(store, tmp_path):
    (tmp_path / "rows.jsonl").write_text("nonsense\nmore\n")
    (tmp_path / "binary.txt").write_bytes(b"\0")
    add(store, [tmp_path])
    store.forget_left_out([str(tmp_path / "rows.jsonl")])
    assert left(store) == [("binary.txt", "")]


def test_looking_after_an_archive_leaves_nothing_to_repair(store, tmp_path):
    (tmp_path / "binary.txt").write_bytes(b"\0")
    add(store, [tmp_path, write_articles(tmp_path / "a.jsonl", "One.", "Two.")])
    put_back(store, take_out(store, ["a0"]))
    report = repair(store)
    assert report.ok
    assert report.problems == report.repaired == ()
