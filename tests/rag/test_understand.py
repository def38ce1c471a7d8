from __future__ import annotations

import pytest

from rag.asked import Kind, shows, taken_apart
from rag.understand import understand

EARLIER = [{"role": "user", "content": "What did the EU demand for Safe?"}, {"role": "assistant", "content": "..."}]


def test_a_first_question_stays_as_it_is():
    assert understand("And France?", []) == "And France?"


@pytest.mark.parametrize("question", ["And France?", "Why?", "What did they offer instead?"])
def test_a_follow_up_gets_the_names_it_leans_on(question):
    understood = understand(question, EARLIER)
    assert understood.startswith(question)
    assert "Safe" in understood
    assert "EU" in understood


def test_a_question_that_stands_alone_stays_as_it_is():
    question = "Who is convening the summit on critical minerals?"
    assert understand(question, EARLIER) == question


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much did the EU demand?", Kind.AMOUNT),
        ("How many years does it run?", Kind.DATE),
        ("When was it signed?", Kind.DATE),
        ("Who won?", Kind.PERSON),
        ("Why did the talks collapse?", Kind.REASON),
        ("Where did he speak?", Kind.PLACE),
        ("What did Lammy say?", Kind.QUOTE),
        ("Is it raining?", Kind.OTHER),
    ],
)
def test_the_kind_of_answer_is_told_from_the_question(question, kind):
    assert taken_apart(question).kind is kind


def test_a_person_asked_for_must_be_one_the_question_does_not_name():
    terms = frozenset(taken_apart("Who succeeded Ada Byron?").terms)
    assert not shows(Kind.PERSON, "Then Ada Byron resigned.", terms)
    assert shows(Kind.PERSON, "She was followed by Grace Hopper.", terms)
