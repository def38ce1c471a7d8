"""The command line as others' scripts use it, in processes of its own."""

from __future__ import annotations

import json

import pytest

from tests.conftest import SEEDS, write_articles

SOURCE = {"article_id", "title", "outlet", "authors", "published", "url"}


@pytest.fixture(scope="module")
def seeded_folder(seeded):
    return str(seeded.folder)


def test_a_life_of_an_archive(command, tmp_path):
    folder = str(tmp_path / "store")
    path = write_articles(
        tmp_path / "a.jsonl", "The comet Alba was seen over Porto.", "Bread rose.", outlet="The Example", extra=1
    )
    report = command.json("-m", "index", "add", str(path), "--store", folder)
    assert set(report) >= {"added", "changed", "unchanged", "rejected", "articles", "passages", "seconds"}
    assert (report["added"], report["articles"], report["rejected"]) == (2, 2, [])
    listed = command.json("-m", "index", "list", "--store", folder)["articles"]
    assert [a["article_id"] for a in listed] == ["a0", "a1"]
    assert set(listed[0]) >= SOURCE | {"passages"}
    shown = command.json("-m", "index", "show", "a0", "--store", folder)
    assert shown["text"] == "The comet Alba was seen over Porto."
    assert command.json("-m", "index", "check", "--store", folder)["ok"] is True
    assert command.json("-m", "index", "remove", "a1", "--store", folder) == {"removed": 1}
    assert command.json("-m", "index", "rebuild", "--store", folder)["passages"] == 1
    assert len(command.json("-m", "index", "list", "--store", folder)["articles"]) == 1


def test_rejected_files_do_not_fail_add_and_are_named(command, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bad.txt").write_bytes(b"\0")
    (tmp_path / "in" / "good.txt").write_text("Fine.")
    done = command("-m", "index", "add", str(tmp_path / "in"), "--store", str(tmp_path / "s"))
    assert "1 added" in done.stdout
    assert "bad.txt: it is binary" in done.stdout


@pytest.mark.model
def test_ask_prints_the_contract(command, seeded_folder):
    answer = command.json("-m", "rag", "ask", "what did the EU demand for Safe?", "--store", seeded_folder)
    assert set(answer) >= {
        *("question", "status", "confidence", "text", "claims", "citations", "near_misses", "coverage", "notes", "seconds")
    }
    assert answer["status"] == "answered"
    first = answer["citations"][0]
    assert set(first) >= SOURCE | {"number", "start", "end", "quote"}
    text = command.json("-m", "index", "show", first["article_id"], "--store", seeded_folder)["text"]
    assert text[first["start"] : first["end"]] == first["quote"]
    assert "€2 billion" in first["quote"]


@pytest.mark.model
def test_ask_for_people_shows_sources_and_refusals(command, seeded_folder):
    done = command("-m", "rag", "ask", "What did the EU demand for Horizon Europe?", "--store", seeded_folder)
    assert "Not in the archive" in done.stdout
    assert "“Horizon Europe” occurs in no article." in done.stdout
    assert "Closest, but no answer" in done.stdout


@pytest.mark.model
def test_search_prints_the_contract(command, seeded_folder):
    found = command.json("-m", "rag", "search", "critical minerals", "--limit", "3", "--store", seeded_folder)
    assert len(found["hits"]) == 3
    assert set(found["hits"][0]) >= {"article_id", "title", "start", "end", "text", "score", "method", "copies"}
    assert found["seconds"] > 0


@pytest.mark.model
def test_a_batch_answers_row_by_row_in_order_and_goes_on_after_a_bad_row(command, seeded_folder, tmp_path):
    rows = [
        {"id": 1, "question": "Who is Stella Creasy?", "unknown": "ignored"},
        {"id": "empty", "question": ""},
        {"id": 3, "text": "What did the EU demand for Safe?", "as_of": "2030-01-01", "outlets": []},
        {"id": 4},
        {"id": 5, "question": "Why?", "since": "soon"},
    ]
    path = tmp_path / "batch.jsonl"
    path.write_text("\n".join([*(json.dumps(r) for r in rows), "rubbish"]), encoding="utf-8")
    lines = command("-m", "rag", "ask", "--batch", str(path), "--store", seeded_folder, "--json").stdout.splitlines()
    answers = [json.loads(line) for line in lines]
    assert [a["id"] for a in answers] == [1, "empty", 3, 4, 5, None]
    assert [("error" in a) for a in answers] == [False, True, False, True, True, True]
    assert answers[2]["status"] == "answered"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-m", "index", "list"), "there is no archive"),
        (("-m", "index", "show", "x"), "there is no archive"),
        (("-m", "rag", "ask", "Why?"), "there is no archive"),
        (("app.py",), "there is no archive"),
    ],
)
def test_a_failure_is_one_readable_line(command, tmp_path, arguments, words):
    done = command(*arguments, "--store", str(tmp_path / "nowhere"), status=1)
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.model
@pytest.mark.parametrize(("question", "words"), [("", "empty"), ("why " * 2_500, "shorten it")])
def test_a_question_that_cannot_be_worked_is_one_line(command, seeded_folder, question, words):
    done = command("-m", "rag", "ask", question, "--store", seeded_folder, status=1)
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [("-m", "index"), ("-m", "index", "add"), ("-m", "rag", "ask"), ("-m", "rag", "ask", "x", "--since", "soon")]
)
def test_wrong_usage_exits_with_2(command, arguments):
    command(*arguments, status=2)


