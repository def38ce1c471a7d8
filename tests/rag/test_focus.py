from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asked import taken_apart
from rag.focus import focus


def focused(question: str, sentence: str) -> str | None:
    found = focus(taken_apart(question), sentence)
    return sentence[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        (
            "What did the Guild demand for Alba?",
            "Talks failed, with the Guild reportedly demanding approximately €2 billion while others paid less.",
            "approximately €2 billion",
        ),
        (
            "How much did the brewers want to pay?",
            "The Guild demanded €2 billion while the brewers thought hundreds of millions were enough for them.",
            "hundreds of millions",
        ),
        ("How many ships sank?", "In 1912 the fleet lost 39 ships, and 12 sailors drowned in the cold water.", "39 ships"),
        (
            "When will the bridge open?",
            "The bridge will open to the public on 3 May 2024.",
            "on 3 May 2024",
        ),
        (
            "When was the deal struck?",
            "The 2020 deal was struck within six months of the vote.",
            "within six months",
        ),
        (
            "Who convened the summit?",
            "It was a summit on minerals in Porto, convened by Ada Byron.",
            "Ada Byron",
        ),
        ("Who opposes the plan?", "Germany, however, opposes the plan and its many conditions as it stands.", "Germany"),
        ("Where did Byron speak?", "Byron spoke to a large crowd of engineers in Vigo before she left the country.", "Vigo"),
        (
            "Why did the talks fail?",
            "The talks failed because nobody had read the paper; others met later.",
            "because nobody had read the paper",
        ),
        (
            "What did Byron say?",
            "Ada Byron said: “The engine weaves patterns of every kind.”",
            "The engine weaves patterns of every kind",
        ),
    ],
)
def test_the_words_that_answer_are_marked(question, sentence, words):
    assert focused(question, sentence) == words


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many ships sank?", "The fleet had 12 sailors on board, who all came home to their families in the end."),
        ("Who convened the summit?", "The summit in Porto was long, and Ada Byron and Grace Hopper both took part in it."),
        ("When did it start?", "It started slowly, and nobody at all took any notice of it for quite a long while."),
        ("What is Alba?", "Alba is a comet that nobody had seen before the winter of that year in the south."),
        ("What could Spain cooperate on?", "The cooperation follows the collapse of talks with Spain about fishing rights."),
        ("Why?", ""),
    ],
)
def test_nothing_is_marked_where_it_is_not_plain(question, sentence):
    assert focused(question, sentence) is None


@given(
    st.sampled_from(["How many people died?", "When?", "Who won?", "Why?", "Where is it?", "What did Byron say?"]),
    st.text(max_size=120),
)
def test_a_focus_lies_within_the_sentence_and_is_not_empty(question, sentence):
    found = focus(taken_apart(question), sentence)
    assert found is None or (0 <= found.start < found.end <= len(sentence) and sentence[found.start : found.end].strip())
