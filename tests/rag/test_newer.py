from __future__ import annotations

import json

import pytest

from index import Store, add
from rag import Assistant

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newer")
    rows = [
        ("a", "2024-01-10", "The ferry company Nordlys said that its winter fares would rise by nine per cent."),
        ("b", "2024-03-01", "Nordlys has sold its oldest ship to a museum in Bergen. The ship was built in 1931."),
        ("c", "2024-04-01", "A museum in Bergen has opened a hall for ships."),
        ("d", None, "Nordlys was founded in 1890 by two brothers from Molde."),
    ]
    path = folder / "a.jsonl"
    lines = (json.dumps({"id": i, "title": f"Report {i}", "published": day, "text": text}) for i, day, text in rows)
    path.write_text("\n".join(lines), encoding="utf-8")
    store = Store.open(folder / "s", create=True)
    add(store, [path])
    yield Assistant(store)
    store.close()


def test_newer_articles_on_the_same_name_are_counted(assistant):
    answer = assistant.ask("By how much will the winter fares of Nordlys rise?")
    assert answer.citations[0].source.article_id == "a"
    assert answer.notes[-1] == "This rests on articles up to 2024-01-10; 1 newer one mentions “Nordlys”."


def test_articles_that_a_filter_hides_are_not_counted(assistant):
    answer = assistant.ask("By how much will the winter fares of Nordlys rise?", as_of="2024-02-01")
    assert not any("newer" in note for note in answer.notes)


def test_without_a_date_or_a_name_nothing_is_said_of_newer_articles(assistant):
    for question in ("Who founded Nordlys?", "What did a museum open a hall for?"):
        answer = assistant.ask(question)
        assert answer.citations
        assert not any("newer" in note for note in answer.notes)
