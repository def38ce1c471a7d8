"""What is taken along: every kind opened again by another reader, forged quotes, edited articles, hostile texts."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree

import bibtexparser
import docx
import pytest
import rispy
from bibtexparser import middlewares
from bibtexparser.middlewares.names import parse_single_name_into_parts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from index import ArticleDamaged, Source, add
from rag import EXPORTS, Assistant, QuestionError, copied, export, read_conversation, receipt, visible
from rag.export.names import Name, name_of
from rag.export.types import Conversation, Exchange, Quote
from tests.conftest import write_articles

TEXTS = (
    "The comet Alba was seen over Porto on Monday. Many people watched it. "
    "“We will see it here again in May,” said Ada Marlow.",
    "The bridge at Ovar closed in May. Nobody asked why.",
)
KNOWN = {
    "outlet": "The Echo",
    "authors": ["Cy Lee", "Reuters"],
    "published": "2031-01-02",
    "url": "https://echo.example/a?b=1&c",
}
FIRST = TEXTS[0][:45]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = [
    "<script>alert(1)</script>",
    "}",
    "{",
    "\\input{x}",
    "one\ntwo",
    "% comment",
    "ER  - ",
    "\nER  - \nTY  - BOOK",
    "@misc{a,",
    "a & b % c $ d # e _ f { g } h ~ i ^ j \\ k \"l\" ``m'' --- ?` !`",
    "](https://x.example)",
    "[^1]: note",
    "    code",
    "1. one",
    "- a\n- b\n\n\n# c\n===\n",
    "```\n~~~\n> x",
    "&amp; &#10; &lt;",
    "a\u202egnp.exe\u2066\u200bb\ufeff\0\x1b[31m",
    "\ud800 alone",
    "\u2028a\u2029\u00a0b\t ",
    "]]></w:t>",
    "| a | b |\n|---|---|",
    "https://x.example/ www.x.example a@b.example",
    "\\",
    ",",
    "Lee, Cy",
    "É, 李",
]
TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\\`*_{}[]<>()#+-.!|~^&%$@\"'=:;, \n\t\r1"), max_size=60)


def hostile(function):
    """Every hostile text as an example of its own."""
    for text in HOSTILE:
        function = example(text)(function)
    return function


def shown(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", visible(text))


def line(text: str) -> str:
    return " ".join(shown(text).split())


def conversation(*sources: Source, text: str = "Words.", note: str = "", question: str = "Why?") -> Conversation:
    quotes = tuple(Quote(n, source, 0, len(text), text, "", "same", note) for n, source in enumerate(sources, start=1))
    asked = Exchange(question, "", "", "", "", False, "", (), quotes)
    return Conversation("A story", (asked,))


def source(title: str = "T", *authors: str, **fields) -> Source:
    return Source("a0", title, authors=authors, **fields)


class Texts(HTMLParser):
    """The texts of a page: of each element of some tags, line breaks as such; and every tag and link."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.of, self.open, self.tags, self.links, self.broken = {}, [], set(), [], False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "cite")]
        if tag == "br":
            for above in set(self.open):
                self.of[above][-1] += "\n"
            self.broken = True
            return
        self.open.append(tag)
        self.of.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        if tag != "br":
            assert self.open.pop() == tag

    def handle_data(self, data):
        # A renderer of Markdown writes a line feed after a break.
        data = data[1:] if self.broken and data.startswith("\n") else data
        self.broken = False
        for tag in set(self.open):
            self.of[tag][-1] += data


def rendered(markdown: str, kind: str) -> Texts:
    return Texts(MarkdownIt(kind).render(markdown))


