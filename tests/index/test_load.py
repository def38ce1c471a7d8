from __future__ import annotations

import json

import pytest

from index import Rejected
from index.load import read


def loaded(*paths):
    items = list(read(paths))
    return [i for i in items if not isinstance(i, Rejected)], [i for i in items if isinstance(i, Rejected)]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Šefčovič spoke.".encode(), "Šefčovič spoke."),
        ("\ufeffHe said “no”.".encode(), "He said “no”."),
        ("Über Öl.".encode("utf-16"), "Über Öl."),
        (b"One.\r\nTwo.\r\n", "One.\r\nTwo.\r\n"),
        ("The café’s owner said “déjà vu” to the naïve élite of Málaga.".encode("cp1252"), None),
    ],
)
def test_a_text_file_is_read_to_the_letter(tmp_path, data, text):
    (tmp_path / "a.txt").write_bytes(data)
    articles, rejected = loaded(tmp_path)
    assert not rejected
    assert articles[0].text == (text or data.decode("cp1252"))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "no text"),
        ("a.txt", b"  \n\t ", "no text"),
        ("a.txt", b"\x89PNG\0\0\0", "binary"),
        ("a.exe", b"MZ", "not a kind of file"),
        ("a.jsonl", b"{not json}\n", "not JSON"),
        ("a.jsonl", b"[1, 2]\n", "no object"),
        ("a.jsonl", b'{"title": "no text here"}\n', 'without "text"'),
        ("a.jsonl", b'{"text": "half \\ud800"}\n', "half of a character"),
        ("a.jsonl", b"\xff\xfe{\n", "not UTF-8"),
    ],
)
def test_what_is_no_article_is_rejected_with_its_reason(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    articles, rejected = loaded(tmp_path)
    assert not articles
    assert words in rejected[0].reason
    assert name in rejected[0].path


def test_a_bad_line_does_not_keep_the_good_ones_out(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\nrubbish\n\n{"text": "Two."}\n', encoding="utf-8")
    articles, rejected = loaded(tmp_path / "a.jsonl")
    assert [a.text for a in articles] == ["One.", "Two."]
    assert [r.path.rsplit(":", 1)[1] for r in rejected] == ["2"]


def test_an_empty_folder_and_a_missing_path_are_named(tmp_path):
    _, rejected = loaded(tmp_path, tmp_path / "gone")
    assert [r.reason for r in rejected] == ["the folder holds no files", "there is no such file or folder"]


def test_readmes_hidden_files_links_and_sources_are_never_articles(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("Not in the folder.")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("README.txt", "readme.md", ".hidden.txt", "sources.toml"):
        (folder / name).write_text("")
    (folder / "link.txt").symlink_to(outside)
    (folder / "sub").mkdir()
    (folder / "sub" / "a.txt").write_text("An article.")
    articles, rejected = loaded(folder)
    assert [a.text for a in articles] == ["An article."]
    assert not rejected


def test_sources_toml_supplies_what_is_known_of_its_neighbours(tmp_path):
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "sources.toml").write_text('["a.txt"]\noutlet = "The Example"\nauthors = ["Ada"]\npublished = 2024-05-06\n')
    (article,), _ = loaded(tmp_path)
    assert (article.outlet, article.authors, article.published) == ("The Example", ("Ada",), "2024-05-06")


def test_broken_sources_toml_is_named_for_each_file_it_should_describe(tmp_path):
    (tmp_path / "a.txt").write_text("Text.")
    (tmp_path / "sources.toml").write_text("= rubbish")
    articles, rejected = loaded(tmp_path)
    assert not articles
    assert "not valid TOML" in rejected[0].reason


@pytest.mark.parametrize("published", ["2024-13-01", "last Tuesday", 20240101, None, "2024", ""])
def test_a_date_is_never_guessed(tmp_path, published):
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "T.", "published": published}))
    (article,), _ = loaded(tmp_path)
    assert article.published is None
