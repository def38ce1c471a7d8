"""Digests of names, keywords, articles and timelines, and what holds for every answer, on articles written for the test."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Store, add
from rag import Assistant, Form, Status
from rag.wishes import wish

pytestmark = pytest.mark.model

ARTICLES = [
    (
        "spring",
        "Nordlys raises its fares",
        "2024-01-10",
        "The ferry company Nordlys said that its winter fares would rise by nine per cent. "
        "Inga Dahl, the chair of the passengers' union, said: “Nobody can pay such fares.” "
        "The harbour of Molde has been served by its ships since 1890.",
    ),
    (
        "summer",
        "A ship for the museum",
        "2024-06-01",
        "Nordlys has sold its oldest ship to a museum in Bergen. “We shall paint it red,” Inga Dahl told reporters. "
        "The museum reportedly paid €2 million for the ship.",
    ),
    (
        "undated",
        "Two brothers from Molde",
        None,
        "Nordlys was founded by two brothers from Molde. They had borrowed the money from an aunt in Oslo. "
        "The first ship was built of oak and sank after a year.",
    ),
    (
        "strike",
        "Ferry crews walk out",
        "2024-08-01",
        "Crews of Nordlys walked out on Monday over pay. The strike stopped every ferry on the fjord for two days. "
        "“It was a hard decision for all of us.” Shops in Molde ran short of bread.",
    ),
]
QUESTIONS = [
    "Who bought the oldest ship?",
    "How much did the museum pay for the ship?",
    "Why did the crews walk out?",
    "What did Inga Dahl say?",
    "Nordlys fares",
    "timeline of Nordlys",
    "summarise Ferry crews walk out",
    "Who founded Nordlys?",
    "What do Inga Dahl and Nordlys want?",
    "Inga Dahl",
    "When was Nordlys founded and who won the cup?",
    "Where is the moon?",
]


def fill(store: Store, folder, articles=ARTICLES) -> Assistant:
    rows = folder / "articles.jsonl"
    lines = (json.dumps({"id": i, "title": title, "published": day, "text": text}) for i, title, day, text in articles)
    rows.write_text("\n".join(lines), encoding="utf-8")
    add(store, [rows])
    return Assistant(store)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("digest")
    store = Store.open(folder / "s", create=True)
    yield fill(store, folder)
    store.close()


@pytest.mark.parametrize(
    ("text", "form", "subject"),
    [
        ("Safe fund", Form.KEYWORD, "Safe fund"),
        ("ferry", Form.KEYWORD, "ferry"),
        ("Stella Creasy", Form.NAME, "Stella Creasy"),
        ("Who is Stella Creasy?", Form.NAME, "Stella Creasy"),
        ("What did Anand Menon say?", Form.NAME, "Anand Menon"),
        ("summarise the article 'Ferry crews walk out'", Form.SUMMARY, "Ferry crews walk out"),
        ("Please summarize abc123", Form.SUMMARY, "abc123"),
        ("timeline of Safe", Form.TIMELINE, "Safe"),
        ("Give me a chronology of the strike", Form.TIMELINE, "the strike"),
    ],
)
def test_what_is_no_question_is_told_from_one(text, form, subject):
    found = wish(text)
    assert (found.form, found.subject) == (form, subject)


@pytest.mark.parametrize(
    "text",
    [
        "what did the EU demand for Safe?",
        "Who is the prime minister?",
        "Who is convening the summit on critical minerals?",
        "Bayern?",
        "And France?",
        "Did the talks fail",
        "What did Lammy say about NATO?",
        "the",
        "",
        "???",
    ],
)
def test_a_question_is_no_wish(text):
    assert wish(text) is None


def test_a_timeline_goes_by_day_and_marks_what_has_none(assistant):
    answer = assistant.ask("timeline of Nordlys")
    assert answer.form is Form.TIMELINE
    assert [c.source.day for c in answer.citations] == ["2024-01-10", "2024-06-01", "2024-08-01", None]
    first, *_, last = answer.text.split("\n")
    assert first.startswith("(2024-01-10) ")
    assert last.startswith("(date unknown) ")


def test_a_name_gives_who_it_is_in_the_archive_s_words_and_what_was_said(assistant):
    assert "the chair of the passengers' union" in assistant.ask("Who is Inga Dahl?").citations[0].quote
    said = assistant.ask("What did Inga Dahl say?")
    assert said.form is Form.NAME
    assert {c.speaker for c in said.citations} == {"Inga Dahl"}


def test_a_keyword_gives_the_sentences_that_hold_all_of_it(assistant):
    answer = assistant.ask("Nordlys fares")
    assert (answer.form, answer.status) == (Form.KEYWORD, Status.ANSWERED)
    assert all("Nordlys" in c.quote and "fares" in c.quote for c in answer.citations)


@pytest.mark.parametrize("named", ["strike", "Ferry crews walk out"])
def test_a_summary_is_the_article_s_own_sentences_in_its_order(assistant, named):
    answer = assistant.ask(f"summarise {named}")
    assert answer.form is Form.SUMMARY
    assert {c.source.article_id for c in answer.citations} == {"strike"}
    starts = [c.start for c in answer.citations]
    assert starts == sorted(starts)
    assert starts[0] == 0


def test_a_summary_or_timeline_of_what_is_not_there_is_refused(assistant):
    assert assistant.ask("summarise Horizon Europe in brief").status is Status.NOT_FOUND
    refused = assistant.ask("timeline of Horizon")
    assert refused.status is Status.NOT_FOUND
    assert "“Horizon” occurs in no article." in refused.notes


def test_numbers_that_occur_nowhere_are_told(assistant):
    assert "“777” occurs in no article." in assistant.ask("Did the museum pay 777 crowns for the ship?").notes


def test_speech_without_a_name_beside_it_says_so(assistant):
    answer = assistant.ask("Was it a hard decision for all?")
    assert "(speaker not named here)" in answer.text
    assert answer.citations[0].speech
    assert answer.citations[0].speaker is None


def test_words_of_attribution_stay(assistant):
    answer = assistant.ask("How much did the museum pay for the ship?")
    assert "reportedly" in answer.claims[0].text
    focus = answer.citations[0].focus
    assert assistant.article("summer").text[focus.start : focus.end] == "€2 million"


def plain(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"\([^()]*\)|\[[^\]]*\]", " ", text))


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_answer_without_a_citation_no_citation_without_its_span_no_word_that_is_not_in_it(assistant, question):
    answer = assistant.ask(question)
    assert bool(answer.claims) == (answer.status is not Status.NOT_FOUND)
    lines = answer.text.split("\n") if answer.claims else []
    for claim, line in zip(answer.claims, lines, strict=True):
        assert claim.citations
        assert plain(line) == plain(claim.text)
        assert set(plain(claim.text)) <= set(plain(claim.citations[0].quote))
    for citation in answer.citations:
        text = assistant.article(citation.source.article_id).text
        assert text[citation.start : citation.end] == citation.quote != ""
        if citation.focus:
            assert citation.start <= citation.focus.start < citation.focus.end <= citation.end
        assert citation.speaker is None or citation.speaker in text


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(ARTICLES), st.sampled_from(QUESTIONS))
def test_removing_an_article_removes_everything_that_it_supported(tmp_path_factory, article, question):
    folder = tmp_path_factory.mktemp("removed")
    store = Store.open(folder / "s", create=True)
    assistant = fill(store, folder)
    before = assistant.ask(question)
    store.remove([article[0]])
    after = assistant.ask(question)
    store.close()
    shown = (*after.citations, *after.near_misses)
    assert article[0] not in {quote.source.article_id for quote in shown}
    only_there = {c.quote for c in before.citations if c.source.article_id == article[0]}
    assert not only_there & {claim.text for claim in after.claims}
