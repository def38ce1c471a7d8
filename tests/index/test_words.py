from __future__ import annotations

import pytest

from index import fold, names, numbers, terms, words


def test_accents_and_case_are_folded():
    assert fold("Šefčovič") == fold("SEFCOVIC") == "sefcovic"


def test_initials_and_possessives_are_plain_words():
    assert words("The U.K.'s plan, and Labour’s") == ["the", "uk", "plan", "and", "labour"]


def test_terms_are_stems_without_stop_words():
    assert terms("What did they say about the defences?") == terms("defence")


def test_numbers_lose_their_separators():
    assert numbers("It cost 1,500.50 or 2 billion.") == {"1500.50", "2"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what did the EU demand for Safe?", ["EU", "Safe"]),
        ("What did the EU demand for Horizon Europe?", ["EU", "Horizon Europe"]),
        ("When was the Treaty of Lisbon signed?", ["Treaty of Lisbon"]),
        ("Who is Starmer's minister?", ["Starmer"]),
        ("how do i make pizza dough?", []),
        ("What Did The EU Demand For Safe?", []),
    ],
)
def test_names_are_runs_of_capitalised_words(question, expected):
    assert names(question) == expected