@pytest.fixture
def assistant(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", *TEXTS, title="The comet", **KNOWN)])
    return Assistant.open(store)


@pytest.fixture
def made(assistant):
    question = "Where was the comet Alba seen?"
    filters = {"since": "2024-01-01", "outlets": ["The Echo"]}
    answer = assistant.ask(question, **filters)
    found = receipt(question, answer, filters, made="2031-05-05T10:00:00", model="m", article_of=assistant.article)
    return json.loads(json.dumps(found))


def cited(assistant, **changed) -> dict:
    fingerprint = assistant.article("a0").fingerprint
    return {"article_id": "a0", "start": 0, "end": 45, "quote": FIRST, "fingerprint": fingerprint} | changed


def read(assistant, *citations, **more) -> Conversation:
    return read_conversation({"title": "S", "entries": [{"citations": list(citations)}]}, assistant.article, **more)


def test_a_receipt_becomes_an_exchange_with_the_archives_own_source(assistant, made):
    for citation in made["citations"]:
        citation |= {"title": "Forged", "outlet": "Forged", "authors": ["Forged"], "url": "https://forged.example"}
    (asked,) = read_conversation({"title": "S", "entries": [made]}, assistant.article).exchanges
    assert asked.limits == "Only articles published since 2024-01-01, outlet The Echo"
    assert asked.searched.startswith("Searched: 2 articles")
    assert [quote.text for quote in asked.quotes] == [c["quote"] for c in made["citations"]]
    assert {quote.state for quote in asked.quotes} == {"same"}
    assert {quote.source for quote in asked.quotes} <= {assistant.article(i).source for i in ("a0", "a1")}


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_forged_quote_is_in_no_export(assistant, kind):
    forged = cited(assistant, quote=FIRST.replace("Porto", "Braga"))
    other = {"article_id": "a1", "fingerprint": assistant.article("a1").fingerprint}
    read_again = read(assistant, forged, cited(assistant, **other), cited(assistant))
    data = export(kind, read_again)
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            data = file.read("word/document.xml") + file.read("word/footnotes.xml")
    assert b"Braga" not in data
    if kind in ("md", "docx"):
        assert data.count(b"is not printed: its words are not what the article says at this place.") == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": "Forged."},
        {"start": 1, "end": 46},
        {"fingerprint": None, "quote": "Forged."},
        {"fingerprint": "no fingerprint", "start": 3},
        {"fingerprint": None, "end": 10_000},
    ],
)
def test_what_is_not_at_its_place_is_not_printed(assistant, changed):
    (quote,) = read(assistant, cited(assistant, **changed)).exchanges[0].quotes
    assert (quote.text, quote.state, quote.printed) == ("", "forged", False)


def test_without_a_fingerprint_the_place_itself_proves_the_words(assistant):
    (quote,) = read(assistant, cited(assistant, fingerprint=None)).exchanges[0].quotes
    assert (quote.text, quote.state, quote.note) == (FIRST, "same", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXTS[0] + " It left.", "still stands at its place"),
        ("Corrected. " + TEXTS[0], "at another place now"),
        (
            "Nothing was seen over Porto on that Monday or later.",
            "does not stand in it any more; the words of the quote could not",
        ),
    ],
)
def test_an_edited_article_is_noted_beside_its_quote(assistant, tmp_path, text, words):
    taken = cited(assistant)
    add(assistant.store, [write_articles(tmp_path / "a.jsonl", text, TEXTS[1], title="The comet", **KNOWN)])
    found = read(assistant, taken)
    markdown = export("md", found).decode()
    beside = markdown.split(f"> {FIRST}[^1]\n\n")[1].split("\n\n")[0]
    assert beside.startswith("**Note: the article was edited")
    assert words in beside
    assert words in markdown.split("[^1]: ")[1]
    texts = [p.text for p in docx.Document(io.BytesIO(export("docx", found))).paragraphs]
    assert words in texts[texts.index(FIRST) + 1]


def test_an_earlier_text_that_is_kept_proves_a_quote_or_its_forging(assistant, tmp_path):
    taken, forged = cited(assistant), cited(assistant, quote=FIRST.replace("Porto", "Braga"))
    add(assistant.store, [write_articles(tmp_path / "a.jsonl", "Nothing was seen over Porto then.", TEXTS[1], **KNOWN)])
    one, other = read(assistant, taken, forged, versions_of=assistant.store.versions).exchanges[0].quotes
    assert one.note == "the article was edited; the quote does not stand in it any more"
    assert (other.text, other.state) == ("", "forged")


