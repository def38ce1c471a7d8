from __future__ import annotations

import socket

import pytest

from index import Progress, add
from rag import Assistant
from tests.conftest import write_articles
from ui import PortInUse
from ui.desk import Desk
from ui.server import check_port


@pytest.fixture
def desk(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "The comet Alba was seen over Porto on Monday. Many people watched it.")])
    return Desk(Assistant.open(store))


def test_the_conversation_grows_from_stage_to_answer(desk):
    shown = [html for html, _ in desk.ask("Where was the comet Alba seen?", [])]
    assert 'class="stage"' in shown[0]
    assert 'class="claim"' in shown[-1]
    assert "over Porto" in shown[-1]


def test_the_head_tells_how_far_an_addition_has_come_that_another_process_makes(desk):
    assert "1 article<" in desk.holdings()
    assert "Adding" not in desk.holdings()
    store = desk.assistant.store
    with store.writing():
        store.note(Progress(read=50, total=200, passages=400, seconds=20.0))
        assert "Adding articles: 50 of 200 read, 20 passages a second, about 60 seconds left" in desk.holdings()
    assert "Adding" not in desk.holdings()


def test_an_error_is_shown_in_words_and_the_conversation_goes_on(desk):
    *_, (html, turns) = desk.ask("x" * 5_000, [])
    assert "shorten it" in html
    *_, (html, turns) = desk.ask("Where was the comet Alba seen?", turns)
    assert "shorten it" in html
    assert "over Porto" in html
    assert len(turns) == 2


def test_opening_a_citation_marks_its_sentence(desk):
    *_, (_, turns) = desk.ask("Where was the comet Alba seen?", [])
    citation = turns[0].answer.citations[0]
    html = desk.open({"article": "a0", "start": str(citation.start), "end": str(citation.end), "turn": "0"}, turns)
    assert f'<mark class="current" aria-current="true">{citation.quote}</mark>' in html


@pytest.mark.parametrize(
    "place", [{}, {"article": "nobody", "start": "0", "end": "1"}, {"article": "a0", "start": "x", "end": "1"}]
)
def test_a_place_that_does_not_exist_is_an_error_in_words(desk, place):
    assert "cannot be opened" in desk.open(place, [])


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
    *_, (html, turns) = desk.ask("Where was the comet Alba seen?", [])
    assert "Understood as" not in html
    *_, (html, _) = desk.ask("And when?", turns)
    assert "Understood as: And when? (comet Alba seen)" in html
