"""Stories from files: text, Markdown, Word; and files that are none, or that mean harm."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from rag import StoryUnreadable, read_story
from tests.conftest import PROJECT

HOSTILE = PROJECT.parent / "shared" / "security"


def saved(document, path: Path) -> Path:
    document.save(str(path))
    return path


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT", "a.markdown"])
def test_text_and_markdown_are_read_to_the_letter(tmp_path, name):
    path = tmp_path / name
    path.write_bytes("# Été\r\n\r\n> “*Oui*”\r\n".encode())
    assert read_story(path) == "# Été\r\n\r\n> “*Oui*”\r\n"


@pytest.mark.parametrize(
    ("encoding", "text"), [("utf-16", "“Été”"), ("utf-8-sig", "“Été”"), ("cp1252", "“Été à la mer”, dit-il")]
)
def test_the_encoding_is_told_from_the_file(tmp_path, encoding, text):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read_story(path) == text


def test_a_word_file_gives_its_paragraphs_and_tables_in_order(tmp_path):
    document = docx.Document()
    document.add_heading("The tide", 1)
    document.add_paragraph("One “tide”.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    document.add_paragraph("First line\nsecond line\tend.")
    document.add_paragraph("The tide is out.", style="Intense Quote")
    document.add_paragraph("")
    read = read_story(saved(document, tmp_path / "a.docx"))
    parts = ["The tide", "One “tide”.", "left", "right", "First line\nsecond line\tend.", "> The tide is out."]
    assert read == "\n\n".join(parts) + "\n"


def test_hidden_and_deleted_words_are_left_out_and_inserted_ones_read(tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph("seen ")
    paragraph.add_run("hidden ").font.hidden = True
    style = document.styles.add_style("Unseen", WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    paragraph.add_run("hidden by its style ", style="Unseen")
    text = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    for tag, words in (("ins", "inserted "), ("moveFrom", "moved away "), ("hyperlink", "linked")):
        paragraph._p.append(parse_xml(f"<w:{tag} {nsdecls('w')}>{text.format(words)}</w:{tag}>"))
    deleted = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>deleted</w:delText></w:r></w:del>")
    paragraph._p.append(deleted)
    assert read_story(saved(document, tmp_path / "a.docx")) == "seen inserted linked\n"


def test_a_file_nested_deeper_than_python_calls_is_read(tmp_path):
    document = docx.Document()
    inner = document.add_paragraph("deep")._p
    for _ in range(200):
        holder = OxmlElement("w:smartTag")
        inner.getparent().replace(inner, holder)
        holder.append(inner)
        inner = holder
    assert read_story(saved(document, tmp_path / "a.docx")) == "deep\n"


def packed(path: Path, *, size: int, entries: int = 1) -> Path:
    good = io.BytesIO()
    docx.Document().save(good)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb, zipfile.ZipFile(good) as source:
        for name in source.namelist():
            bomb.writestr(name, source.read(name))
        for number in range(entries):
            bomb.writestr(f"word/media/{number}.xml", b"0" * size)
    return path


@pytest.mark.parametrize(("size", "entries"), [(8_000_000, 1), (900_000, 60), (1, 10_001)])
def test_a_word_file_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(tmp_path, size, entries):
    path = packed(tmp_path / "bomb.docx", size=size, entries=entries)
    started = time.perf_counter()
    with pytest.raises(StoryUnreadable, match="far more than a story"):
        read_story(path)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF", "not a kind of file"),
        ("a", b"text", "not a kind of file"),
        ("a.txt", b"a\0b", "binary"),
        ("a.docx", b"plain text", "damaged, encrypted or none"),
        ("a.docx", b"PK\x03\x04 and then nothing", "damaged, encrypted or none"),
        ("a.docx", b"", "damaged, encrypted or none"),
    ],
)
def test_what_is_no_story_is_refused_in_one_line(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(StoryUnreadable, match=words) as caught:
        read_story(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_zip_that_is_no_word_file_and_a_missing_file_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        file.writestr("hello.txt", "hello")
    with pytest.raises(StoryUnreadable, match="damaged, encrypted or none"):
        read_story(tmp_path / "a.docx")
    with pytest.raises(StoryUnreadable, match="No such file"):
        read_story(tmp_path / "b.docx")


def test_entities_of_a_word_file_are_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    good = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("MARK")
    document.save(good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(tmp_path / "a.docx", "w") as file:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                head, _, rest = data.decode().partition("?>")
                kind = f'?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
                data = (head + kind + rest.replace("MARK", "seen &e;")).encode()
            file.writestr(name, data)
    assert "secret" not in read_story(tmp_path / "a.docx")


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the hostile files are not beside the project")
def test_every_hostile_word_file_is_read_or_refused_in_words_and_soon():
    files = [*(HOSTILE / "docx-tests").rglob("*.docx"), *(HOSTILE / "generated").glob("*.docx")]
    assert len(files) > 40
    for path in files:
        started = time.perf_counter()
        try:
            assert "HIDDEN" not in read_story(path)
        except StoryUnreadable as error:
            assert "\n" not in str(error)
        assert time.perf_counter() - started < 5, path