def test_a_removed_article_keeps_what_was_told_of_it_and_a_damaged_one_too(assistant):
    told = {
        "title": "Told",
        "outlet": "Told Times",
        "authors": ["Ann Told"],
        "published": "2030-02-03",
        "speaker": "Bo",
        "speech": True,
    }
    taken = cited(assistant, **told)
    assistant.store.remove(["a0"])
    (quote,) = read(assistant, taken).exchanges[0].quotes
    assert (quote.text, quote.state, quote.source.title, quote.speaker) == (FIRST, "removed", "Told", "speaker: Bo")
    assert "could not be checked" in quote.note

    def damaged(article_id):
        raise ArticleDamaged(article_id)

    found = read_conversation({"entries": [{"citations": [taken]}]}, damaged)
    assert found.exchanges[0].quotes[0].state == "damaged"
    assert "Ann Told, 2030-02-03" in export("md", found).decode()


def test_who_speaks_is_read_in_the_article_and_not_in_what_was_sent(assistant):
    start = TEXTS[0].index("“We")
    said = cited(assistant, start=start, end=start + 36, quote=TEXTS[0][start : start + 36], speaker="Eve Forged", speech=True)
    (quote,) = read(assistant, said).exchanges[0].quotes
    assert quote.speaker == "speaker: Ada Marlow"


def test_an_article_is_read_once_however_often_it_is_cited(assistant):
    asked = []

    def article_of(article_id):
        asked.append(article_id)
        return assistant.article(article_id)

    read_conversation({"entries": [{"citations": [cited(assistant)] * 50}]}, article_of)
    assert asked == ["a0"]


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "x",
        {},
        {"entries": []},
        {"entries": {}},
        {"entries": [1]},
        {"entries": [{}]},
        {"entries": [{"citations": {}}]},
        {"entries": [{"citations": [1]}]},
        {"entries": [{"citations": [{}]}]},
        {"title": 1, "entries": [{"citations": []}]},
        {"title": "x" * 3_000, "entries": [{"citations": []}]},
        {"entries": [{"citations": []}] * 501},
        {"entries": [{"citations": [{}] * 2_501}] * 2},
        {"entries": [{"citations": [], "question": ["x"]}]},
        {"entries": [{"citations": [], "question": "x" * 20_001}]},
        {"entries": [{"citations": [], "notes": "x"}]},
        {"entries": [{"citations": [], "notes": [None, 1]}]},
        {"entries": [{"citations": [], "filters": []}]},
        {"entries": [{"citations": [], "filters": {"outlets": "x"}}]},
        {"entries": [{"citations": [], "coverage": {"articles": "3"}}]},
        *({"entries": [{"citations": [{"article_id": "a0", "quote": "x", "start": 0, "end": 1} | wrong]}]} for wrong in (
            {"start": -1}, {"start": True}, {"end": 1.0}, {"end": None}, {"end": 2**60}, {"quote": ""}, {"quote": 3},
            {"article_id": None}, {"number": "1"}, {"fingerprint": 5}, {"article_id": "gone", "authors": "x"},
        )),
    ],
    ids=lambda data: str(data)[:60],
)  # fmt: skip
def test_what_is_malformed_is_refused_in_words(assistant, data):
    with pytest.raises(QuestionError, match=r"\w+ \w+"):
        read_conversation(data, assistant.article)


def test_a_refusal_is_told_and_an_answers_own_text_is_not_trusted(assistant):
    refused = {"question": "Q", "status": "not_found", "text": "Not in the archive.", "citations": []}
    answered = {"question": "Q", "status": "answered", "text": "Forged words.", "citations": []}
    markdown = export("md", read_conversation({"entries": [refused, answered]}, assistant.article)).decode()
    assert "\n\nNot in the archive.\n\n" in markdown
    assert "Forged words" not in markdown


def test_there_is_no_other_kind():
    with pytest.raises(QuestionError, match="no export"):
        export("exe", conversation(source()))


def test_markdown_says_what_was_asked_quoted_and_searched(assistant, made):
    markdown = export("md", read_conversation({"title": "My *story*", "entries": [made, made]}, assistant.article)).decode()
    page = rendered(markdown, "commonmark")
    assert page.of["h1"] == ["My *story*"]
    assert page.of["h2"] == [made["question"], made["question"], "How this was made"]
    count = len(made["citations"])
    referred, defined = re.findall(r"\[\^(\d+)\](?!:)", markdown), re.findall(r"^\[\^(\d+)\]: ", markdown, re.MULTILINE)
    assert referred == defined == [str(n) for n in range(1, 2 * count + 1)]
    assert (
        "The comet. The Echo, Cy Lee, Reuters, 2031-01-02. <https://echo.example/a?b=1&c> article a0, characters 0–45."
        in markdown
    )
    assert "Made with Cuttings 0.1.0." in markdown
    assert markdown.count("Searched: 2 articles") == 1


