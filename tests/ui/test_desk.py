from __future__ import annotations

import json
import re
import socket
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Progress, Span, add
from rag import Assistant
from tests.conftest import write_articles
from ui import PortInUse
from ui.desk import Desk, filters_from
from ui.server import check_port
from ui.turn import peek


@pytest.fixture
def desk(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "The comet Alba was seen over Porto on Monday. Many people watched it.")])
    return Desk(Assistant.open(store))


QUESTION = "Where was the comet Alba seen?"


def test_a_turn_grows_from_stage_to_answer_and_says_when_it_is_done(desk):
    shown = list(desk.ask(QUESTION, run="7"))
    assert 'class="stage"' in shown[0]
    assert 'class="claim"' in shown[-1]
    assert "over Porto" in shown[-1]
    assert ["data-done" in html for html in shown] == [False] * (len(shown) - 1) + [True]
    assert all('data-run="7"' in html for html in shown)


def test_the_answer_is_there_before_the_follow_ups_are_tried(desk):
    *_, answered, done = desk.ask(QUESTION)
    assert 'class="claim"' in answered
    assert "data-done" not in answered
    assert "data-done" in done


def test_an_answer_carries_its_receipt_and_each_sentence_in_its_paragraph(desk):
    *_, html = desk.ask(QUESTION)
    made = json.loads(unescape(re.search(r'class="receipt" hidden="">(.*?)</span>', html)[1]))
    assert made["question"] == QUESTION
    assert made["citations"][0]["fingerprint"] == desk.assistant.article("a0").fingerprint
    assert re.search(r'data-peek="1".*<mark>The comet Alba was seen over Porto on Monday\.</mark> Many people', html)


def test_filters_are_told_in_words_and_bad_ones_are_an_error_in_words(desk):
    *_, html = desk.ask(QUESTION, filters={"since": "2024-01-01", "outlets": ["The Post", "City Wire"]})
    assert "Only articles published since 2024-01-01, outlet The Post or City Wire" in html
    *_, html = desk.ask(QUESTION, filters={"since": "soon"})
    assert "give a day as YYYY-MM-DD" in html


@pytest.mark.parametrize("given", [{}, {"since": "", "outlets": "x", "other": 1}, {"authors": []}, {"outlets": [[]] * 0}])
def test_what_is_no_filter_is_left_out(given):
    assert filters_from(given) == {}


def test_filters_come_in_the_form_of_ask():
    given = {"since": "2024-01-01", "as_of": "2024-02-02", "outlets": ["A", 3], "authors": ["B"]}
    assert filters_from(given) == {"since": "2024-01-01", "as_of": "2024-02-02", "outlets": ["A", "3"], "authors": ["B"]}


def test_the_head_tells_how_far_an_addition_has_come_that_another_process_makes(desk):
    assert "1 article<" in desk.holdings()
    assert "Adding" not in desk.holdings()
    store = desk.assistant.store
    with store.writing():
        store.note(Progress(read=50, total=200, passages=400, seconds=20.0))
        assert "Adding articles: 50 of 200 read, 20 passages a second, about 60 seconds left" in desk.holdings()
    assert "Adding" not in desk.holdings()


def test_an_error_is_shown_in_words(desk):
    *_, html = desk.ask("x" * 5_000)
    assert "shorten it" in html
    assert "data-done" in html


def test_what_breaks_inside_is_told_in_words_and_never_shown(store, tmp_path, caplog):
    class Broken:
        def rerank(self, question, hits):
            raise RuntimeError("secret words")

    add(store, [write_articles(tmp_path / "a.jsonl", "The comet Alba was seen over Porto on Monday.")])
    *_, html = Desk(Assistant(store, reranker=Broken())).ask(QUESTION)
    assert "Something broke inside the program" in html
    assert "secret words" not in html
    assert "data-done" in html
    assert "secret words" in caplog.text


def test_opening_a_citation_marks_its_sentence_and_what_is_cited_with_it(desk):
    text = desk.assistant.article("a0").text
    end, start = text.index(".") + 1, text.index("Many")
    html = desk.open({"article": "a0", "start": "0", "end": str(end), "cited": [[0, end], [start, len(text)]]})
    assert f'<mark class="current" aria-current="true">{text[:end]}</mark>' in html
    assert f"<mark>{text[start:]}</mark>" in html


def test_an_edited_article_offers_its_earlier_texts(desk, tmp_path):
    assert "versions" not in desk.open({"article": "a0"})
    add(
        desk.assistant.store,
        [write_articles(tmp_path / "a.jsonl", "The comet Alba was seen over Braga, not Porto, on Monday.")],
    )
    html = desk.open({"article": "a0"})
    moment = re.search(r'data-version="(2[^"]+)"', html)[1]
    assert "over Braga" in html
    assert "over Porto" in desk.open({"article": "a0", "version": moment})


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"article": "nobody", "start": "0", "end": "1"},
        {"article": "a0", "start": "x", "end": "1"},
        {"article": "a0", "start": "1"},
        {"article": "a0", "start": "0", "end": "1", "cited": [[1]]},
    ],
)
def test_a_place_that_does_not_exist_is_an_error_in_words(desk, place):
    assert "cannot be opened" in desk.open(place)


def test_an_empty_archive_says_how_to_fill_it(store):
    assert "python -m index add" in Desk(Assistant.open(store)).welcome()


def test_a_port_in_use_is_named_with_what_to_do():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"--port {port + 1}"):
            check_port("127.0.0.1", port)


def test_a_follow_up_shows_what_it_was_understood_as_and_a_first_question_does_not(desk):
    *_, html = desk.ask(QUESTION)
    assert "Understood as" not in html
    *_, html = desk.ask("And when?", [QUESTION])
    assert "Understood as: And when? (comet Alba seen)" in html


@given(st.text(st.sampled_from("ab. \n"), min_size=1, max_size=3_000), st.data())
def test_a_peek_holds_the_sentence_to_the_letter_and_stays_short(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 300)))
    shown = peek(text, Span(start, end))
    assert shown.quote == text[start:end]
    assert shown.before.removeprefix("… ") in text[:start]
    assert shown.after.removesuffix(" …") in text[end:]
    assert len(shown.before) + len(shown.after) <= 710


def test_the_fields_of_the_filters_offer_what_the_archive_knows(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "One two three.", outlet='The "Post"', authors=["Ana Reis"])])
    html = Desk(Assistant.open(store)).filter_form("ask")
    assert '<option value="The &quot;Post&quot;">' in html
    assert '<option value="Ana Reis">' in html
