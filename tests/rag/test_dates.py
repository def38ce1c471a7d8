from __future__ import annotations

import json
from datetime import date

import pytest

from index import add
from rag import Assistant, Status
from rag.dates import bounds


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What did he say in December 2023?", "2023-12-01", "2024-01-03"),
        ("What happened on 3 May 2024?", "2024-05-03", "2024-05-06"),
        ("What happened on May 3, 2024?", "2024-05-03", "2024-05-06"),
        ("What happened on the 3rd of May 2024?", "2024-05-03", "2024-05-06"),
        ("What has changed since March 2024?", "2024-03-01", None),
        ("What was known before 2024-02-29?", None, "2024-02-28"),
        ("What came after Feb. 2024?", "2024-03-01", None),
        ("What was said from March 2024 until June 2024?", "2024-03-01", "2024-06-30"),
    ],
)
def test_days_and_months_are_bounds(question, since, until):
    found = bounds(question)
    assert (found.since, found.until) == (since and date.fromisoformat(since), until and date.fromisoformat(until))


@pytest.mark.parametrize(
    "question",
    [
        "What was agreed before the election?",
        "What happened in 2022?",
        "What happened on 31 February 2024?",
        "May 2024 bring peace?",
        "Who said that March 2024 was the best month?",
        "What did he say since June 2024 and before March 2024?",
        "",
    ],
)
def test_what_is_no_certain_date_is_no_bound(question):
    assert bounds(question) is None


@pytest.fixture
def assistant(store, tmp_path):
    rows = tmp_path / "rows.jsonl"
    seen = "The comet Alba was seen over {} by many people, as in the December of 2023."
    dec = {"id": "dec", "title": "Comet", "text": seen.format("Porto"), "published": "2023-12-10"}
    mar = {"id": "mar", "title": "Comet", "text": seen.format("Vigo"), "published": "2024-03-10"}
    rows.write_text(f"{json.dumps(dec)}\n{json.dumps(mar)}\n", encoding="utf-8")
    add(store, [rows])
    return Assistant(store)


def test_a_question_is_answered_from_the_days_that_it_names_and_says_so(assistant):
    answer = assistant.ask("Where was the comet Alba seen in December 2023?")
    assert [c.source.article_id for c in answer.citations] == ["dec"]
    assert "in December 2023" in answer.notes[-1]
    assert answer.coverage.articles == 1


def test_where_those_days_hold_no_answer_the_others_are_asked_and_it_is_said(assistant):
    answer = assistant.ask("Where was the comet Alba seen in December 2020?")
    assert answer.status is Status.ANSWERED
    assert answer.notes[0] == "No answer in the articles published in December 2020; this is from the others."


def test_the_caller_s_own_days_come_before_those_of_the_question(assistant):
    answer = assistant.ask("Where was the comet Alba seen in December 2023?", since="2024-01-01")
    assert {c.source.article_id for c in answer.citations} == {"mar"}
