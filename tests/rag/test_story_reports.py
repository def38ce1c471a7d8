"""What a fact-checker files of a story: the page, the Word file, the table, the lines of a terminal, and the command."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import Coverage, Source, Span, Store, add
from rag import (
    Alarm,
    Assistant,
    Detail,
    DetailKind,
    Place,
    QuoteCheck,
    QuoteMatch,
    QuoteVerdict,
    StoryCheck,
    StoryQuote,
    read_story,
)
from rag.quotes.types import Change
from rag.story.reports.notes import Tone, notes, pieces
from rag.story.reports.page import page
from rag.story.reports.plain import plain
from rag.story.reports.sheet import sheet
from rag.story.reports.word import word
from tests.conftest import write_articles
from tests.fakes import HashingEmbedder

ARTICLE = (
    "The harbour closes. “We will close the harbour for two years from now,” said Ada Marlow. "
    "Ada Marlow put the cost at €2 billion. Then it rained."
)
STORY = (
    "# Draft\n\n“We will close the harbour for two years from now,” said Ben Oduya. He called it “a shame”.\n\n"
    "“We will never close the harbour for two years from now,” said Ada Marlow of the €2bn.\n\n"
    "Ada Marlow said “the moon is made of nothing but old rope and cheese”. That cost £9.\n"
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    store = Store.open(folder / "store", create=True, embedder=HashingEmbedder())
    known = {"outlet": "The Echo", "authors": ["Cy Lee"], "published": "2031-01-02", "url": "https://echo.example/a?b=1&c=2"}
    add(store, [write_articles(folder / "a.jsonl", ARTICLE, title="The harbour", **known)])
    store.close()
    return folder


@pytest.fixture(scope="module")
def checked(folder):
    store = Store.open(folder / "store", embedder=HashingEmbedder())
    yield Assistant(store).check_story(STORY)
    store.close()


def hostile(text: str, *, url: str | None = None) -> StoryCheck:
    """A story in which every text that a report shows is `text`."""
    source = Source("a0", text, text, (text,), text, url or text)
    match = QuoteMatch(source, 0, len(text), text, Span(0, len(text)), True, text, (Change(Alarm.NUMBER, text, text),))
    check = QuoteCheck(text, QuoteVerdict.ALTERED, (text,), (Alarm.NUMBER, Alarm.SPEAKER), (match,), note=text)
    quote = StoryQuote(Span(0, len(text)), text, check, (Span(0, len(text)),), (text,))
    detail = Detail(Span(0, len(text)), DetailKind.FIGURE, text, text, (Place(source, 0, len(text), text),))
    return StoryCheck(text, (quote,), (detail,), Coverage(1, 1, text, text, 0), (text,))


class Elements(HTMLParser):
    """Every element and attribute of a page, and whether it is well nested."""

    def __init__(self) -> None:
        super().__init__()
        self.tags, self.attributes, self.open, self.text = set(), [], [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data


def read(html: str) -> Elements:
    elements = Elements()
    elements.feed(html)
    elements.close()
    assert not elements.open
    return elements


def test_the_page_shows_the_whole_story_each_verdict_in_words_and_where_it_stands(checked):
    html = page(checked, "draft")
    elements = read(html)
    for words in (
        *("[exact, another speaker]", "[altered]", "[not found]", "[too short]", "Printed differently: a negation differs"),
        *("The story says it is by Ben Oduya; the archive, by Ada Marlow.", "quoted “never”, not printed"),
        *("The harbour", "The Echo · Cy Lee · 2031-01-02", "article a0, characters 21–69", "€2bn", "found beside “Ada Marlow”"),
    ):
        assert words in elements.text, words
    ids = {value for _, name, value in elements.attributes if name == "id"}
    links = {value for _, name, value in elements.attributes if name == "href" and value.startswith("#")}
    assert links == {f"#{name}" for name in ids}
    assert ("a", "href", "https://echo.example/a?b=1&c=2") in elements.attributes


def test_another_speaker_is_shown_as_loudly_as_other_words(checked):
    tones = {note.tag: note.tone for note in notes(checked) if note.tag}
    assert tones["exact, another speaker"] is tones["altered"] is tones["not found"] is Tone.ALARM
    assert tones["too short"] is Tone.QUIET
    html = page(checked, "draft")
    assert html.count('<span class="tag loud">') == 3
    assert "!! ANOTHER SPEAKER (printed exactly so)" in plain(checked)
    assert "1 by another speaker" in plain(checked)


TAGS = {*("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "span"), *("mark", "sup", "a", "ol", "li")}
TAGS |= {"strong", "em", "br", "blockquote"}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "title", "dir", "id", "href"),
    "aria-label",
    "value",
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{}",
    "javascript:alert(1)",
    "data:text/html,<b>x</b>",
    "a\u202egnp.exe\u2066\u200bb\ufeff\0\x1b[31m",
    "]]></w:t><w:x>&e; <!ENTITY",
    "=HYPERLINK(1)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup_a_link_or_invisible(text):
    html = page(hostile(text), text)
    elements = read(html)
    assert elements.tags <= TAGS
    assert {name for _, name, _ in elements.attributes} <= ATTRIBUTES
    assert all(value.startswith("#") for _, name, value in elements.attributes if name == "href")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff\0\x1b]", html + plain(hostile(text)))


@pytest.mark.parametrize("url", ["http://a.example/", "HTTPS://a.example/x"])
def test_only_web_addresses_are_links(url):
    assert ("a", "href", url) in read(page(hostile("x", url=url), "x")).attributes
    assert ("a", "href", "ftp://a.example") not in read(page(hostile("x", url="ftp://a.example"), "x")).attributes
    read(page(hostile("x", url="http://[broken"), "x"))


def test_the_page_asks_for_nothing_and_runs_nothing(checked):
    html = page(checked, "draft")
    assert "default-src 'none'" in html.replace("&#x27;", "'")
    assert not re.search(r"<(script|link|img|iframe|object|form)|url\(|@import|src=", html)


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_ink_on_every_ground_has_the_contrast_of_wcag_aa(checked):
    html = page(checked, "draft")
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", html, re.DOTALL)[:2]
    )
    for colours in (light, {**light, **dark}):
        grounds = {
            "ink": ("paper", "good", "minor", "alarm", "quiet"),
            "soft": ("paper",),
            "loud": ("paper",),
            "link": ("paper",),
        }
        for ink, on in grounds.items():
            for ground in on:
                one, other = sorted((luminance(colours[ink]), luminance(colours[ground])))
                assert (other + 0.05) / (one + 0.05) >= 4.5, (ink, ground)


def test_the_word_file_has_the_story_and_a_real_footnote_for_every_note(checked, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(word(checked, "draft"))
    document = docx.Document(str(path))
    texts = [p.text for p in document.paragraphs]
    assert "\n".join(texts).startswith(STORY.rstrip("\n"))
    with zipfile.ZipFile(path) as file:
        body = ElementTree.fromstring(file.read("word/document.xml"))
        kept = ElementTree.fromstring(file.read("word/footnotes.xml"))
        types, settings_xml = file.read("[Content_Types].xml").decode(), file.read("word/settings.xml").decode()
    referred = [e.get(f"{W}id") for e in body.iter(f"{W}footnoteReference")]
    noted = {e.get(f"{W}id"): "".join(e.itertext()) for e in kept}
    assert referred == [str(note.number) for note in notes(checked)] == [n for n in noted if n not in ("-1", "0")]
    assert "footnotes+xml" in types
    assert "footnotePr" in settings_xml
    assert any("Printed differently: a negation differs" in text for text in noted.values())
    assert any("The Echo · Cy Lee · 2031-01-02. article a0" in text for text in noted.values())
    styles = {style.style_id for style in document.styles}
    used = {e.get(f"{W}val") for root in (body, kept) for tag in ("pStyle", "rStyle") for e in root.iter(W + tag)}
    assert used <= styles


def test_the_word_file_can_be_read_again_as_a_story(checked, tmp_path):
    path = tmp_path / "again.docx"
    path.write_bytes(word(checked, "draft"))
    assert "We will never close the harbour" in read_story(path)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_the_word_file_with_its_footnotes(checked, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(word(checked, "draft"))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "txt:Text"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    assert "Printed differently" in (tmp_path / "a.txt").read_text(encoding="utf-8-sig", errors="replace")


@given(st.text(max_size=60).filter(lambda t: t.strip()))
@settings(max_examples=80, deadline=None)
def test_whatever_the_texts_the_reports_are_well_formed(text):
    story = hostile(text)
    read(page(story, text))
    docx.Document(io.BytesIO(word(story, text)))
    rows = list(csv.reader(io.StringIO(sheet(story).decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert plain(story)


def test_the_table_has_a_row_for_each_quotation_and_detail_and_a_mark_for_excel(checked):
    data = sheet(checked)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(checked.quotes) + len(checked.details)
    first = next(row for row in rows if row["kind"] == "quote")
    assert (first["alarms"], first["story_speaker"], first["speaker"]) == ("speaker", "Ben Oduya", "Ada Marlow")
    assert STORY[int(first["story_start"]) : int(first["story_end"])] == first["story_text"]
    assert ARTICLE[int(first["start"]) : int(first["end"])] == first["printed"]
    assert next(row for row in rows if row["story_text"] == "£9")["finding"] == "no name beside it: not looked up"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\t=1", "  =1", "＝1", "\r=1"])
def test_no_cell_is_a_formula(text):
    rows = list(csv.reader(io.StringIO(sheet(hostile(text)).decode("utf-8-sig"), newline="")))
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝") for row in rows for cell in row)
    assert any(cell == f"'{text}".replace("\r", "") for row in rows for cell in row)


def test_a_story_cut_at_its_notes_is_the_whole_story():
    story = hostile("abcdefghij")
    spans = [Span(0, 10), Span(2, 5), Span(3, 8), Span(5, 5)]
    found = [replace(notes(story)[0], number=n, span=span) for n, span in enumerate(spans, start=1)]
    cut = pieces("abcdefghij", found)
    assert "".join(text for text, _, _ in cut) == "abcdefghij"
    assert sorted(note.number for _, _, ending in cut for note in ending) == [1, 2, 3]
    assert all(a[0] or b[0] for a, b in pairwise(cut))


def test_the_command_writes_the_reports_and_never_over_the_story(command, folder):
    draft = folder / "draft.md"
    draft.write_text(STORY, encoding="utf-8")
    store = ("--store", str(folder / "store"))
    outs = {kind: folder / f"out.{kind}" for kind in ("html", "docx", "csv")}
    options = [part for kind, path in outs.items() for part in (f"--{kind}", str(path))]
    told = command.json("-m", "rag", "story", str(draft), *options, *store)
    assert set(told) >= {"quotes", "details", "coverage", "notes", "seconds"}
    assert [q["verdict"] for q in told["quotes"]] == ["exact", "too_short", "altered", "not_found"]
    assert all(path.stat().st_size > 500 for path in outs.values())
    people = command("-m", "rag", "story", str(draft), *store).stdout
    assert "!! ANOTHER SPEAKER" in people
    assert "Searched: 1 article" in people
    for over in (["--html", str(draft)], ["--csv", str(folder / "." / "draft.md")], ["--csv", "x.out", "--html", "x.out"]):
        failed = command("-m", "rag", "story", str(draft), *over, *store, status=1)
        assert "would be overwritten" in failed.stderr
        assert len(failed.stderr.strip().splitlines()) == 1
    link = folder / "link.html"
    link.symlink_to(draft)
    assert "would be overwritten" in command("-m", "rag", "story", str(draft), "--html", str(link), *store, status=1).stderr
    assert draft.read_text(encoding="utf-8") == STORY


@pytest.mark.parametrize("arguments", [("nowhere.md",), ("README.pdf",)])
def test_the_command_fails_in_one_line(command, folder, arguments):
    failed = command("-m", "rag", "story", *arguments, "--store", str(folder / "store"), status=1)
    assert len(failed.stderr.strip().splitlines()) == 1
    assert failed.stdout == ""
    command("-m", "rag", "story", status=2)


def test_a_story_check_loads_no_model_and_no_vector_store(command, folder):
    draft = folder / "light.txt"
    draft.write_text(STORY, encoding="utf-8")
    code = (
        f"import sys; sys.argv = ['rag', 'story', {str(draft)!r}, '--store', {str(folder / 'store')!r}]; "
        "import rag.__main__ as m; m.main()\n"
        "heavy = {'torch', 'chromadb', 'sentence_transformers', 'transformers', 'docx'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    command("-c", code)
