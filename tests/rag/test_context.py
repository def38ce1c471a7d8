from __future__ import annotations

import pytest

from index import Passage, Source, Span, add
from rag import Assistant
from rag.context import with_what_it_leans_on
from rag.types import Sentence
from tests.conftest import write_articles

SOURCE = Source("a", "A title")


def pair(first: str, second: str, gap: str = " ") -> Sentence:
    text = f"{first}{gap}{second}"
    spans = (Span(0, len(first)), Span(len(first) + len(gap), len(text)))
    return Sentence(Passage(SOURCE, 0, 0, len(text), text, spans), spans[1], second)


@pytest.mark.parametrize(
    "second",
    [
        "He refused.",
        "“This is an outrage,” he said.",
        "It was rejected.",
        "Their talks failed.",
        "The two met again.",
        "That failed.",
    ],
)
def test_a_sentence_that_leans_brings_the_one_before_it_along(second):
    for gap in (" ", "\n\n"):
        found = with_what_it_leans_on(pair("Lammy was asked to sign.", second, gap), ())
        assert found.text == f"Lammy was asked to sign.{gap}{second}" == found.passage.text[found.span.start : found.span.end]


@pytest.mark.parametrize("second", ["Healey refused.", "It is not clear whether Healey did.", "Itaipu closed.", "Thisbe died."])
def test_a_sentence_that_names_its_subject_stays_alone(second):
    sentence = pair("Lammy was asked to sign.", second)
    assert with_what_it_leans_on(sentence, ()) == sentence


def test_what_is_shown_anyway_a_heading_and_what_would_be_too_long_are_not_brought_along():
    leaning = pair("Lammy was asked to sign.", "He refused.")
    assert with_what_it_leans_on(leaning, {("a", 0)}) == leaning
    heading = pair("The Safe fund", "He refused.", "\n\n")
    assert with_what_it_leans_on(heading, ()) == heading
    long = pair("word " * 109 + "end.", "He refused.")
    assert with_what_it_leans_on(long, ()) == long


def test_the_first_sentence_of_a_passage_stays_alone():
    text = "He refused."
    sentence = Sentence(Passage(SOURCE, 0, 0, len(text), text, (Span(0, len(text)),)), Span(0, len(text)), text)
    assert with_what_it_leans_on(sentence, ()) == sentence


@pytest.mark.model
def test_an_answer_that_leans_is_one_citation_of_two_sentences(tmp_path):
    from index import Store

    store = Store.open(tmp_path / "s", create=True)
    text = (
        "The ferry company Nordlys was asked about its winter fares. It said that they would rise by nine per cent in January."
    )
    add(store, [write_articles(tmp_path / "a.jsonl", f"{text} Snow fell on the quay.", title="Harbour news")])
    answer = Assistant(store).ask("By how much will the winter fares rise?")
    assert answer.citations[0].quote == text
    assert store.article("a0").text[answer.citations[0].start : answer.citations[0].end] == text
    store.close()
