from __future__ import annotations

import json

from index import add
from tests.conftest import SEEDS, write_articles
from tests.fakes import HashingEmbedder


def test_a_second_add_embeds_nothing(store, embedder, tmp_path):
    path = write_articles(tmp_path / "a.jsonl", "One day in May.", "Another day in June.")
    assert add(store, [path]).added == 2
    embedder.embedded.clear()
    report = add(store, [path])
    assert (report.added, report.changed, report.unchanged) == (0, 0, 2)
    assert embedder.embedded == []


def test_an_edited_file_keeps_its_id_and_only_what_changed_is_embedded(store, embedder, tmp_path):
    embedder.max_tokens = 12
    file = tmp_path / "a.txt"
    file.write_text("A title\nThe first part has seven words here.\nThe second part has seven words too.")
    add(store, [file])
    (before,) = store.articles()
    embedder.embedded.clear()
    file.write_text("A title\nThe first part has seven words here.\nThe second part was rewritten in full.")
    assert add(store, [file]).changed == 1
    (after,) = store.articles()
    assert after.source.article_id == before.source.article_id
    assert len(embedder.embedded) == 1
    assert not store.full_text("too", 5)


def test_a_renamed_file_is_recognised_by_its_content(store, tmp_path):
    (tmp_path / "a.txt").write_text("The title\nThe text.")
    add(store, [tmp_path])
    (before,) = store.articles()
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    report = add(store, [tmp_path])
    assert (report.added, report.unchanged) == (0, 1)
    (tmp_path / "b.txt").write_text("The title\nThe text, edited.")
    assert add(store, [tmp_path]).changed == 1
    assert [row.source.article_id for row in store.articles()] == [before.source.article_id]


def test_two_files_with_one_text_are_two_articles(store, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The same wire story.")
    assert add(store, [tmp_path]).articles == 2
    assert len({row.source.article_id for row in store.articles()}) == 2


def test_the_same_string_is_not_embedded_twice(store, embedder, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", *["The same wire story."] * 5, title="One title")])
    assert len(embedder.embedded) == 1
    assert store.counts() == (5, 5)


def test_an_id_of_another_article_from_another_file_is_rejected(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "The first text.", title="First", url="https://a.example/1")])
    other = write_articles(tmp_path / "b.jsonl", "A text that differs.", title="Second", url="https://b.example/2")
    report = add(store, [other])
    assert "belongs to 'First'" in report.rejected[0].reason
    assert store.article("a0").text == "The first text."


def test_an_id_that_stands_twice_in_a_file_is_taken_once(store, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "x", "text": "First."}\n{"id": "x", "text": "Second."}\n')
    report = add(store, [path])
    assert report.added == 1
    assert "stands twice" in report.rejected[0].reason
    assert store.article("x").text == "First."


def test_a_change_of_what_is_known_is_a_change(store, tmp_path):
    (tmp_path / "a.txt").write_text("The title\nThe text.")
    add(store, [tmp_path])
    (tmp_path / "sources.toml").write_text('["a.txt"]\noutlet = "The Example"\n')
    assert add(store, [tmp_path]).changed == 1
    assert store.articles()[0].source.outlet == "The Example"


def test_bad_files_leave_the_good_ones_and_nothing_half_stored(store, tmp_path):
    (tmp_path / "binary.txt").write_bytes(b"\0\1\2")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "furniture.txt").write_text("Most Read\nAdvertisement")
    (tmp_path / "good.txt").write_text("A good article.")
    (tmp_path / "rows.jsonl").write_text('{"text": ""}\nnonsense\n{"text": "Another good one."}')
    report = add(store, [tmp_path])
    assert report.added == report.articles == 2
    assert len(report.rejected) == 5
    assert store.check().ok


def test_batches_are_reported_as_they_are_stored(store, tmp_path):
    seen = []
    texts = [f"Report number {n} has its own words. {'And more of them. ' * 30}" for n in range(60)]
    add(store, [write_articles(tmp_path / "a.jsonl", *texts)], report=seen.append)
    assert len(seen) >= 2
    assert (seen[-1].read, seen[-1].total) == (60, 60)
    assert [p.passages for p in seen] == sorted(p.passages for p in seen)


def test_every_stored_passage_and_sentence_slices_its_article(store):
    add(store, [SEEDS])
    for row in store.articles():
        article = store.article(row.source.article_id)
        for passage in store._catalogue.passages_of(row.source.article_id):
            assert article.text[passage.start : passage.end] == passage.text
            for span in article.furniture:
                assert passage.end <= span.start or passage.start >= span.end


def test_titles_are_in_the_embedded_string_and_not_in_the_span(store, embedder, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "The text.", "title": "The headline"}))
    add(store, [path])
    assert embedder.embedded == ["The headline\nThe text."]
    assert store._catalogue.passages_of(store.articles()[0].source.article_id)[0].text == "The text."


def test_a_store_can_be_filled_by_a_second_embedder_of_the_same_model(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "One.")])
    from index import Store

    again = Store.open(store.folder, embedder=HashingEmbedder())
    assert add(again, [write_articles(tmp_path / "a.jsonl", "One.", "Two.")]).added == 1


def test_sync_retires_what_has_gone_from_that_folder_and_only_from_it(store, tmp_path):
    for name in ("one/a.txt", "one/b.txt", "two/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"The text of {name}.")
    add(store, [tmp_path / "one", tmp_path / "two"])
    (tmp_path / "one/a.txt").unlink()
    (tmp_path / "two/c.txt").unlink()
    assert add(store, [tmp_path / "one"]).retired == 0
    assert add(store, [tmp_path / "one"], sync=True).retired == 1
    assert {row.source.title for row in store.articles()} == {"The text of one/b.txt.", "The text of two/c.txt."}


def test_sync_never_empties_an_archive_because_a_folder_is_missing_empty_or_unreadable(store, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("The text.")
    rows = write_articles(folder / "b.jsonl", "One.", "Two.")
    add(store, [folder])
    (folder / "a.txt").write_bytes(b"\0 now binary")
    rows.write_text("not json\n")
    assert add(store, [folder], sync=True).retired == 0
    (folder / "a.txt").unlink()
    rows.unlink()
    assert add(store, [folder], sync=True).retired == 0
    folder.rmdir()
    assert add(store, [folder], sync=True).retired == 0
    assert store.counts()[0] == 3


def test_sync_of_a_file_retires_the_rows_that_have_gone(store, tmp_path):
    path = write_articles(tmp_path / "a.jsonl", "One.", "Two.", "Three.")
    add(store, [path])
    write_articles(path, "One.")
    assert add(store, [path], sync=True).retired == 2
    assert [row.source.article_id for row in store.articles()] == ["a0"]
