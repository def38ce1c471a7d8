"""The library without a browser: its routes, the files that are handed over, its HTML; and that other websites get nothing."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

import ui.library_routes
from index import Counts, LeftOut, Listed, Source, add
from tests.conftest import write_articles
from tests.ui.test_html import HOSTILE, tags
from ui import library_html as html
from ui.library_desk import BUSY, Library
from ui.library_routes import add_library_routes
from ui.uploads import Incoming, safe_name

OURS = {"X-Cuttings": "1"}
ALLOWED = {*("section", "div", "details", "summary", "h3", "p", "ol", "ul", "li", "label", "input", "span", "button", "strong")}
CHANGING = ("/library/add", "/library/remove", "/library/undo", "/library/repair", "/library/check", "/library/list")


@pytest.fixture
def library(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "The harbour was shut.", "A bakery won.", outlet="The Example")])
    return Library(store)


@pytest.fixture
def client(library):
    app = Starlette()
    add_library_routes(app, library)
    return TestClient(app, headers=OURS)


def hand_over(client, name: str, data: bytes) -> dict:
    """The last line of what is told of a file."""
    answer = client.post("/library/add", params={"name": name}, content=data)
    assert answer.status_code == 200, answer.text
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line.get("done", False) for line in lines] == [False] * (len(lines) - 1) + [True]
    assert all(line.keys() == {"read", "total", "passages"} for line in lines[:-1])
    return lines[-1]


def uploads(library) -> list[str]:
    folder = library.store.folder / "uploads"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def rows(*texts: str) -> bytes:
    return "\n".join(json.dumps({"id": f"n{n}", "text": text}) for n, text in enumerate(texts)).encode()


# -- other websites ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CHANGING)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Cuttings": "0"},
        {**OURS, "Origin": "https://evil.example"},
        {**OURS, "Origin": "http://testserver:81"},
        {**OURS, "Origin": "null"},
        {**OURS, "Origin": ""},
    ],
)
def test_another_website_changes_nothing(library, path, headers):
    app = Starlette()
    add_library_routes(app, library)
    answer = TestClient(app).post(path, params={"name": "a.txt"}, content=b'{"ids": ["a0"]}', headers=headers)
    assert answer.status_code == 403
    assert "Only the page of Cuttings" in answer.json()["error"]
    assert library.store.counts()[0] == 2
    assert uploads(library) == []


def test_a_browser_that_asks_whether_it_may_is_not_told_that_it_may(client):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Headers": "x-cuttings"}
    answer = client.options("/library/remove", headers=asked)
    assert not answer.is_success
    assert not any(name.startswith("access-control") for name in answer.headers)


def test_the_page_itself_may(client):
    answer = client.post("/library/list", json={}, headers={"Origin": "http://TESTSERVER"})
    assert answer.status_code == 200


# -- files in --------------------------------------------------------------------------------------------------------


def test_a_file_is_added_kept_and_known_again(client, library):
    data = b"The comet\nThe comet Alba was seen over Porto."
    told = hand_over(client, "../../notes/comet.txt", data)
    assert (told["kind"], told["words"], told["rejected"]) == ("added", "Added.", [])
    name = f"{hashlib.sha256(data).hexdigest()[:16]}/comet.txt"
    assert uploads(library) == [name]
    (found,) = library.store.full_text("comet Porto", 5)
    assert library.store.stored_as(found.passage.source.article_id)[2] == str(library.store.folder / "uploads" / name)
    again = hand_over(client, "another name.txt", data)
    assert again["kind"] == "unchanged"
    assert uploads(library) == [name]
    assert library.store.counts()[0] == 3


def test_what_a_file_of_many_articles_brought_is_counted(client, library):
    assert hand_over(client, "n.jsonl", rows("One.", "Two."))["words"] == "2 articles added."
    told = hand_over(client, "n.jsonl", rows("One.", "Two, edited.", "Three.", "") + b"\nnonsense")
    assert told["words"] == "1 article added, 1 new text of a known article, 1 unchanged, 2 not taken."
    assert told["rejected"] == ['Row 4: an article without "text"', "Row 5: the line is not JSON: Expecting value"]
    assert told["kind"] == "added"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"\0\1", "it is binary, not text"),
        ("a.tiff", b"II", "not a kind of file that can be read"),
        ("", b"words", "not a kind of file that can be read"),
        ("a.txt", b"", "it holds no text"),
        ("a.jsonl", b"nonsense", "Row 1: the line is not JSON"),
    ],
)
def test_what_is_not_taken_is_told_with_its_reason_left_out_and_not_kept(client, library, name, data, reason):
    told = hand_over(client, name, data)
    assert told["kind"] == "refused"
    assert told["words"] == "Not taken."
    assert reason in told["rejected"][0]
    assert uploads(library) == []
    assert len(library.store.left_out()) == 1


def test_a_file_that_was_mended_is_left_out_no_more(client, library):
    hand_over(client, "a.txt", b"\0")
    hand_over(client, "a.txt", b"\0\0")
    hand_over(client, "b.txt", b"\0")
    assert len(library.store.left_out()) == 2
    hand_over(client, "a.txt", b"Words.")
    assert [entry.path.rsplit("/", 1)[1] for entry in library.store.left_out()] == ["b.txt"]


def test_a_file_that_is_too_large_leaves_nothing(client, library, monkeypatch):
    monkeypatch.setattr(ui.library_routes, "LARGEST_FILE", 9)
    answer = client.post("/library/add", params={"name": "a.txt"}, content=b"0123456789")
    assert answer.status_code == 413
    assert "larger than 200 MB" in answer.json()["error"]
    assert uploads(library) == []


def test_while_another_writes_one_is_told_so_in_words(client, library):
    with library.store.writing():
        told = hand_over(client, "a.txt", b"Words.")
        removed = client.post("/library/remove", json={"ids": ["a0"]})
    assert (told["kind"], told["words"]) == ("error", BUSY)
    assert removed.status_code == 409
    assert removed.json()["error"] == BUSY
    assert uploads(library) == []
    assert hand_over(client, "a.txt", b"Words.")["kind"] == "added"


def test_a_fault_of_ours_is_told_in_words_and_leaves_nothing(client, library, monkeypatch):
    monkeypatch.setattr("ui.library_desk.add", lambda *_, **__: 1 / 0)
    told = hand_over(client, "a.txt", b"Words.")
    assert "Something broke" in told["words"]
    assert uploads(library) == []
    monkeypatch.setattr(library, "_delete_unused", lambda _: 1 / 0)
    assert "Something broke" in hand_over(client, "a.txt", b"Words.")["words"]


def test_an_upload_that_was_damaged_is_mended_by_the_same_file(client, library):
    hand_over(client, "a.txt", b"Words.")
    (name,) = uploads(library)
    kept = library.store.folder / "uploads" / name
    kept.write_bytes(b"Wards.")
    hand_over(client, "a.txt", b"Words.")
    assert kept.read_bytes() == b"Words."


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("a.txt", "a.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.txt", "a.txt"),
        ("..", "file"),
        ("", "file"),
        ("a/", "file"),
        (".hidden.txt", "hidden.txt"),
        ("a\u202etxt.exe\n\0", "atxt.exe"),
        (f"{'x' * 300}.jsonl", f"{'x' * 94}.jsonl"),
        ("Zwölf “Euro”.txt", "Zwölf “Euro”.txt"),
    ],
)
def test_a_file_s_name_is_made_safe(given, safe):
    assert safe_name(given) == safe


@given(st.text(max_size=300))
def test_every_name_is_one_that_a_file_can_have(name):
    safe = safe_name(name)
    assert safe not in ("", ".", "..")
    assert not set(safe) & set("/\\\0\n")
    assert len(safe) <= 100
    assert len(safe.encode()) <= 255


def test_a_file_that_did_not_come_whole_leaves_nothing(tmp_path):
    incoming = Incoming(tmp_path)
    incoming.write(b"half")
    incoming.drop()
    assert list((tmp_path / "uploads").iterdir()) == []


# -- out and back ----------------------------------------------------------------------------------------------------


def undo_keys(client) -> list[str]:
    shown = client.post("/library/overview", json={}).json()["removals"]
    return [part.split('"')[0] for part in shown.split('data-undo="')[1:]]


def test_what_is_removed_comes_back(client, library):
    before = library.store.article("a0")
    assert client.post("/library/remove", json={"ids": ["a0", "a1"]}).json() == {"said": "2 articles removed."}
    assert library.store.counts()[0] == 0
    (key,) = undo_keys(client)
    assert client.post("/library/undo", json={"key": key}).json() == {"said": "2 articles put back."}
    assert library.store.article("a0") == before
    assert undo_keys(client) == []
    again = client.post("/library/undo", json={"key": key})
    assert again.status_code == 400
    assert "no longer be undone" in again.json()["error"]


def test_only_the_last_twenty_removals_come_back_and_their_files_are_kept_as_long(client, library):
    hand_over(client, "first.txt", b"The first of all.")
    hand_over(client, "rows.jsonl", rows(*(f"The text of row {n}." for n in range(20))))
    (first,) = (row for row in library.store.articles() if row.source.title == "The first of all.")
    client.post("/library/remove", json={"ids": [first.source.article_id]})
    for n in range(19):
        client.post("/library/remove", json={"ids": [f"n{n}"]})
    assert len(undo_keys(client)) == 20
    assert [name.split("/")[1] for name in uploads(library)].count("first.txt") == 1
    client.post("/library/remove", json={"ids": ["n19"]})
    assert len(undo_keys(client)) == 20
    assert [name.split("/")[1] for name in uploads(library)] == ["rows.jsonl"]


def test_a_file_whose_article_was_removed_can_be_handed_over_again(client, library):
    hand_over(client, "a.txt", b"Words of its own.")
    (article,) = (row for row in library.store.articles() if row.source.title == "Words of its own.")
    client.post("/library/remove", json={"ids": [article.source.article_id]})
    assert hand_over(client, "a.txt", b"Words of its own.")["kind"] == "added"
    (key,) = undo_keys(client)
    assert "added again" in client.post("/library/undo", json={"key": key}).json()["error"]


def test_the_file_of_what_can_be_put_back_is_kept_when_it_is_handed_over_in_vain(client, library):
    hand_over(client, "a.txt", b"Words of its own.")
    (article,) = (row for row in library.store.articles() if row.source.title == "Words of its own.")
    client.post("/library/remove", json={"ids": [article.source.article_id]})
    with library.store.writing():
        assert hand_over(client, "a.txt", b"Words of its own.")["words"] == BUSY
    assert [name.split("/")[1] for name in uploads(library)] == ["a.txt"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"nonsense", b'{"ids": 1}', b'{"ids": ["nobody"]}', b"x" * 1_000_001])
def test_what_is_no_request_of_the_page_removes_nothing(client, library, body):
    answer = client.post("/library/remove", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert library.store.counts()[0] == 2


# -- what is shown -----------------------------------------------------------------------------------------------------


def test_the_list_is_looked_through_ordered_limited_and_shown_in_parts(client, library, tmp_path):
    texts = [f"Report {n} of the tram." for n in range(120)]
    write_articles(tmp_path / "many.jsonl", *texts, outlet="Tramways", published="2024-05-06")
    data = (tmp_path / "many.jsonl").read_bytes().replace(b'"id": "a', b'"id": "t')
    hand_over(client, "many.jsonl", data)

    def shown(**asked) -> dict:
        return client.post("/library/list", json=asked).json()

    first = shown()
    assert first["html"].count("<li>") == 50
    assert "1–50 of 122" in first["html"]
    assert "101–122 of 122" in shown(start=100)["html"]
    assert shown(start=900)["start"] == 100
    assert "51–100 of 120" in shown(start=50, outlet=html.key_of("Tramways"))["html"]
    assert "120 articles" not in shown(time="2024-05")["html"]
    assert "1 article" in shown(words="report 119")["html"]
    assert "No article fits." in shown(words="zeppelin")["html"]
    assert shown(words="bakery")["html"].count('data-article="a1"') == 1
    assert shown(start="x", words=7, outlet=[], time=[], order={})["html"]


def test_counts_are_by_month_and_by_year_where_there_are_too_many(library):
    few = html.counts_html(Counts((("A", 3), ("", 1)), (("2024-05", 3), ("", 1))))
    assert "By month" in few
    assert "May 2024" in few
    assert "outlet unknown" in few
    assert "date unknown" in few
    months = tuple((f"{year}-{month:02}", 1) for year in (2024, 2023, 2022, 2021) for month in range(12, 0, -1))
    many = html.counts_html(Counts(tuple((f"Paper {n}", 20 - n) for n in range(15)), months))
    assert "By year" in many
    assert many.count('data-limit="time"') == 4
    assert "12<span" in many
    assert many.count('data-limit="outlet"') == 12
    assert "and 3 more outlets" in many


def test_an_empty_archive_says_how_to_begin(client, library):
    client.post("/library/remove", json={"ids": ["a0", "a1"]})
    parts = client.post("/library/overview", json={}).json()
    assert "The archive is empty" in parts["coverage"]
    assert parts["counts"] == ""
    assert client.post("/library/list", json={}).json()["html"] == ""


def test_a_check_says_what_is_wrong_and_a_repair_what_it_did(client, library):
    assert "All is well: 2 articles, 2 passages" in client.post("/library/check", json={}).json()["html"]
    library.store._catalogue._sql("UPDATE articles SET text = 'Forged.' WHERE id = 'a0'")
    found = client.post("/library/check", json={}).json()["html"]
    assert "Something is not as it was stored" in found
    assert "article a0: its text" in found
    done = client.post("/library/repair", json={}).json()["html"]
    assert "The archive is whole again" in done
    assert "a0 was restored" in done
    assert library.store.article("a0").text == "The harbour was shut."


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_articles_and_file_names_stays_text(text, tmp_path):
    rows = [Listed(Source(text, text, text, (text,), None, text), 1)]
    for shown in (
        html.list_html(rows, 0, 99, html.limits_html(text, text)),
        html.counts_html(Counts(((text, 1),), (("2024-05", 1),))),
        html.removals_html([(text, [text, text])]),
        html.left_out_html([LeftOut(f"/a/{text}", text, text, text)], tmp_path),
    ):
        assert tags(shown) <= ALLOWED
        assert not [tag for tag in re.findall(r"<[^>]*>", shown) if re.search(r"\s(on\w+|style|href|src)=", _unquoted(tag))]


def _unquoted(tag: str) -> str:
    return re.sub(r'"[^"]*"', '""', tag)
