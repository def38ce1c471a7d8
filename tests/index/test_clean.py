from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.clean import furniture, headline


def marked(text: str) -> list[str]:
    return [text[start:end] for start, end in furniture(text)]


@pytest.mark.parametrize(
    "line",
    [
        "Don't Miss",
        "MOST READ",
        "Trending on The Daily Example",
        "You may also like",
        "WATCH: Minister walks out of interview",
        "Read more: Ten things to know",
        "Follow Ada Byron on Twitter here @adabyron",
        "Sign up to our morning newsletter",
        "Photo: Ada Byron/Reuters",
        "Getty/PA",
        "Ada Byron/AFP via Getty Images",
        "Advertisement",
        "Contributing: Ada Byron, The Associated Press",
    ],
)
def test_a_line_of_page_furniture_is_marked(line):
    assert marked(f"A headline\n{line}\nThe minister left the room.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The most read book of the year was a novel.",
        "Follow the money, the prosecutor said on Monday.",
        "Getty bought the house in 1974.",
        "He told reporters to watch the vote.",
        "Related parties must disclose payments under the new law.",
        "Share prices fell.",
        "PA consulting firms were asked to bid.",
        "More than 200 people came.",
    ],
)
def test_a_sentence_is_not_furniture(line):
    assert marked(f"A headline\n{line}\nThe minister left the room.") == []


def test_headlines_of_other_stories_under_a_label_are_marked_until_a_sentence_comes():
    text = "Title\nLATEST DEVELOPMENTS:\n- Storm hits coast\n- 'Never again!' says mayor\nThe minister left the room."
    assert marked(text) == ["LATEST DEVELOPMENTS:", "- Storm hits coast", "- 'Never again!' says mayor"]


def test_news_in_bullets_under_a_label_stays_text():
    assert marked("Title\nLatest developments:\n• The army left the city.\n• Two bridges fell.") == ["Latest developments:"]


def test_a_caption_above_its_credit_is_marked():
    text = "Title\nThe talks went on.\nThe minister outside the palace\nGetty\nThey end today."
    assert marked(text) == ["The minister outside the palace", "Getty"]


def test_a_credit_run_together_with_the_next_paragraph_is_marked_alone():
    text = "Title\nOne.\nThe minister in Rome\nPAHousing Secretary Ada Byron resigned."
    assert marked(text) == ["The minister in Rome", "PA"]


def test_the_title_is_never_taken_for_a_caption():
    assert marked("Minister leaves\nAssociated Press\nThe minister left.") == ["Associated Press"]


def test_the_title_is_the_first_line_that_is_no_furniture():
    text = "Most Read\nMinister leaves\nThe minister left."
    assert headline(text, furniture(text)) == "Minister leaves"


def test_a_long_title_is_cut_at_a_word():
    title = headline("word " * 100, ())
    assert title.endswith("word…")
    assert len(title) <= 201


@given(st.text(alphabet=st.sampled_from("Get y/PA\nMost Read-•.:WATCHx\r\u2028"), max_size=200))
def test_spans_are_in_order_apart_and_inside_one_line(text):
    end = 0
    for span in furniture(text):
        assert end <= span.start < span.end <= len(text)
        assert len(text[span.start : span.end].splitlines()) == 1
        end = span.end
