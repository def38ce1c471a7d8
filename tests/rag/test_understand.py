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


@pytest.mark.parametrize(
    "question",
    [
        "Who is convening the summit on critical minerals?",
        "What is the Galileo system and why is it important?",
        "How long does it take to sail from Dover to Calais?",
        "Tell me about the Irish Sea border.",
        "Did the US say that NATO had agreed?",
    ],
)
def test_a_question_that_stands_alone_stays_as_it_is(question):
    assert understand(question, EARLIER) == question


def said(*turns: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": turn} for turn in turns]


@pytest.mark.parametrize(
    ("earlier", "question", "understood"),
    [
        (["Who is Stella Creasy?"], "What did she say about Ukraine?", "What did she say about Ukraine? (Stella Creasy)"),
        (["What is the Safe fund?"], "What are the main conditions?", "What are the main conditions? (Safe fund)"),
        (["What is the Safe fund?", "What are the main conditions?"], "When did it start?", "When did it start? (Safe fund)"),
        (["What is the Safe fund?", "Who is Stella Creasy?"], "When was she elected?", "When was she elected? (Stella Creasy)"),
        (["What does Germany want?"], "and France?", "and France? (Germany want)"),
        (["Tell me about the ferry strike."], "Are there any injuries?", "Are there any injuries? (ferry strike)"),
        (["What did the US demand?"], "Why?", "Why? (US demand)"),
        (
            ["What is the Safe fund?", "Tell me about the Galileo system."],
            "What did it cost?",
            "What did it cost? (Galileo system Safe fund)",
        ),
        (["Who is Stella Creasy?"], "What did Creasy demand?", "What did Creasy demand? (Stella)"),
        (["Tell me about the ferry strike."], "How were the passengers told?", "How were the passengers told? (ferry strike)"),
    ],
)
def test_a_follow_up_gets_the_last_subject_and_what_was_asked_of_it_only_where_it_goes_on(earlier, question, understood):
    assert understand(question, said(*earlier)) == understood


def test_the_first_subject_is_forgotten_where_the_archive_knows_both_and_never_together():
    history = said("What is the Safe fund?", "Tell me about the ferry strike.")
    asked = []

    def apart(one, other):
        asked.append((one, other))
        return True

    assert understand("When did it start?", history, apart=apart) == "When did it start? (ferry strike)"
    assert asked == [(["Safe", "fund"], ["ferry", "strike"])]
    assert understand("When did it start?", history) == "When did it start? (ferry strike Safe fund)"


def test_what_the_assistant_said_and_turns_without_words_are_no_subject():
    history = [{"role": "assistant", "content": "Horizon Europe is large."}, *said("", "???")]
    assert understand("When did it start?", history) == "When did it start?"


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