@pytest.mark.parametrize("kind", ["commonmark", "default"])
@settings(max_examples=200, deadline=None)
@given(text=TEXT)
def test_markdown_shows_every_text_to_the_letter(kind, text):
    _markdown_shows(kind, text)


@pytest.mark.parametrize("kind", ["commonmark", "default"])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_markdown_shows_a_hostile_text_to_the_letter(kind, text):
    _markdown_shows(kind, text)


def _markdown_shows(kind, text):
    quote = f"{text}x"  # a quote is never empty
    found = conversation(source(text or "T", text), text=quote, note=text, question=text)
    page = rendered(export("md", found).decode(), kind)
    assert page.of["blockquote"][0].strip("\n") == f"{shown(quote)}[^1]".strip("\n")
    assert page.of["h2"][0] == (line(text) or "Clippings")
    assert page.tags <= {"h1", "h2", "p", "blockquote", "strong", "em", "br"}
    if line(text):
        assert page.of["strong"] == [f"Note: {line(text)}."]
        assert f"[^1]: {line(text)}. {line(text)}, date unknown. " in page.of["p"][-1]
    pasted = rendered(copied(source(text or "T", url="https://x.example/"), quote)["markdown"], kind)
    assert pasted.of["blockquote"][0].strip("\n") == shown(quote).strip("\n")
    assert pasted.of["a"] == [line(text) or ("T" if not text else "a0")]


@settings(max_examples=200, deadline=None)
@given(text=TEXT.filter(str.strip))
@hostile
def test_pasted_html_holds_every_text_to_the_letter(text):
    found = copied(source(text, text, outlet=text, url="https://x.example/?a=1&b"), text)
    page = Texts(found["html"])
    assert page.tags <= {"blockquote", "p", "a", "br"}
    assert page.of["blockquote"] == [shown(text)]
    assert page.of["a"] == [line(text) or "a0"]
    assert page.links[0] == "https://x.example/?a=1&b"
    assert found["plain"].startswith(f"“{shown(text)}” — ")


def test_a_quote_is_pasted_with_its_source_and_a_link_to_the_words():
    of = source("The comet", "Cy Lee", outlet="The Echo", published="2031-01-02T10:00", url="https://e.example/a?b=1&c")
    found = copied(of, 'He said "no", twice - well.')
    assert found["plain"] == (
        '“He said "no", twice - well.” — The comet, The Echo, Cy Lee, 2031-01-02, https://e.example/a?b=1&c'
    )
    link = "https://e.example/a?b=1&c#:~:text=He%20said%20%22no%22%2C%20twice%20%2D%20well."
    assert Texts(found["html"]).links == ["https://e.example/a?b=1&c", link]
    assert rendered(found["markdown"], "commonmark").links == [link]
    assert found["markdown"].startswith('> He said "no", twice - well.\n\n— [The comet](<')
    assert copied(source("T"), "x")["plain"] == "“x” — T, date unknown"


@pytest.mark.parametrize(
    ("url", "quote", "link"),
    [
        ("https://e.example/#part", "a b", "https://e.example/#part:~:text=a%20b"),
        ("https://e.example/#part:~:text=old", "a b", "https://e.example/#part:~:text=a%20b"),
        ("https://e.example/", "a  b\nc & d,\n\ne", "https://e.example/#:~:text=a%20b,e"),
        ("HTTP://e.example/", "a-b", "HTTP://e.example/#:~:text=a%2Db"),
        ("javascript:alert(1)", "a", ""),
        ("https://", "a", ""),
        ("http://[broken", "a", ""),
        (None, "a", ""),
        ("https://e.example/a b\"><'", "a", "https://e.example/a%20b%22%3E%3C'#:~:text=a"),
    ],
)
def test_the_link_points_to_the_words_and_only_to_the_web(url, quote, link):
    assert Texts(copied(source(url=url), quote)["html"]).links[1:] == ([link] if link else [])
    assert "](" in copied(source(url=url), quote)["markdown"] or not link


