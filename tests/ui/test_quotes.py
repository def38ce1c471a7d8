from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Coverage, Source, Span, add
from rag import (
    Alarm,
    Assistant,
    Change,
    Detail,
    DetailKind,
    QuoteCheck,
    QuoteMatch,
    QuoteVerdict,
    StoryCheck,
    StoryQuote,
)
from rag import Place as StoryPlace
from tests.conftest import write_articles
from tests.ui.test_html import HOSTILE, tags
from ui.desk import Desk
from ui.diff import Kind, diff
from ui.html import clean
from ui.quotes import QUOTE, STORY, QuoteDesk, reads_as
from ui.story import story_html
from ui.verdict import Place, verdict_body

COVERAGE = Coverage(3, 1, "2020-01-02", "2024-05-06", 0)
PRINTED = 'The minister spoke at noon. "We will not leave a single town to pay for this flood alone," Carla Nunes said.'
QUOTED = "We will not leave a single town to pay for this flood alone"


@pytest.fixture
def quotes(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", PRINTED, "The mayor thanked nobody. The bridge stays closed until May.")])
    return QuoteDesk(Assistant.open(store))


def seen(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def place(text: str, *, day: str | None = None, name: str = "a", **fields) -> Place:
    match = QuoteMatch(Source(name, f"Title {name}", published=day), 0, len(text), text, Span(0, len(text)), **fields)
    return Place(match, text)


def test_a_quote_that_stands_in_print_is_shown_with_its_sentence_and_who_speaks(quotes):
    html = quotes.check(QUOTED)
    assert "Printed word for word" in html
    assert "speaker: Carla Nunes" in html
    assert f"<mark>{QUOTED}</mark>" in html
    assert 'data-article="a0"' in html


def test_an_altered_quote_shows_what_differs_marked_and_in_words(quotes):
    html = quotes.check("We will leave a single town to pay for this flood alone")
    assert "Altered: this is not what was printed" in html
    assert "A negation differs" in html
    assert re.search(r'<ins><span class="unseen">\[in print only: </span>not<span', html)
    assert "negation: “not” stands in print, not in the quote" in html


def test_foldings_are_named(quotes):
    html = quotes.check("we will not leave a single town to pay for this flood alone.")
    assert "only the typography differs" in html
    assert "Differs from print only in: final stop or comma, first letter." in html


def test_words_left_out_are_marked_in_what_is_printed(quotes):
    html = quotes.check("We will not leave … to pay for this flood alone")
    assert "Printed, with words left out" in html
    assert "a single town<span" in html
    assert "left out: “a single town”" in html


def test_what_is_not_found_says_what_the_archive_covers(quotes):
    html = quotes.check("The dykes will hold whatever the winter brings us")
    assert "Not found in this archive" in html
    assert "Looked through: 2 articles" in html
    assert "never said" in html


@pytest.mark.parametrize("text", ["", "  \n "])
def test_an_empty_box_gets_words_not_silence(quotes, text):
    assert "Paste a quote, or a story, first" in quotes.check(text)


def test_each_run_differs_so_that_the_page_notices_it(quotes):
    assert quotes.check(QUOTED) != quotes.check(QUOTED)


def test_a_match_that_the_archive_does_not_have_any_more_is_not_shown(quotes):
    check = quotes.assistant.check_quote(QUOTED)[0]
    assert len(quotes.places(check)) == 1
    quotes.assistant.store.remove(["a0"])
    assert quotes.places(check) == []


def test_a_match_in_an_earlier_text_opens_that_text(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", PRINTED)])
    add(store, [write_articles(tmp_path / "a.jsonl", "The minister spoke at noon. Nothing else was said that day.")])
    (earlier,) = store.versions("a0")

    class Match:
        source, start, end, text, copies = earlier.article.source, 0, 11, PRINTED[:11], ()
        around, changes, speech, speaker, furniture = Span(0, 27), (), False, None, False
        replaced = earlier.replaced

    assistant = Assistant.open(store)
    check = QuoteCheck(PRINTED[:11], QuoteVerdict.EXACT, matches=(Match(),))
    (shown,) = QuoteDesk(assistant).places(check)
    assert shown.text == PRINTED
    html = clean(verdict_body(check, [shown], COVERAGE))
    assert f"printed until {earlier.replaced[:10]}, since changed" in html
    version = re.search(r'data-version="([^"]+)"', html)[1]
    opened = Desk(assistant).open({"article": "a0", "start": "0", "end": "11", "version": version})
    assert "this is the earlier text" in opened
    assert "flood alone" in opened


def test_the_first_dated_place_is_marked_earliest_and_furniture_never_is():
    places = [
        place("one two three", day="2024-03-02", name="b"),
        place("one two three", day="2023-01-01", name="f", furniture=True),
        place("one two three", day="2024-02-01", name="c"),
        place("one two three", name="undated"),
    ]
    html = verdict_body(QuoteCheck("one two three", QuoteVerdict.EXACT), places, COVERAGE)
    rows = html.split('<li class="place">')[1:]
    assert ["earliest" in row for row in rows] == [False, False, True, False]
    assert "only in page furniture" in rows[1]
    assert "date unknown" in rows[3]


def test_a_single_place_needs_no_mark_of_being_earliest():
    html = verdict_body(QuoteCheck("a", QuoteVerdict.EXACT), [place("a", day="2024-01-01")], COVERAGE)
    assert "earliest" not in html


def test_every_alarm_and_every_verdict_has_words():
    for verdict in QuoteVerdict:
        check = QuoteCheck("a b", verdict, alarms=tuple(Alarm))
        html = verdict_body(check, [place("a c", changes=tuple(Change(alarm, "b", "c") for alarm in Alarm))], COVERAGE)
        assert html.count("<li") >= 2 * len(Alarm)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_quotes_articles_and_speakers_stays_text(text):
    source = Source("a", text, text, (text,), None, text)
    match = QuoteMatch(source, 0, len(text), text, Span(0, len(text)), True, text, (Change(Alarm.CHANGED, text, text),), True)
    check = QuoteCheck(text, QuoteVerdict.ALTERED, (text,), (Alarm.NAME,), (match,), note=text)
    held = Place(match, text, (source,), text)
    detail = Detail(Span(0, 1), DetailKind.FIGURE, text, text, (StoryPlace(source, 0, len(text), text),))
    story = StoryCheck(text, (StoryQuote(Span(0, 1), text, check),), (detail,), COVERAGE)
    html = clean(story_html(story, [[held]]))
    ours = {
        "section",
        "h2",
        "h3",
        "p",
        "ol",
        "ul",
        "li",
        "details",
        "summary",
        "span",
        "mark",
        "del",
        "ins",
        "button",
        "strong",
    }
    assert tags(html) <= ours | {"button", "strong"}
    for attributes in re.findall(r"<[a-z0-9]+\s([^>]*)>", html):
        names = re.findall(r'([a-z-]+)="', attributes)
        assert all(n in {"class", "type", "title", "open"} or n.startswith(("aria-", "data-")) for n in names), attributes


WORDS = st.lists(st.sampled_from(["a", "not", "“b", "b”", "May", "may", "€2", "2", "c,", "c", "—"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_a_diff_holds_every_word_of_both_sides(quoted, printed):
    stretches = diff(quoted, printed)
    in_print = " ".join(s.text for s in stretches if s.kind is not Kind.QUOTED)
    assert in_print.split() == printed.split()
    words = sum(len(s.text.split()) for s in stretches if s.kind is not Kind.PRINTED)
    assert words == len(quoted.split())


def test_a_diff_shows_a_changed_capital_inside_and_not_a_style_of_quotation_marks():
    assert {s.kind for s in diff("we “may” go", "We 'may' go")} == {Kind.BOTH}
    assert [s.text for s in diff("he said May go", "he said may go") if s.kind is not Kind.BOTH] == ["May", "may"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (QUOTED, QUOTE),
        (f"“{QUOTED}”", QUOTE),
        ("One paragraph.\n\nAnother without any quotation.", QUOTE),
        (f"The minister spoke.\n\n“{QUOTED},” she said.", STORY),
        ("“One two,” she said. " + "word " * 70 + "“Three four,” he said.", STORY),
        ("word " * 70, QUOTE),
        ("It's the towns' money\nand nobody's", QUOTE),
    ],
)
def test_a_text_is_read_as_what_it_looks_like(text, kind):
    assert reads_as(text) == kind


class WithStories(Assistant):
    """An assistant that finds one quotation in any story."""

    def check_story(self, text: str) -> StoryCheck:
        found = StoryQuote(Span(21, 21 + len(QUOTED)), "Rui Melo", self.check_quote(QUOTED)[0])
        missing = StoryQuote(Span(0, 5), None, self.check_quote("The dykes will hold whatever the winter brings us")[0])
        source = self.article("a1").source
        where = StoryPlace(source, 0, 25, self.article("a1").text[0:25])
        details = (
            Detail(Span(1, 2), DetailKind.TITLE, "mayor Rui Melo", "Melo", (where,)),
            Detail(Span(2, 3), DetailKind.FIGURE, "31 million", "Melo"),
            Detail(Span(3, 4), DetailKind.DATE, "July", None),
        )
        return StoryCheck(text, (found, missing), details, self.store.coverage())


def test_a_story_shows_its_quotes_in_order_and_its_details_as_found_beside(quotes):
    told = QuoteDesk(WithStories(quotes.assistant.store))
    html = told.check(f"The minister spoke.\n\n“{QUOTED},” she said.")
    assert "2 quotations: 1 printed word for word, 1 not found in this archive" in html
    assert html.index("Printed word for word") < html.index("Not found in this archive")
    assert "The story says: Rui Melo" in html
    assert "found beside “Melo” in" in html
    assert "not found beside “Melo”" in html
    assert "no name beside it: not looked up" in html
    assert 'data-check-as="quote"' in html


def test_words_that_are_printed_as_somebody_else_s_are_as_loud_as_altered_ones(store, tmp_path):
    printed = "“Nobody who works in Molde can pay such fares,” said Inga Dahl, the chair of the union."
    add(store, [write_articles(tmp_path / "a.jsonl", printed)])
    html = QuoteDesk(Assistant.open(store)).check(
        "A draft.\n\n“Nobody who works in Molde can pay such fares,” said Ola Nordmann."
    )
    assert "Printed, but as somebody else’s words" in html
    (opened,) = re.findall(r"<details ([^>]*)>", html)
    assert "open" in opened
    assert "check altered" in opened
    assert "The story says it is by Ola Nordmann; the archive, by Inga Dahl." in html
    assert "1 as somebody else’s words" in html


def test_a_quote_s_details_that_need_a_look_stand_open_and_the_others_are_folded_away(quotes):
    html = QuoteDesk(WithStories(quotes.assistant.store)).check(f"Spoke.\n\n“{QUOTED},” she said.")
    opened = re.findall(r"<details ([^>]*)>", html)
    assert ["open" in attributes for attributes in opened] == [False, True]


def test_a_story_can_be_checked_as_one_quote_and_the_other_way_round(quotes):
    told = QuoteDesk(WithStories(quotes.assistant.store))
    assert 'class="story"' not in told.check(f"“{QUOTED}”\n\n“and more”", QUOTE)
    assert 'data-check-as="story"' in told.check(f"“{QUOTED}”", QUOTE)
    assert 'class="story"' in told.check(f"“{QUOTED}”", STORY)
