from __future__ import annotations

import json

import pytest

from index import Store, add
from rag import Assistant, Status
from rag.compound import parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What do France and Germany want?", ["What does France want?", "What does Germany want?"]),
        (
            "How did the EU, Britain and France react?",
            ["How did the EU react?", "How did Britain react?", "How did France react?"],
        ),
        ("Who is Stella Creasy? What is Safe worth?", ["Who is Stella Creasy?", "What is Safe worth?"]),
        ("When did the talks start and who led the talks?", ["When did the talks start?", "who led the talks?"]),
    ],
)
def test_a_question_of_several_parts_is_taken_apart(question, expected):
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What did the EU demand for Safe?",
        "Who wrote Pride and Prejudice?",
        "What did France and Germany agree on?",
        "What is Safe and why was it founded?",
        "Why did supply and demand differ?",
        "???",
        "",
        "and when?",
    ],
)
def test_one_question_stays_one(question):
    assert parts(question) == [question]


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compound")
    texts = {
        "fr": "France wants stricter limits on catches of cod in the North Sea, its minister said on Monday.",
        "de": "Germany wants more time before any limits on catches of cod are set, its minister told reporters.",
        "no": "Snow fell on the mountains of the north, and the passes were closed for the winter.",
    }
    path = folder / "a.jsonl"
    path.write_text("\n".join(json.dumps({"id": i, "title": i, "text": t}) for i, t in texts.items()), encoding="utf-8")
    store = Store.open(folder / "s", create=True)
    add(store, [path])
    yield Assistant(store)
    store.close()


@pytest.mark.model
def test_each_part_is_answered_and_cited(assistant):
    answer = assistant.ask("What do France and Germany want for catches of cod?")
    assert answer.status is Status.ANSWERED
    assert {c.source.article_id for c in answer.citations} == {"fr", "de"}
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    places = [(c.source.article_id, c.start) for c in answer.citations]
    assert len(places) == len(set(places)), "a sentence is cited twice"
    assert answer.question == "What do France and Germany want for catches of cod?"
    assistant.prove(answer)


@pytest.mark.model
def test_a_part_that_is_not_answered_is_named(assistant):
    answer = assistant.ask("What does France want for catches of cod? Who won the World Cup in 1998?")
    assert answer.status is Status.PARTIAL
    assert {c.source.article_id for c in answer.citations} == {"fr"}
    assert any("No answer to: Who won the World Cup in 1998?" in note for note in answer.notes)


@pytest.mark.model
def test_where_no_part_is_answered_nothing_is(assistant):
    answer = assistant.ask("Who won the World Cup in 1998? Who won the World Cup in 2002?")
    assert (answer.status, answer.claims, answer.citations) == (Status.NOT_FOUND, (), ())