def test_a_long_quote_is_linked_by_its_ends():
    words = [f"word{n}" for n in range(60)]
    (_, link) = Texts(copied(source(url="https://e.example/"), " ".join(words))["html"]).links
    start, end = link.split(":~:text=")[1].split(",")
    assert unquote(start).split() == words[:6]
    assert unquote(end).split() == words[-6:]


def bib(data: bytes):
    """The entries as another program reads them: pylatexenc lacks a few of LaTeX's own names of characters."""
    macros = get_default_latex_context_db()
    macros.add_context_category("more", prepend=True, macros=[MacroTextSpec("textasciicircum", "^")])
    decode = LatexNodes2Text(latex_context=macros).latex_to_text
    library = bibtexparser.parse_string(data.decode(), append_middleware=[middlewares.SeparateCoAuthors()])
    assert not library.failed_blocks
    assert not library.comments
    return [{field.key: field.value for field in entry.fields} | {"key": entry.key} for entry in library.entries], decode


def author_read(raw: str, decode) -> str:
    """A name as BibTeX takes it apart, put together again."""
    if raw.startswith("{"):
        return decode(raw[1:-1])
    parts = parse_single_name_into_parts(raw)
    return decode(" ".join([*parts.first, *parts.von, *parts.last]))


def balanced(data: str) -> bool:
    """Whether braces are paired as BibTeX counts them, which knows no escaped ones."""
    depth = 0
    for character in data:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


@settings(max_examples=200, deadline=None)
@given(text=TEXT.filter(line))
@hostile
def test_sources_round_trip_whatever_their_titles_and_names(text):
    found = conversation(source(text, text, f"Ada {text}", "Cy Lee", outlet=text, published="2031-01-02"))
    names = [line(text), line(f"Ada {text}"), "Cy Lee"]
    data = export("bib", found)
    assert balanced(data.decode())
    ((entry,), decode) = bib(data)
    assert decode(entry["title"]) == decode(entry["journal"]) == line(text)
    assert [author_read(raw, decode) for raw in entry["author"]] == [_upright(name) for name in names]
    assert re.fullmatch("[a-z0-9]+", entry["key"])

    (record,) = rispy.loads(export("ris", found).decode())
    assert (record["primary_title"], record["secondary_title"]) == (line(text), line(text))
    assert record["authors"] == [_inverted(name) for name in names]

    (item,) = json.loads(export("json", found))
    assert (item["title"], item["container-title"]) == (line(text), line(text))
    assert [_direct(author, name) for author, name in zip(item["author"], names, strict=True)] == names


def _inverted(name: str) -> str:
    parts = name_of(name)
    return f"{parts.family}, {parts.given}" if parts.given else name


def _upright(name: str) -> str:
    parts = name_of(name)
    return f"{parts.given} {parts.family}" if parts.given else name


def _direct(author: dict, name: str) -> str:
    if "literal" in author:
        return author["literal"]
    return f"{author['family']}, {author['given']}" if "," in name else f"{author['given']} {author['family']}"


def test_each_article_is_one_source_in_the_order_of_first_quotes():
    one, other = (
        Source("a1", "One", outlet="E", authors=("Cy Lee",), published="2031-01-02"),
        Source("a2", "One", authors=("Cy Lee",)),
    )
    again = Source("a3", "One", outlet="E", authors=("Cy Lee",), published="2031-05-02")
    found = conversation(one, other, one, again)
    entries, _ = bib(export("bib", found))
    assert [entry["key"] for entry in entries] == ["lee2031one", "leeone", "lee2031one-2"]
    assert [record["id"] for record in rispy.loads(export("ris", found).decode())] == ["a1", "a2", "a3"]
    assert [item["id"] for item in json.loads(export("json", found))] == ["a1", "a2", "a3"]


