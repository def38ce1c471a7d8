"""The quote check on articles written for the test: each verdict, what may be folded and what never, where it stands."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from index import add
from rag import Assistant
from rag.quotes.folding import FOLDINGS, folded_quote, places, same, used
from rag.quotes.types import Alarm, QuoteVerdict

FERRY = (
    "The ferry company said that winter fares would rise by nine per cent. "
    "“Nobody who works in Molde can pay such fares,” said Inga Dahl, the chair of the passengers’ union. "
    "The government may lend the company €2 billion, but it will not own the ships.\n"
    "The harbour's co-owner, Ola Nordmann, told the council on 5 May that 1,500 people had signed – more than ever before. "
    "It was -3 degrees in the harbour, and 5½ hours passed before the first ship sailed."
)
SHIP = (
    "The museum has never bought a ship as old as this one. "
    "Its director hopes that visitors from every town on the coast will come to see it painted in its first colours."
)
COPY = "By our own staff. " + FERRY
SPEECH = "She wrote: “We shall [not] give up the harbour, whatever it costs us in the end.” The council laughed."
ARTICLES = [
    {"id": "ferry", "title": "Ferry fares", "text": FERRY, "published": "2024-01-10", "outlet": "The Example"},
    {"id": "ship", "title": "An old ship", "text": SHIP, "published": "2024-03-01"},
    {"id": "copy", "title": "Fares to rise", "text": COPY, "published": "2023-12-01", "outlet": "Other"},
    {"id": "speech", "title": "Harbour", "text": SPEECH},
    {
        "id": "furnished",
        "title": "Buses",
        "text": "Buses ran late on Friday in all of the town.\nMost Read\nMayor opens the longest bridge of the region at last",
    },
]


def fill(store, tmp_path, articles=ARTICLES):
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in articles), encoding="utf-8")
    add(store, [path])
    return Assistant(store)


@pytest.fixture
def assistant(store, tmp_path):
    return fill(store, tmp_path)


@pytest.fixture
def check(assistant):
    def checked(text, **filters):
        (found,) = assistant.check_quote(text, **filters)
        for match in found.matches:
            if match.replaced is None:
                assert assistant.article(match.source.article_id).text[match.start : match.end] == match.text
        return found

    return checked


@pytest.mark.parametrize(
    "quote",
    [
        "Nobody who works in Molde can pay such fares",
        "“Nobody who works in Molde can pay such fares,”",
        '"winter fares would rise by nine per cent"',
        "« Its director hopes that visitors from every town »",
        "own the ships.\nThe harbour's co-owner",
    ],
)
def test_the_same_code_points_are_exact_whatever_marks_are_around_them(check, quote):
    assert check(quote).verdict is QuoteVerdict.EXACT


@pytest.mark.parametrize(
    ("quote", "folding"),
    [
        ("the passengers' union. The government may lend", "quotation marks"),
        ('"Nobody who works in Molde can pay such fares," said', "quotation marks"),
        ("The harbour’s co\u2011owner, Ola Nordmann, told", "hyphens and dashes"),
        ("people had signed — more than ever before", "hyphens and dashes"),
        ("own  the ships. The\u00a0harbour's co-owner", "white space"),
        ("the ferry company said that winter fares would", "first letter"),
        ("Winter fares would rise by nine per cent", "first letter"),
        ("winter fares would rise by nine per cent,", "final stop or comma"),
        ("“Nobody who works in Molde can pay such fares”.", "final stop or comma"),
        ("passed before the ﬁrst ship sailed", "ligatures and full-width forms"),
        ("whatever it costs us in the ｅｎｄ.", "ligatures and full-width forms"),
    ],
)
def test_what_is_equal_after_a_listed_folding_is_folded_and_says_which(check, quote, folding):
    found = check(quote)
    assert found.verdict is QuoteVerdict.FOLDED
    assert folding in found.foldings


@pytest.mark.parametrize(
    ("quote", "alarm"),
    [
        ("The government may lend the company $2 billion", Alarm.NUMBER),
        ("The government may lend the company 2 billion", Alarm.NUMBER),
        ("It was 3 degrees in the harbour, and", Alarm.NUMBER),
        ("The Government may lend the company €2 billion", Alarm.NAME),
        ("The government May lend the company €2 billion", Alarm.MODAL),
        ("The government will lend the company €2 billion", Alarm.MODAL),
        ("but it will own the ships", Alarm.NEGATION),
        ("The museum has ever bought a ship as old as this", Alarm.NEGATION),
        ("Nobody who works in Oslo can pay such fares", Alarm.NAME),
        ("told the council on 6 May that 1,500 people had", Alarm.NUMBER),
        ("told the council on 5 May that 1.500 people had", Alarm.NUMBER),
        ("winter fares would rise by ten per cent", Alarm.NUMBER),
        ("winter fares would rise sharply by nine per cent", Alarm.ADDED),
        ("Nobody who works in Molde can pay fares", Alarm.DROPPED),
        ("winter prices would rise by nine per cent", Alarm.CHANGED),
        ("and 51⁄2 hours passed before the first ship sailed", Alarm.NUMBER),
        ("Nobody who works, in Molde, can pay such fares", Alarm.CHANGED),
        ("winter fares would rise by nine per cent!", Alarm.CHANGED),
    ],
)
def test_a_changed_word_or_sign_is_altered_with_its_alarm(check, quote, alarm):
    found = check(quote)
    assert found.verdict is QuoteVerdict.ALTERED
    assert alarm in found.alarms
    assert found.matches[0].changes


def test_a_dropped_not_is_shown_where_it_stood(check):
    (change,) = check("but it will own the ships").matches[0].changes
    assert (change.quoted, change.printed) == ("", "not")


def test_in_a_long_text_that_speaks_of_one_thing_all_along_the_true_place_is_found(store, tmp_path):
    said = "A ticket is enough for two people to see one 2D movie a month. "
    text = "A movie each month is what people can pay for. " * 40 + said + "Most people see one movie each month. " * 40
    assistant = fill(store, tmp_path, [{"id": "movies", "text": text}])
    (found,) = assistant.check_quote("for two people to see one 8D movie a month")
    assert found.alarms == (Alarm.NUMBER,)
    assert found.matches[0].text == "for two people to see one 2D movie a month"


def test_a_question_mark_that_becomes_a_stop_is_no_folding(store, tmp_path):
    assistant = fill(store, tmp_path, [{"id": "q", "text": "Will the ferry sail again before the spring comes? Nobody knew."}])
    (found,) = assistant.check_quote("Will the ferry sail again before the spring comes.")
    assert found.verdict is QuoteVerdict.ALTERED


@pytest.mark.parametrize(
    ("quote", "alarms"),
    [
        ("The government may lend the company … the ships", {Alarm.NEGATION, Alarm.NUMBER, Alarm.MODAL}),
        ("Nobody who works [...] can pay such fares", set()),
        ("Nobody who works ... can pay such fares", set()),
        ("Nobody who works in [the town of] Molde can pay such fares", set()),
        ("[W]inter fares would rise by nine per cent", set()),
        ("can pay such fares … winter fares would rise", {Alarm.REORDERED}),
    ],
)
def test_true_pieces_with_marks_of_omission_are_partial_and_tell_what_was_left_out(check, quote, alarms):
    found = check(quote)
    assert found.verdict is QuoteVerdict.PARTIAL
    assert set(found.alarms) >= alarms
    if "…" in quote and not alarms & {Alarm.REORDERED}:
        assert "not" in found.matches[0].changes[0].printed


def test_words_that_stand_anywhere_are_no_pieces(check):
    assert check("The ferry ... the ... it ... and ... ship").verdict is not QuoteVerdict.PARTIAL


def test_the_brackets_of_the_text_itself_are_kept_and_changing_them_is_altering(check):
    assert check("We shall [not] give up the harbour").verdict is QuoteVerdict.EXACT
    assert check("We shall [not] give up the harbour ... us in the end").verdict is QuoteVerdict.PARTIAL
    assert check("We shall [never] give up the harbour").verdict is QuoteVerdict.ALTERED


def test_pieces_joined_without_a_mark_are_spliced_and_each_is_shown(check):
    found = check("The museum has never bought a ship as old; nobody who works in Molde can pay such fares")
    assert found.verdict is QuoteVerdict.ALTERED
    assert Alarm.SPLICED in found.alarms
    assert {m.text for m in found.matches[:2]} == {
        "The museum has never bought a ship as old",
        "Nobody who works in Molde can pay such fares",
    }


def test_what_is_nowhere_is_not_found_and_says_what_the_archive_covers(check):
    found = check("The moon will be sold by auction to the highest bidder in spring")
    assert found.verdict is QuoteVerdict.NOT_FOUND
    assert found.note == "Not in these 5 articles from 2023-12-01 to 2024-03-01; that is not “never said”."


@pytest.mark.parametrize("quote", ["winter fares", "of the", "to the and of by it in", "€2 billion"])
def test_a_few_words_are_too_short_and_say_how_often_they_occur(check, quote):
    found = check(quote)
    assert found.verdict is QuoteVerdict.TOO_SHORT
    assert re.search(r"it (?:occurs \d+ times?|was not found) in the articles that were looked at", found.note)


def test_every_article_that_carries_it_is_named_oldest_first_with_its_copies(check):
    found = check("The government may lend the company €2 billion")
    assert [m.source.article_id for m in found.matches] == ["copy", "ferry"]
    assert found.articles == 2
    assert found.earliest.source.article_id == "copy"
    assert found.matches[1].copies == ("copy",)


def test_the_speaker_is_named_and_whether_it_stands_in_quotation_marks(check):
    said = check("Nobody who works in Molde can pay such fares").matches[1]
    assert (said.speech, said.speaker) == (True, "Inga Dahl")
    assert not check("winter fares would rise by nine per cent").matches[0].speech


def test_the_sentences_around_it_are_given(check, assistant):
    match = check("Nobody who works in Molde can pay such fares").matches[1]
    around = FERRY[match.around.start : match.around.end]
    assert around.startswith("The ferry company said")
    assert around.rstrip().endswith("not own the ships.")


def test_what_stands_only_in_page_furniture_is_found_and_flagged(check):
    found = check("Mayor opens the longest bridge of the region")
    assert found.verdict is QuoteVerdict.EXACT
    assert found.matches[0].furniture
    assert "page furniture" in found.note


def test_an_earlier_text_of_an_edited_article_is_found_and_says_until_when(store, tmp_path):
    assistant = fill(store, tmp_path)
    edited = [{**ARTICLES[1], "text": SHIP.replace("never bought a ship as old", "bought many ships older")}]
    fill(store, tmp_path, edited)
    (found,) = assistant.check_quote("The museum has never bought a ship as old as this one.")
    assert found.verdict is QuoteVerdict.EXACT
    (match,) = found.matches
    version = assistant.store.versions("ship")[0]
    assert match.replaced == version.replaced
    assert version.article.text[match.start : match.end] == match.text
    assert f"replaced on {match.replaced[:10]}" in found.note
    (now,) = assistant.check_quote("The museum has bought many ships older as this one.")
    assert (now.verdict, now.matches[0].replaced, now.note) == (QuoteVerdict.EXACT, None, "")
    store.remove(["ship"])
    (gone,) = assistant.check_quote("The museum has never bought a ship as old as this one.")
    assert gone.verdict is QuoteVerdict.NOT_FOUND


def test_filters_limit_where_a_quote_is_looked_for(check):
    found = check("The government may lend the company €2 billion", since="2024-01-01")
    assert [m.source.article_id for m in found.matches] == ["ferry"]


@pytest.mark.parametrize("quote", ["", "  ", "“”", "…", "\x00", "[...]", "'", "?" * 50, "\u202e\u200b"])
def test_what_holds_no_word_is_no_quote_and_no_crash(assistant, quote):
    from rag import QuestionError

    try:
        (found,) = assistant.check_quote(quote)
    except QuestionError:
        return
    assert found.verdict is QuoteVerdict.TOO_SHORT
    assert not found.matches


@pytest.mark.parametrize("quote", ["ferry " * 10_000, "a" * 100_000, "ferry ... " * 10_000, "[ferry] " * 10_000, "“" * 100_000])
def test_an_endless_quote_is_answered_soon(assistant, quote):
    began = time.monotonic()
    assistant.check_quote(quote)
    assert time.monotonic() - began < 5


WORDS = [w for text in (FERRY, SHIP) for w in text.split()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([FERRY, SHIP]), st.integers(0, 200), st.integers(8, 30))
def test_any_real_substring_of_eight_words_is_exact(assistant, text, first, count):
    words = list(re.finditer(r"\S+", text))
    first = min(first, len(words) - 8)
    quote = text[words[first].start() : words[min(first + count, len(words)) - 1].end()]
    (found,) = assistant.check_quote(quote)
    assert found.verdict is QuoteVerdict.EXACT
    assert any(m.text == quote.strip("“”") or m.text in quote for m in found.matches)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(FERRY.split()) - 12), st.integers(0, 11), st.sampled_from([*WORDS, "never", "7", "Oslo"]))
def test_no_single_changed_word_is_exact_or_folded_unless_it_is_printed_so(assistant, first, at, word):
    words = FERRY.split()[first : first + 12]
    assume(folded_quote(words[at]) != folded_quote(word))
    words[at] = word
    quote = " ".join(words)
    assume(not any(same(quote, text[a:b]) for text in (FERRY, SHIP, COPY) for a, b in places(quote, text)))
    (found,) = assistant.check_quote(quote)
    assert found.verdict not in (QuoteVerdict.EXACT, QuoteVerdict.FOLDED)


TEXT = st.text(alphabet="ab B.,'’“”\"-–… \n\u00a0ﬁe\u0301é½5%€?！ａ", max_size=40)


@settings(max_examples=400, deadline=None)
@given(TEXT)
def test_folding_is_idempotent(text):
    assert folded_quote(folded_quote(text)) == folded_quote(text)


@settings(max_examples=400, deadline=None)
@given(TEXT, TEXT)
def test_two_that_are_the_same_and_not_equal_need_a_folding_that_is_named(one, other):
    for text in (other, one.replace("'", "’"), one.replace(" ", "\n"), one.replace("-", "–"), f"{one}."):
        if same(one, text) and one != text and folded_quote(one):
            assert 0 < len(used(one, text)) < len(FOLDINGS)


@settings(max_examples=400, deadline=None)
@given(TEXT, TEXT)
def test_being_the_same_is_symmetric_and_holds_of_itself(one, other):
    assert same(one, other) == same(other, one)
    assert same(one, one)


PIECES = ["don't", "1.5", "5%", "€2", "-3", "co-op", "said,", "“Yes,”", "ab", "A.", "1,500", "…", "½", "(b)", "ﬁn", "e\u0301"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.data())
def test_whole_words_are_found_where_they_stand(words, data):
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    text, start = " ".join(words), len(" ".join(words[:first])) + bool(first)
    part = " ".join(words[first:last])
    assume(folded_quote(part))
    assert any(a < start + len(part) and start < b for a, b in places(part, text))
