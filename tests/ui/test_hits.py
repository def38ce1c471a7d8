"""Which sentences of a passage a search shows."""

from __future__ import annotations

import pytest

from index import Passage, Source, Span
from ui.hits import telling

LINES = ("Flood money: minister names a date", "The minister spoke on Friday.", "Towns wait.", "Rain fell.", "Money comes.")


def passage(*lines: str) -> Passage:
    text, spans = "\n".join(lines), []
    for line in lines:
        start = text.index(line)
        spans.append(Span(100 + start, 100 + start + len(line)))
    return Passage(Source("a", "A"), 0, 100, 100 + len(text), text, tuple(spans))


def shown(found: Passage, sought: str) -> str:
    span = telling(found, sought)
    return found.text[span.start - 100 : span.end - 100]


def test_the_sentences_with_most_of_the_words_are_shown():
    assert shown(passage(*LINES), "rain money") == "Towns wait.\nRain fell.\nMoney comes."


@pytest.mark.parametrize("sought", ["flood date", "minister", "nothing of it"])
def test_a_headline_is_never_joined_to_the_sentence_after_it(sought):
    assert shown(passage(*LINES), sought) == "The minister spoke on Friday.\nTowns wait.\nRain fell."


def test_a_subheading_ends_what_is_shown():
    assert shown(passage("Rain fell.", "What comes next", "Towns wait."), "rain towns") == "Rain fell."


def test_a_passage_of_headlines_alone_is_shown():
    assert shown(passage("Rain in the north"), "rain") == "Rain in the north"