def test_what_is_unknown_is_left_out():
    for unknown in (source("T"), source("T", published="2031", url="javascript:alert(1)")):
        found = conversation(unknown)
        assert bib(export("bib", found))[0] == [{"title": "{T}", "key": "articlet"}]
        assert rispy.loads(export("ris", found).decode()) == [{"type_of_reference": "NEWS", "id": "a0", "primary_title": "T"}]
        (item,) = json.loads(export("json", found))
        assert set(item) == {"id", "type", "title", "note"}
        assert "date unknown" in export("md", found).decode()


def test_what_is_known_is_in_every_kind():
    found = conversation(
        source("The comet", "Ada van der Berg", outlet="E", published="2031-01-02", url="https://e.example/a_b?c=1;d&e=%20")
    )
    (entry,) = bib(export("bib", found))[0]
    assert (entry["date"], entry["journal"], entry["author"]) == ("2031-01-02", "E", ["van der Berg, Ada"])
    (record,) = rispy.loads(export("ris", found).decode())
    assert (record["date"], record["year"], ";".join(record["urls"])) == (
        "2031/01/02/",
        "2031",
        "https://e.example/a_b?c=1;d&e=%20",
    )
    (item,) = json.loads(export("json", found))
    assert item["issued"] == {"date-parts": [[2031, 1, 2]]}
    assert item["type"] == "article-newspaper"
    assert item["author"] == [{"family": "van der Berg", "given": "Ada"}]
    assert "a0" in item["note"]
    assert entry["url"] == item["URL"] == "https://e.example/a_b?c=1;d&e=%20"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Cy Lee", Name("Lee", "Cy")),
        ("Lee, Cy", Name("Lee", "Cy")),
        ("Ursula von der Leyen", Name("von der Leyen", "Ursula")),
        ("J. K. O’Neil-Smith", Name("O’Neil-Smith", "J. K.")),
        ("Reuters", Name("Reuters")),
        ("Reuters Staff", Name("Reuters Staff")),
        ("Associated Press", Name("Associated Press")),
        ("Smith and Jones", Name("Smith and Jones")),
        ("Smith, Jones & Co", Name("Smith, Jones & Co")),
        ("Cy Lee in Porto", Name("Cy Lee in Porto")),
        ("cy@echo.example", Name("cy@echo.example")),
        ("Cy Lee Jr.", Name("Cy Lee Jr.")),
        ("A, B, C", Name("A, B, C")),
    ],
)
def test_a_name_is_taken_apart_only_where_it_is_plain(author, name):
    assert name_of(author) == name


def test_the_word_file_has_real_footnotes(assistant, made):
    data = export(
        "docx", read_conversation({"title": "S", "entries": [made, {"citations": [cited(assistant)]}]}, assistant.article)
    )
    document = docx.Document(io.BytesIO(data))
    styles = {style.style_id for style in document.styles}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        body, kept = (ElementTree.fromstring(file.read(f"word/{part}.xml")) for part in ("document", "footnotes"))
    referred = [e.get(f"{W}id") for e in body.iter(f"{W}footnoteReference")]
    noted = {e.get(f"{W}id"): "".join(e.itertext()) for e in kept}
    assert referred == [n for n in noted if n not in ("-1", "0")] == [str(n + 1) for n in range(len(made["citations"]) + 1)]
    assert (
        "The comet.The Echo, Cy Lee, Reuters, 2031-01-02.https://echo.example/a?b=1&carticle a0, characters 0–45." in noted["1"]
    )
    assert {e.get(f"{W}val") for root in (body, kept) for tag in ("pStyle", "rStyle") for e in root.iter(W + tag)} <= styles
    texts = [p.text for p in document.paragraphs]
    assert [texts[0], made["question"], FIRST, "Clippings"] == [
        t for t in texts if t in ("S", made["question"], FIRST, "Clippings")
    ][:4]


@settings(max_examples=60, deadline=None)
@given(text=TEXT.filter(str.strip))
@hostile
def test_the_word_file_shows_every_text(text):
    found = conversation(source(text, text, url=text), text=text, note=text, question=text)
    paragraphs = docx.Document(io.BytesIO(export("docx", found))).paragraphs
    (quote,) = (p.text for p in paragraphs if p.style.name == "Quote")
    assert quote == re.sub("[\ufffe\uffff]", "\ufffd", shown(text))
