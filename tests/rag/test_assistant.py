"""The assistant on the seeds, with the real model, real Chroma and real SQLite."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import add
from rag import LONGEST_QUESTION, Answer, Assistant, QuestionError, QuoteError, Stage, Status
from tests.conftest import PROJECT, write_articles

QUESTIONS = [json.loads(line) for line in (PROJECT / "tests/eval/seeds.jsonl").read_text(encoding="utf-8").splitlines()]
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def assistant(seeded):
    return Assistant.open(seeded)


def assert_sound(assistant: Assistant, answer: Answer) -> None:
    for quote in (*answer.citations, *answer.near_misses):
        assert assistant.article(quote.source.article_id).text[quote.start : quote.end] == quote.quote != ""
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert all(claim.citations and claim.text == claim.citations[0].quote for claim in answer.claims)
    assert 0 <= answer.confidence <= 1
    assert (answer.status is Status.NOT_FOUND) == (not answer.claims)
    assert len(answer.claims) <= 4


def test_the_question_on_the_design_card(assistant):
    answer = assistant.ask("what did the EU demand for Safe?")
    assert answer.status is Status.ANSWERED
    assert "approximately €2 billion" in answer.citations[0].quote
    assert_sound(assistant, answer)


def test_a_reason_that_stands_in_the_sentence_after_what_happened_is_given_with_it(assistant):
    first, second, *_ = assistant.ask("Why did the talks collapse?").citations
    assert "collapse of talks" in first.quote
    assert "broke down primarily over financial contributions" in second.quote


def test_the_right_sentence_comes_first_and_what_is_not_there_is_not_answered(assistant):
    right = {True: [], False: []}
    for question in QUESTIONS:
        answer = assistant.ask(question["question"])
        assert_sound(assistant, answer)
        said = " ".join(c.quote for c in answer.citations[:2]).lower()
        found = any(a.lower() in said for a in question.get("answers", ()))
        right[question["answerable"]].append(found if question["answerable"] else answer.status is Status.NOT_FOUND)
    assert sum(right[True]) >= 0.85 * len(right[True])
    assert sum(right[False]) >= 0.85 * len(right[False])


@pytest.mark.parametrize(
    "question", ["Who won the 2022 World Cup?", "How do I make pizza dough?", "Bayern?", "???", "\u202e\0'\" OR 1=1 --"]
)
def test_what_the_archive_does_not_hold_is_refused_with_the_nearest_called_so(assistant, question):
    answer = assistant.ask(question)
    assert (answer.status, answer.citations) == (Status.NOT_FOUND, ())
    assert answer.text.startswith("Not in the archive")
    assert_sound(assistant, answer)


def test_a_name_that_occurs_nowhere_is_named(assistant):
    answer = assistant.ask("What did the EU demand for Horizon Europe?")
    assert answer.status is Status.NOT_FOUND
    assert answer.notes == ("“Horizon Europe” occurs in no article.",)
    assert answer.near_misses


def test_a_name_that_occurs_nowhere_is_not_answered_however_near_the_rest_is(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "The comet Alba was seen over Porto on Monday.")])
    assistant = Assistant.open(store)
    assert assistant.ask("Where was the comet Alba seen on Monday?").status is Status.ANSWERED
    answer = assistant.ask("Where was the comet Borealis seen over Porto on Monday?")
    assert answer.status is Status.NOT_FOUND
    assert answer.notes == ("“Borealis” occurs in no article.",)


def test_page_furniture_is_never_quoted(assistant):
    for question in ("What is the cost of the Rwanda plan?", "Who bombarded Starmer?", "What is trending on GB News?"):
        answer = assistant.ask(question)
        quoted = " ".join(q.quote for q in (*answer.citations, *answer.near_misses))
        assert not any(line in quoted for line in ("Rwanda", "bombard", "Trending", "WATCH", "Most Read", "Getty"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_any_question_gets_a_sound_answer(assistant, question):
    if question.split():
        assert_sound(assistant, assistant.ask(question))
        assistant.search(question)


def test_stages_come_first_and_the_answer_once_and_last(assistant):
    *stages, answer = assistant.stream("What did the EU demand for Safe?")
    assert len(stages) >= 2
    assert all(isinstance(stage, Stage) for stage in stages)
    assert isinstance(answer, Answer)


def test_a_follow_up_is_understood_from_the_history_given(assistant):
    history = [{"role": "user", "content": "What did the EU demand for Safe?"}]
    answer = assistant.ask("And what condition did France want?", history)
    assert "€90 billion" in answer.citations[0].quote
    assert "Safe" in answer.question


@pytest.mark.parametrize(("question", "words"), [("", "empty"), (" \n ", "empty"), ("why " * 2_500, "10,000")])
def test_a_question_that_cannot_be_worked_says_so(assistant, question, words):
    question = question if len(question) < LONGEST_QUESTION else question.strip() + "y" * 1
    with pytest.raises(QuestionError, match=words):
        assistant.ask(question)


def test_a_filter_that_is_no_day_says_so_and_an_unknown_one_is_a_mistake(assistant):
    with pytest.raises(QuestionError, match="YYYY-MM-DD"):
        assistant.ask("Why?", since="yesterday")
    with pytest.raises(TypeError, match="colour"):
        assistant.ask("Why?", colour="red")


def test_filters_limit_the_answer(assistant):
    answer = assistant.ask("What did David Lammy say?", outlets=["GB News"])
    assert {c.source.outlet for c in answer.citations} == {"GB News"}
    assert answer.coverage.articles == 2
    assert assistant.ask("what did the EU demand for Safe?", outlets=["Nobody"]).status is Status.NOT_FOUND


def test_search_gives_passages_best_first(assistant):
    hits = assistant.search("critical minerals summit", 5)
    assert len(hits) == 5
    assert "Marco Rubio" in hits[0].passage.text
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    with pytest.raises(QuestionError):
        assistant.search("x", 0)


def test_removing_an_article_removes_all_that_it_supported(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "The comet Alba was seen over Porto on Monday.", "Bread is baked daily.")])
    assistant = Assistant.open(store)
    assert assistant.ask("Where was the comet Alba seen?").citations
    store.remove(["a0"])
    answer = assistant.ask("Where was the comet Alba seen?")
    assert answer.status is Status.NOT_FOUND
    assert "a0" not in {near.source.article_id for near in answer.near_misses}


def test_an_empty_archive_says_so(store):
    answer = Assistant.open(store).ask("What is new?")
    assert answer.text == "Not in the archive: there are no articles to look through."


def test_many_threads_get_the_same_answers(assistant):
    from concurrent.futures import ThreadPoolExecutor

    questions = [q["question"] for q in QUESTIONS[:12]]
    alone = [assistant.ask(q).text for q in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda q: assistant.ask(q).text, questions)) == alone


def test_the_seconds_of_an_answer_are_those_it_took(assistant):
    started = time.monotonic()
    answer = assistant.ask("Who is Stella Creasy?")
    assert 0 < answer.seconds <= time.monotonic() - started + 1e-4  # seconds are rounded to four places


def test_an_answer_is_proven_again_before_it_is_handed_on(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "The comet Alba was seen over Porto on Monday.")])
    assistant = Assistant.open(store)
    answer = assistant.ask("Where was the comet Alba seen on Monday?")
    assistant.prove(answer)
    add(store, [write_articles(tmp_path / "a.jsonl", "The comet Alba was not seen over Porto on Monday.")])
    with pytest.raises(QuoteError):
        assistant.prove(answer)
