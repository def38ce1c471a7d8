"""The page's own routes: a file becomes text, a checked story a file; what is wrong with it is said in words."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index import add
from rag import LARGEST_STORY, Assistant
from tests.conftest import write_articles
from tests.ui.browsing import IN_A_BROWSER, show
from ui.files import add_routes

PRINTED = "“Nobody who works in Molde can pay such fares,” said Inga Dahl, the chair of the union."
DRAFT = "A draft.\n\n“Nobody who works in Molde can pay such fares,” said Ola Nordmann."


@pytest.fixture
def client(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", PRINTED)])
    app = Starlette()
    add_routes(app, Assistant.open(store))
    return TestClient(app)


def word_file(*paragraphs: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("draft.txt", DRAFT.encode()),
        ("draft.md", DRAFT.encode("utf-16")),
        ("DRAFT.DOCX", word_file(*DRAFT.split("\n\n"))),
        ("../../etc/draft.txt", DRAFT.encode()),
    ],
)
def test_a_file_becomes_its_text(client, name, data):
    answer = client.post("/story/text", params={"name": name}, content=data)
    assert answer.status_code == 200
    assert answer.json()["text"].strip() == DRAFT


@pytest.mark.parametrize(
    ("name", "data", "status", "words"),
    [
        ("draft.pdf", b"%PDF-1.7", 400, "not a kind of file that can be read"),
        ("draft.docx", b"PK\x03\x04 no zip", 400, "damaged, encrypted or none"),
        ("draft.txt", b"\0\1\2" * 99, 400, "cannot be read"),
        ("", b"words", 400, "not a kind of file"),
        ("draft.txt", b"x" * (LARGEST_STORY + 1), 413, "larger than 20 MB"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_words(client, name, data, status, words):
    answer = client.post("/story/text", params={"name": name}, content=data)
    assert answer.status_code == status
    assert words in answer.json()["error"]


def test_a_checked_story_is_taken_along_as_a_word_file_a_page_and_a_table(client):
    answers = {kind: client.post(f"/story/report/{kind}", json={"text": DRAFT}) for kind in ("docx", "html", "csv")}
    assert all(answer.status_code == 200 for answer in answers.values())
    with zipfile.ZipFile(io.BytesIO(answers["docx"].content)) as packed:
        assert "word/footnotes.xml" in packed.namelist()
    assert "ANOTHER SPEAKER" in answers["html"].text
    assert "Inga Dahl" in answers["csv"].text
    for kind, answer in answers.items():
        assert answer.headers["content-disposition"] == f'attachment; filename="story-checked.{kind}"'
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("kind", "body"),
    [("docx", b""), ("docx", b"[]"), ("docx", b'{"text": 1}'), ("docx", b'{"text": " "}'), ("exe", b'{"text": "a"}')],
)
def test_what_is_no_story_gets_words_and_no_file(client, kind, body):
    answer = client.post(f"/story/report/{kind}", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


class TestInABrowser:
    pytestmark = IN_A_BROWSER

    def test_a_story_is_chosen_checked_and_taken_along(self, page, tmp_path):
        show(page, "quotes")
        file = tmp_path / "draft.docx"
        file.write_bytes(word_file("John Healey said: “We would begin work directly after the election.”", "That was all."))
        with page.expect_file_chooser() as chooser:
            page.click("[data-choose]")
        chooser.value.set_files(file)
        page.wait_for_function("document.querySelector('#quote textarea').value.includes('That was all.')")
        page.click("#check")
        page.wait_for_selector("#verdicts .story")
        assert "1 quotation" in page.inner_text("#verdicts .tally")
        with page.expect_download() as taken:
            page.click("[data-report=docx]")
        assert taken.value.suggested_filename == "story-checked.docx"
        paragraphs = [p.text for p in docx.Document(taken.value.path()).paragraphs]
        assert any("We would begin work directly" in text for text in paragraphs)
