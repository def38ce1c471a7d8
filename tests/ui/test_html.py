from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Article, Coverage, Hit, Passage, Source, Span
from rag import Answer, Citation, Claim, Status, Verdict
from ui.chat import turn_html, welcome
from ui.clipping import clipping
from ui.filters import filter_form
from ui.hits import Found, hits_html
from ui.html import clean, escape
from ui.phrases import coverage_line
from ui.reader import reader
from ui.turn import Peek, Turn

COVERAGE = Coverage(1, 0, None, None, 1)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>",
    "<svg/onload=alert(1)>",
    "<img src=https://evil.example/p.gif>",
    "</mark><iframe src=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<button formaction=//evil.example>",
    "<p style=background:url(//evil.example)>",
]


def turn(text: str) -> Turn:
    source = Source(text, text, text, (text,), None, text)
    citation = Citation(1, source, 0, len(text), text)
    claim = Claim(text, (citation,), Verdict.VERBATIM)
    answer = Answer(text, Status.ANSWERED, 0.9, text, (claim,), (citation,), (), COVERAGE, (text,), 0.1)
    held = {1: Peek(text, text, text)}
    return Turn(text, answer, peeks=held, followups=(text,), receipt=text, limits=text, done=True)


def found(article: Article, span: Span) -> Found:
    passage = Passage(article.source, 0, *span, article.text[span.start : span.end], (span,))
    return Found(Hit(passage, 1.0, "fused", (article.source,)), span, clipping(article, span))


def tags(html: str) -> set[str]:
    return set(re.findall(r"<\s*([a-zA-Z0-9]+)", html))


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_articles_questions_and_errors_stays_text(text):
    article = Article(Source("a", text, text, (text,), None, text), f"{text}\n{text} and more.", (Span(0, len(text)),))
    marked = Span(len(text) + 1, len(text) * 2 + 1)
    for html in (
        turn_html(turn(text), text),
        turn_html(Turn(text, error=text)),
        turn_html(Turn(text, stage=text)),
        welcome(COVERAGE, [text]),
        filter_form([text], [text], "ask"),
        reader(article, marked, clipping=clipping(article, marked, {"plain": text})),
        clean(hits_html([found(article, marked)], text, text, COVERAGE, 50)),
    ):
        assert tags(html) <= {
            "article",
            "h2",
            "h3",
            "p",
            "div",
            "button",
            "ul",
            "ol",
            "li",
            "span",
            "section",
            "mark",
            "header",
            "strong",
            *("details", "summary", "label", "input", "datalist", "option"),
        }
        for attributes in re.findall(r"<[a-z0-9]+\s([^>]*)>", html):
            names = re.findall(r'([a-z-]+)="', attributes)
            assert all(
                n in {"class", "type", "role", "title", "hidden", "list", "id", "value"} or n.startswith(("aria-", "data-"))
                for n in names
            ), attributes


@pytest.mark.parametrize("text", HOSTILE)
def test_the_cleaner_alone_lets_nothing_dangerous_through(text):
    cleaned = clean(f"<p>{text}</p>")
    assert tags(cleaned) <= {"p", "mark", "button", "a"}
    assert not re.search(r"evil|javascript|onerror|onload|alert\(1\)[^<]*>|style=|href|src", cleaned)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/gradio_api/file=x", "ftp://x.example"]
)
def test_a_link_leads_to_a_place_of_the_page_or_to_the_web_and_tells_nothing(address):
    assert "href" not in clean(f'<a href="{address}">x</a>')
    assert clean('<a href="#panel=ask">x</a>') == '<a href="#panel=ask">x</a>'
    assert 'rel="noopener noreferrer"' in clean('<a href="https://paper.example/a" rel="opener">x</a>')


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x.example/a b", "not an address"])
def test_an_article_s_address_that_is_none_of_the_web_is_no_link(url):
    assert "href" not in reader(Article(Source("a", "T", url=url), "Text."), None)
    assert 'href="https://paper.example/a"' in reader(Article(Source("a", "T", url="https://paper.example/a"), "Text."), None)


@given(st.text(max_size=60))
def test_cleaning_escaped_text_changes_nothing_that_is_seen(text):
    assert "<" not in escape(text)
    assert tags(clean(f"<p>{escape(text)}</p>")) == {"p"}


@pytest.mark.parametrize("text", ["a\u202eb", "a\u200bb", "a\u2066b", "a\ufeffb", "a\U000e0041b", "a\x00b"])
def test_invisible_and_direction_characters_are_shown(text):
    assert escape(text) == "a\N{REPLACEMENT CHARACTER}b"


def test_the_reader_marks_the_sentence_and_greys_the_furniture():
    text = "Title\nMost Read\nThe first. The second."
    html = reader(Article(Source("a", "Title"), text, (Span(6, 15),)), Span(27, 38), [Span(16, 26)])
    assert '<mark class="current" aria-current="true">The second.</mark>' in html
    assert "<mark>The first.</mark>" in html
    assert re.search(r'<span class="furniture"[^>]*>Most Read</span>', html)


@given(st.text(st.sampled_from("ab .\n<é"), min_size=1, max_size=40), st.data())
def test_the_reader_shows_every_character_of_the_article_whatever_is_marked(text, data):
    spans = []
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        spans.append(Span(start, data.draw(st.integers(start, len(text)))))
    html = reader(Article(Source("a", "A title that is not the first line"), text), spans[0], spans[1:])
    body = html.split("</h2>")[1]
    shown = re.sub(r"<[^>]+>", "", body).replace("&lt;", "<").replace("&amp;", "&")
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("coverage", "words"),
    [
        (Coverage(1, 0, None, None, 1), "1 article, no outlet named, none with a date"),
        (
            Coverage(1_234, 2, "2020-01-02", "2024-05-06", 3),
            "1,234 articles, 2 outlets named, 2020-01-02 to 2024-05-06, 3 without a date",
        ),
    ],
)
def test_coverage_is_said_in_words(coverage, words):
    assert coverage_line(coverage) == words
