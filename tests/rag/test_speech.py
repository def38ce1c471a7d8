from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Span
from rag.speech import quotations, speech


def speaker(text: str, part: str) -> str | None:
    at = text.index(part)
    found = speech(text, Span(at, at + len(part)))
    assert found is not None, "no speech found"
    return found.speaker


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ('Ada Byron said: "The engine weaves algebraic patterns."', "The engine", "Ada Byron"),
        ('"The engine weaves algebraic patterns," Ada Byron said.', "The engine", "Ada Byron"),
        ('"The engine weaves algebraic patterns," said Ada Byron, who wrote notes.', "The engine", "Ada Byron"),
        ("“The engine weaves algebraic patterns,” she wrote.", "The engine", None),
        ("Meanwhile, Ada Byron warned that it “weaves very many algebraic patterns”.", "Meanwhile", "Ada Byron"),
        ("Professor Ada Byron, Senior Fellow, BCS said: “It weaves algebraic patterns.”", "Professor", "Professor Ada Byron"),
        ("Ada Byron, head of the society, said: “It weaves algebraic patterns.”", "Ada", "Ada Byron"),
        ("A spokesman for Oxfam said: “It weaves algebraic patterns.”", "A spokesman", None),
        ("The Leader of the Opposition, who is ahead, said: “It weaves algebraic patterns.”", "The Leader", None),
        ("Sources close to Labour suggested it “weaves very many algebraic patterns”.", "Sources", None),
        ("Kevin Conolly said it “weaves very many algebraic patterns”.", "Kevin", "Kevin Conolly"),
        ("When the Echo asked Ada Byron, the host joked, “It weaves algebraic patterns.”", "When", None),
        (
            "It hit the town hard, with Ada Byron, chair of the board, noting “very many algebraic patterns”.",
            "It hit",
            "Ada Byron",
        ),
        ("It left the EU. Ada Byron told us: “It weaves algebraic patterns.”", "It weaves", "Ada Byron"),
        ("Grace Hopper met Ada Byron, noting “very many algebraic patterns”.", "Grace", None),
    ],
)
def test_the_speaker_is_the_one_named_beside_the_verb_and_nobody_else(text, part, name):
    assert speaker(text, text[text.index(part) :]) == name


def test_speech_that_goes_on_in_the_next_sentence_keeps_its_speaker():
    text = '"It weaves patterns," Ada Byron said. "Nobody had thought of that before."'
    assert speaker(text, '"Nobody had thought of that before."') == "Ada Byron"


def test_a_sentence_without_marks_inside_a_quotation_is_speech():
    text = "Ada Byron said: “The engine is here. The task now is to make it work.”"
    assert speaker(text, "The task now is to make it work.”") == "Ada Byron"


def test_speech_goes_on_over_a_paragraph_only_where_the_mark_was_left_open():
    open_mark = 'Ada Byron said: "We begin today.\n"We would begin directly after the election."'
    assert speaker(open_mark, '"We would begin directly after the election."') == "Ada Byron"
    assert speaker(open_mark.replace("today.\n", 'today."\n'), '"We would begin directly after the election."') is None


def test_a_full_stop_within_the_marks_ends_the_attribution():
    text = 'Grace Hopper said it "was very difficult indeed." Ada Byron told the Echo more.'
    assert speaker(text, 'Grace Hopper said it "was very difficult indeed."') == "Grace Hopper"


@pytest.mark.parametrize("text", ["Ada Byron spoke of “red tape” again.", "No marks at all here.", "", "'tis the Tories' plan"])
def test_terms_in_quotation_marks_and_plain_text_are_no_speech(text):
    assert speech(text, Span(0, len(text))) is None


@given(st.text(alphabet='ab .,"“”‘’«»\n—’sSaidJoe:', max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_is_read_without_an_error_and_speech_lies_within_it(text, start, end):
    found = speech(text, Span(min(start, end, len(text)), min(max(start, end), len(text))))
    if found:
        assert 0 <= found.span.start <= found.span.end <= len(text)
        assert found.speaker is None or found.speaker in text


@given(st.text(alphabet='ab ."“”‘’', max_size=60))
def test_quotations_do_not_overlap_and_come_in_order(text):
    spans = [span for span, _ in quotations(text)]
    assert all(one.end < other.start for one, other in pairwise(spans))


def test_hostile_text_is_read_in_bounded_time_and_depth():
    for text in ('"A said ' * 20_000, "“a”, " * 20_000, '"We go on.\n' * 3_000, "\ue000 said “four words or more”. " * 500):
        speech(text, Span(len(text) - 20, len(text) + 50))
