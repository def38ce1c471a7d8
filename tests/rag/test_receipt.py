from __future__ import annotations

import json

import pytest

from index import add
from rag import Assistant, QuestionError, checked, followups, receipt
from tests.conftest import write_articles

TEXTS = (
    "The comet Alba was seen over Porto on Monday. Many people watched it.",
    "The bridge at Ovar closed in May. Nobody asked why.",
)
QUESTION = "Where was the comet Alba seen?"


@pytest.fixture
def assistant(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", *TEXTS)])
    return Assistant.open(store)


@pytest.fixture
def made(assistant):
    answer = assistant.ask(QUESTION)
    found = receipt(
        QUESTION, answer, {"since": "2024-01-01"}, made="2024-05-05T10:00:00", model="m", article_of=assistant.article
    )
    return json.loads(json.dumps(found))


def test_a_receipt_says_what_was_asked_cited_and_made_with(made, assistant):
    assert made["question"] == QUESTION
    assert made["filters"] == {"since": "2024-01-01"}
    (cited, *_) = made["citations"]
    article = assistant.article(cited["article_id"])
    assert article.text[cited["start"] : cited["end"]] == cited["quote"]
    assert cited["fingerprint"] == article.fingerprint
    assert (made["model"], made["version"]) == ("m", "0.1.0")


def test_an_article_that_stayed_is_the_same(made, assistant):
    found = checked(made, assistant.article)
    assert (found["same"], found["edited"], found["removed"]) == (len(made["citations"]), 0, 0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXTS[0] + " It left on Friday.", "still stands at its place"),
        ("Corrected. " + TEXTS[0], "at another place now"),
        ("The comet Alba was seen over Braga on Tuesday. Many people watched it.", "does not stand in it any more"),
    ],
)
def test_an_edited_article_is_told_with_what_became_of_the_quote(made, assistant, tmp_path, text, words):
    add(assistant.store, [write_articles(tmp_path / "a.jsonl", text, TEXTS[1])])
    row = checked(made, assistant.article)["citations"][0]
    assert row["state"] == "edited"
    assert words in row["note"]


def test_a_removed_article_is_told(made, assistant):
    assistant.store.remove(["a0"])
    assert checked(made, assistant.article)["citations"][0]["state"] == "removed"


def test_a_receipt_whose_quote_was_changed_is_not_the_same(made, assistant):
    made["citations"][0]["quote"] = made["citations"][0]["quote"].replace("Porto", "Braga")
    row = checked(made, assistant.article)["citations"][0]
    assert row["state"] == "edited"
    assert "not what stands at its place" in row["note"]


@pytest.mark.parametrize("made", [{}, {"format": "other", "citations": []}, {"format": "cuttings-receipt-1", "citations": 3}])
def test_what_is_no_receipt_is_refused_in_words(made, assistant):
    with pytest.raises(QuestionError, match="no receipt"):
        checked(made, assistant.article)


def test_the_command_tells_same_and_removed(command, tmp_path):
    news, store = write_articles(tmp_path / "a.jsonl", *TEXTS), str(tmp_path / "store")
    command("-m", "index", "add", str(news), "--store", store)
    article = command.json("-m", "index", "show", "a0", "--store", store)
    cited = {"number": 1, "article_id": "a0", "title": "T", "start": 0, "end": 9, "quote": TEXTS[0][:9]}
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps({"format": "cuttings-receipt-1", "question": "Q", "citations": [cited]}), encoding="utf-8")
    assert article["text"] == TEXTS[0]
    assert command.json("-m", "rag", "receipt", str(file), "--store", store)["edited"] == 1  # without its fingerprint
    command("-m", "index", "remove", "a0", "--store", store)
    assert "removed" in command("-m", "rag", "receipt", str(file), "--store", store).stdout


@pytest.mark.parametrize("content", ["", "[]", "no JSON"])
def test_a_file_that_is_no_receipt_fails_in_one_line(command, tmp_path, content):
    news, store = write_articles(tmp_path / "a.jsonl", *TEXTS), str(tmp_path / "store")
    command("-m", "index", "add", str(news), "--store", store)
    file = tmp_path / "receipt.json"
    file.write_text(content, encoding="utf-8")
    failed = command("-m", "rag", "receipt", str(file), "--store", store, status=1)
    assert len(failed.stderr.strip().splitlines()) == 1


@pytest.mark.model
def test_follow_ups_are_answered_with_sentences_that_were_not_cited(seeded):
    assistant = Assistant.open(seeded)
    answer = assistant.ask("what did the EU demand for Safe?")
    offered = followups(answer, assistant.ask)
    assert len(offered) <= 3
    cited = {(c.source.article_id, c.start) for c in answer.citations}
    for question in offered:
        assert {(c.source.article_id, c.start) for c in assistant.ask(question).citations} - cited


def test_nothing_is_offered_after_a_refusal(assistant):
    answer = assistant.ask("Who won the 1998 election in Atlantis?")
    assert followups(answer, assistant.ask) == []
