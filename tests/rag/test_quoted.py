"""Where the quotations of a story stand, whatever their marks."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.story.quoted import inner, quoted, ways


def found(story: str) -> list[str]:
    return [story[q.span.start : q.span.end] for q in quoted(story)]


@pytest.mark.parametrize(
    ("story", "quotes"),
    [
        ('She said "the tide is out" twice.', ["the tide is out"]),
        ("She said “the tide is out” twice.", ["the tide is out"]),
        ("Sie sagte „Es ist Ebbe“ und „Flut”.", ["Es ist Ebbe", "Flut"]),
        ("Hun sagde »vandet er lavt« igen.", ["vandet er lavt"]),
        ("Elle dit : « La mer est basse », puis «partons».", ["La mer est basse", "partons"]),
        ("Elle dit : «\u00a0La mer est basse\u00a0» de nouveau.", ["La mer est basse"]),
        ("Hon sade ”vattnet är lågt” igen.", ["vattnet är lågt"]),
        ("She said ‘the tide is out’ twice.", ["the tide is out"]),
        ("She said 'the tide is out' twice.", ["the tide is out"]),
        ("彼女は「潮が引いた」と『海』で言った。", ["潮が引いた", "海"]),
        ("She (“the keeper”) said—“so low”—and left [“sic”].", ["the keeper", "so low", "sic"]),
        ('*"The tide is out,"* she said.', ["The tide is out,"]),
        ("“The tide is out,“ she said of the “low water”.", ["The tide is out,", "low water"]),
        ('“The tide is out," she said.', ["The tide is out,"]),
        ('Empty "" and "..." and “ ” hold no word.', []),
        ("", []),
        (" \n\t\n", []),
        ("No marks at all.", []),
    ],
)
def test_marks_of_any_style_are_found_and_left_out(story, quotes):
    assert found(story) == quotes


@pytest.mark.parametrize(
    ("story", "quotes"),
    [
        ("It's the keepers' tide, isn't it? The '90s' boats can't 'ave been low.", []),
        ("‘It’s the keepers’ tide,’ she said.", ["It’s the keepers’ tide,"]),
        ("‘I love tides’ she said. ‘And boats too.’", ["I love tides", "And boats too."]),
        ("'We didn't see the boats' lights,' said the Keepers' chair.", ["We didn't see the boats' lights,"]),
        ("Rock ’n’ roll is ‘not dead’ in the ’60s.", ["not dead"]),
        ('The 12" gauge and the 5\'10" pole read "low water".', ["low water"]),
        ("'Tis the season, ’twas said, ‘to be low’.", ["to be low"]),
    ],
)
def test_apostrophes_and_measures_are_no_marks(story, quotes):
    assert found(story) == quotes


def test_an_inner_quotation_is_part_of_the_outer_one_and_can_be_had():
    story = "“The keeper told us ‘never go out at low tide’ and we laughed,” she said."
    (outer,) = quoted(story)
    assert story[slice(*outer.span)].startswith("The keeper told us")
    assert [story[slice(*span)] for span in inner(story, outer)] == ["never go out at low tide"]


def test_the_same_marks_within_each_other_are_balanced():
    assert found("“He said “go” and left,” she said. “Fine.”") == ["He said “go” and left,", "Fine."]
    assert found('"He said "go" and left," she said. "Fine."') == ['He said "go" and left,', "Fine."]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n", "\n   \n"])
@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "‘’", "«»"])
def test_a_quotation_over_paragraphs_is_one_and_its_words_are_joined(gap, opening, closing):
    story = f"He said: {opening}One begins.{gap}{opening}Two goes on.{gap}{opening}Three ends.{closing} Then silence."
    (quote,) = quoted(story)
    assert quote.closed
    assert [story[slice(*piece)] for piece in quote.pieces] == ["One begins.", "Two goes on.", "Three ends."]
    assert quote.span == (quote.pieces[0].start, quote.pieces[-1].end)
    assert ways(story, quote)[0] == "One begins.\nTwo goes on.\nThree ends."


def test_a_mark_that_is_never_closed_ends_with_its_paragraph_or_where_the_next_one_opens():
    story = "He said: “The tide is out. Nobody closed it.\n\nA new paragraph. “Another one.”"
    first, second = quoted(story)
    assert (story[slice(*first.span)], first.closed) == ("The tide is out. Nobody closed it.", False)
    assert (story[slice(*second.span)], second.closed) == ("Another one.", True)
    assert found("“One thing. “Two things.” Three.") == ["One thing.", "Two things."]


def test_a_short_piece_before_an_attribution_is_read_with_what_follows():
    story = "“We will,” the keeper said, “not go out.”"
    (quote,) = quoted(story)
    assert quote.interrupted
    assert ways(story, quote) == ["We will not go out.", "We will, not go out.", story[1:-1], "We will … not go out."]


def test_long_pieces_around_an_attribution_are_quotations_of_their_own():
    story = "“We will not go out today,” the keeper said, “because the tide is too low.”"
    assert found(story) == ["We will not go out today,", "because the tide is too low."]


def test_two_sentences_with_an_attribution_between_are_two_quotations():
    assert found("“We will,” the keeper said. “Not today.”") == ["We will,", "Not today."]


def test_a_line_that_an_editor_broke_is_read_on_but_a_paragraph_is_not():
    broken = "The keeper of the lighthouse told the council that “the tide\nis out” and that nobody will go.\n"
    assert found(broken) == ["the tide\nis out"]
    wide = f"{'The keeper said. ' * 7} “the tide\nis out” and {'so on ' * 18}\nto the end.\n"
    assert found(wide) == ["the tide\nis out"]
    assert found("The keeper said “the tide.\nIs out” and so on.") == ["the tide."]


def test_a_block_quote_is_one_quotation_and_its_last_line_says_whose():
    story = "She wrote:\n\n> The tide is out\n> and *nobody* goes.\n>\n> — Ann Keeper, chair\n\nMore."
    (quote,) = quoted(story)
    assert quote.block
    assert ways(story, quote) == ["The tide is out\nand *nobody* goes.", "The tide is out\nand nobody goes."]
    assert story[slice(*quote.credit)] == "Ann Keeper, chair"
    assert found("> “The tide is out.”\n") == ["The tide is out."]
    assert found("> One.\n\n> Two.\n") == ["One.", "Two."]


texts = st.text(alphabet=st.sampled_from("ab s.,'\"“”‘’„«»‹›「」>—\n\r\0\u202e\u05d0-"), max_size=120)


@given(st.one_of(texts, st.text(max_size=200)))
@example("'a" * 30)
@example("‘s’ ‘s’ ‘s’")
@settings(max_examples=400, deadline=None)
def test_every_span_is_inside_trimmed_and_none_overlaps_another(story):
    at = 0
    for quote in quoted(story):
        assert at <= quote.span.start < quote.span.end <= len(story)
        at = quote.span.end
        pieces = [story[piece.start : piece.end] for piece in quote.pieces]
        assert all(piece == piece.strip() and any(c.isalnum() for c in piece) for piece in pieces)
        assert quote.span == (quote.pieces[0].start, quote.pieces[-1].end)
        assert all(a.end <= b.start for a, b in zip(quote.pieces, quote.pieces[1:], strict=False))
        assert all(quote.span.start <= a < b <= quote.span.end for a, b in inner(story, quote))
        assert ways(story, quote)


@given(st.lists(st.text(alphabet="abc de.", min_size=1).map(str.strip).filter(lambda t: any(map(str.isalpha, t))), max_size=6))
def test_what_is_put_in_plain_marks_is_found_to_the_letter(parts):
    story = "\n\n".join(f"He said: “{part}” again." for part in parts)
    assert found(story) == parts


@pytest.mark.parametrize(
    "unit",
    [
        '"',
        "'",
        "“",
        "”",
        "‘",
        "’",
        "“a",
        "'a ",
        "‘a’ ",
        '"a',
        "“a ‘b ",
        "„»«",
        "a's' 'b ",
        "> ",
        ">“",
        "““““”",
        "‘a\n",
        '"a\n',
        "“a\n\n",
    ],
)
def test_two_hundred_thousand_characters_of_marks_take_seconds_at_most(unit):
    story = (unit * 200_000)[:200_000]
    started = time.perf_counter()
    for quote in quoted(story):
        inner(story, quote)
    assert time.perf_counter() - started < 5
