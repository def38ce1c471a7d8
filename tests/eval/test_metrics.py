from __future__ import annotations

import pytest

from tests.eval.metrics import calibration_error, first_rank, hit_at, reciprocal_rank, says


def test_the_first_rank_is_that_of_the_first_place_that_holds_something_relevant():
    ranked = [{"a"}, {"b", "copy-of-b"}, {"c"}]
    assert first_rank(ranked, {"c", "copy-of-b"}) == 2
    assert first_rank(ranked, {"c"}) == 3
    assert first_rank(ranked, {"x"}) is None
    assert first_rank([], {"x"}) is None


def test_the_reciprocal_rank_is_nothing_past_the_cut():
    assert [reciprocal_rank(r) for r in (1, 2, 4, 10, 11, None)] == [1.0, 0.5, 0.25, 0.1, 0.0, 0.0]
    assert sum(map(reciprocal_rank, (1, 3, None))) / 3 == pytest.approx(4 / 9)


def test_a_hit_at_k_is_a_rank_of_at_most_k():
    assert [hit_at(r, 4) for r in (1, 4, 5, None)] == [True, True, False, False]


def test_an_answer_is_said_only_in_whole_words():
    assert says("It was Elon Musk’s X, again.", "X")
    assert not says("He was exact.", "X")
    assert says("Some 1,200 ships\nwaited", "1,200 ships")


def test_the_calibration_error_of_a_worked_example():
    # Two bins: .25, .15 (mean .2, none true: off by .2) and .9, .7, .8 (mean .8, two of three true: off by .1333).
    probabilities = [0.25, 0.15, 0.9, 0.7, 0.8]
    outcomes = [False, False, True, True, False]
    assert calibration_error(probabilities, outcomes, bins=2) == pytest.approx((2 * 0.2 + 3 * (0.8 - 2 / 3)) / 5)
    assert calibration_error([1.0, 0.0], [True, False]) == 0.0
    assert calibration_error([], []) == 0.0
