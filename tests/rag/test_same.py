from __future__ import annotations

from dataclasses import replace

import pytest

from index import Source
from rag.differences import differences
from rag.same import alike, figures
from rag.types import Citation

ECHO = Source("a", "Flood", "Echo", (), "2024-01-02", None)
POST = Source("b", "The flood", "Post", (), "2024-01-03", None)
FLOOD = "The flood in the valley of Vigo killed {} people on Sunday night."


def cited(*quotes: tuple[str, Source]) -> list[Citation]:
    return [Citation(n, source, 0, len(quote), quote) for n, (quote, source) in enumerate(quotes, start=1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The minister rejected the plan.", "The minister rejected the plan"),
        ("Word came that the parties had settled.", "Word came that parties had settled."),
    ],
)
def test_the_same_content_words_in_the_same_order_are_one_claim(one, other):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The minister rejected the plan.", "The minister has not rejected the plan."),
        ("The biggest crowd was at the final.", "The previous biggest crowd was at the final."),
        ("It killed 12 people.", "It killed 15 people."),
        ("He may resign.", "He must resign."),
        ("Spain beat Italy.", "Italy beat Spain."),
    ],
)
def test_what_turns_the_sense_is_another_claim(one, other):
    assert not alike(one, other)


def test_two_figures_for_one_thing_are_told_with_who_and_when_and_not_which_is_right():
    (note,) = differences(cited((FLOOD.format(12), ECHO), (FLOOD.format(15), POST)))
    assert note == "Figures differ: “12 people” in “Flood” (Echo, 2024-01-02), “15 people” in “The flood” (Post, 2024-01-03)."


def test_two_days_for_one_thing_are_told():
    day = "The new bridge over the river at Vigo opens to traffic on {}."
    (note,) = differences(cited((day.format("3 May"), ECHO), (day.format("5 May"), POST)))
    assert "“3 May”" in note
    assert "“5 May”" in note


@pytest.mark.parametrize(
    "other",
    [
        (FLOOD.format("twelve"), POST),  # the same, in a word
        (FLOOD.format("more than 10"), POST),  # hedged
        (FLOOD.format(15), ECHO),  # the same article
        (FLOOD.format(15), replace(POST, published="2025-01-03")),  # another flood, a year later
        ("A fire in the hills of Porto hurt 15 people last week, the mayor said.", POST),  # another thing
    ],
)
def test_figures_that_may_well_agree_are_not_told(other):
    assert differences(cited((FLOOD.format(12), ECHO), other)) == []


def test_a_figure_has_a_unit_and_years_are_none():
    assert [(f.unit, f.value) for f in figures("In 2024 the EU paid €1.5 billion, 3% more, for 12 ships on 4 May.")] == [
        ("day of may", 4.0),
        ("€", 1.5e9),
        ("%", 3.0),
        ("ship", 12.0),
    ]
