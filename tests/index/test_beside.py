"""What stands outside the passages is looked through for quotes, and guarded as everything else is."""

from __future__ import annotations

import pytest

from index import add, repair
from tests.conftest import write_articles

TEXT = "Buses ran late on Friday.\nMost Read\nMayor opens the longest bridge of the region at last"
EDITED = "Trams ran late on Friday.\nMost Read\nMayor opens the longest bridge of the region at last"
BRIDGE = "Mayor opens the longest bridge"


@pytest.fixture
def filled(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", TEXT, "The comet Alba was seen over Porto.")])
    add(store, [write_articles(tmp_path / "a.jsonl", EDITED, "The comet Alba was seen over Porto.")])
    return store


def held(store, text):
    return [(p.article.source.article_id, p.replaced is not None) for p in store.holding(text, 10)]


def test_furniture_and_earlier_texts_are_held_and_tell_which_text_it_is(filled):
    assert held(filled, BRIDGE) == [("a0", False), ("a0", True)]
    assert held(filled, "Buses ran late") == [("a0", False), ("a0", True)]
    earlier = filled.holding("Buses ran late", 10)[1]
    assert earlier.article.text == TEXT
    assert earlier.replaced == filled.versions("a0")[0].replaced


def test_what_is_removed_is_not_held(filled):
    filled.remove(["a0"])
    assert held(filled, BRIDGE) == []
    assert filled._catalogue.database.sql("SELECT count(*) FROM beside").fetchone() == (0,)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE beside SET body = 'else' WHERE number = (SELECT min(number) FROM beside)",
        "UPDATE beside SET fingerprint = 'else'",
        "DELETE FROM beside",
        "INSERT INTO words_beside (words_beside) VALUES ('delete-all')",
    ],
)
def test_damage_is_named_and_repaired(filled, damage):
    filled._catalogue.database.sql(damage)
    report = filled.check()
    assert not report.ok
    assert any("furniture or earlier texts" in p or "full text" in p for p in report.problems)
    assert repair(filled).ok
    assert held(filled, BRIDGE) == [("a0", False), ("a0", True)]


def test_a_text_without_content_words_is_looked_for_letter_by_letter(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", "What it is is what it was, said the ferryman of Molde.")])
    assert [p.article.source.article_id for p in store.carrying("What it is is what it was", 5)] == ["a0"]
    assert store.carrying("It was what it was", 5) == []
    assert store.carrying("", 5) == []