def test_an_unknown_article_is_named(command, seeded_folder):
    assert "'nobody'" in command("-m", "index", "show", "nobody", "--store", seeded_folder, status=1).stderr
    assert "'nobody'" in command("-m", "index", "remove", "nobody", "--store", seeded_folder, status=1).stderr


def test_listing_showing_and_removing_load_no_model_and_no_chroma(command, tmp_path):
    folder = str(tmp_path / "store")
    command("-m", "index", "add", str(SEEDS), "--store", folder)
    for arguments in (["list"], ["show", "e69197505eb8"], ["remove", "e69197505eb8"]):
        code = (
            f"import sys; sys.argv = ['index', *{arguments}, '--store', {folder!r}]; import index.__main__ as m; m.main()\n"
            "heavy = {'torch', 'chromadb', 'sentence_transformers', 'transformers'} & set(sys.modules)\n"
            "sys.exit(f'loaded {heavy}' if heavy else 0)"
        )
        command("-c", code)


QUOTE = "The UK government is open to a second go but clearly if the EU came back with the same kind of proposition"


def test_quote_prints_the_contract_and_takes_its_text_as_one_quote(command, seeded_folder):
    (found,) = command.json("-m", "rag", "quote", f"“{QUOTE}”", "--store", seeded_folder)["quotes"]
    assert set(found) >= {"text", "verdict", "foldings", "alarms", "matches"}
    assert (found["verdict"], found["articles"]) == ("exact", 1)
    match = found["matches"][0]
    assert set(match) >= SOURCE | {"start", "end", "text", "diff", "around", "speech", "speaker", "replaced", "copies"}
    text = command.json("-m", "index", "show", match["article_id"], "--store", seeded_folder)["text"]
    assert text[match["start"] : match["end"]] == match["text"] == QUOTE


def test_quote_in_words_tells_what_differs(command, seeded_folder):
    done = command("-m", "rag", "quote", QUOTE.replace("is open", "is not open"), "--store", seeded_folder)
    assert done.stdout.startswith("Printed differently: a negation differs\n")
    assert "quoted “not”, not printed" in done.stdout


def test_a_batch_of_quotes_gives_a_line_each_in_order_and_names_the_row_that_cannot_be_worked(command, seeded_folder, tmp_path):
    batch = tmp_path / "batch.jsonl"
    rows = [{"id": "a", "text": QUOTE}, {"id": "b"}, {"id": "c", "text": "No such words were ever printed in this archive"}]
    batch.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    done = command("-m", "rag", "quote", "--batch", str(batch), "--store", seeded_folder)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert [line["quotes"][0]["verdict"] for line in (lines[0], lines[2])] == ["exact", "not_found"]
    assert "error" in lines[1]
    assert all(0 < line["seconds"] < 5 for line in (lines[0], lines[2]))
