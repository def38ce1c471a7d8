"""A whole story against an archive: quotations, speakers, figures, dates, titles; and what no story may do to it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import Store, add
from rag import Alarm, Assistant, DetailKind, QuestionError, QuoteVerdict, story_json
from rag.story.check import Archive, check_story
from rag.story.reports.plain import plain
from tests.conftest import write_articles
from tests.fakes import HashingEmbedder

HARBOUR = (
    "The harbour of Tarn will close for repairs, the council decided. "
    "“We will close the harbour for two years and open it again in spring,” said Ada Marlow, the harbour master. "
    "Ada Marlow put the cost at €2 billion, or 5 per cent of the budget. "
    "“Nobody was asked about this and nobody will forget it,” said Ben Oduya, who leads the fishing crews. "
    "The works begin on 12 May 2031. Marlow said 1,500 boats were counted on 3 March. Ada Marlow runs three yards."
)
COUNCIL = (
    "The council of Tarn met on Monday. “We must not go out today,” said Cora Lind. "
    "“Our boats are old.\n“Our nets are older still.\n“Our crews are the oldest of all.” "
    "Chancellor Ida Brandt spoke to former minister Otto Vale. The chancellor, Ida Brandt, was late."
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("story")
    store = Store.open(folder / "store", create=True, embedder=HashingEmbedder())
    add(store, [write_articles(folder / "a.jsonl", HARBOUR, COUNCIL, outlet="The Tarn Echo", published="2031-01-02")])
    yield Assistant(store)
    store.close()


def verdicts(story):
    return [(story.text[slice(*q.span)], q.check.verdict.value) for q in story.quotes]


def test_every_quotation_of_a_story_gets_its_verdict_in_order(archive):
    story = archive.check_story(
        "Ada Marlow said: “We will close the harbour for two years and open it again in spring.” "
        "“Nobody was asked about this and everybody will forget it,” said Ben Oduya. The ‘low tide’ was "
        "“a disgrace to every town along this coast”."
    )
    assert verdicts(story) == [
        ("We will close the harbour for two years and open it again in spring.", "folded"),
        ("Nobody was asked about this and everybody will forget it,", "altered"),
        ("low tide", "too_short"),
        ("a disgrace to every town along this coast", "not_found"),
    ]
    for quote in story.quotes:
        for match, around in zip(quote.check.matches, quote.around, strict=True):
            text = archive.article(match.source.article_id).text
            assert text[match.start : match.end] == match.text
            assert match.text in around


def test_words_that_the_archive_gives_to_another_speaker_keep_their_verdict_and_alarm(archive):
    story = archive.check_story("“We will close the harbour for two years and open it again in spring,” said Ben Oduya.")
    (quote,) = story.quotes
    assert quote.speaker == "Ben Oduya"
    assert quote.check.verdict is QuoteVerdict.EXACT
    assert quote.check.alarms == (Alarm.SPEAKER,)
    assert quote.alarming
    assert "by Ben Oduya; the archive, by Ada Marlow" in quote.check.note


@pytest.mark.parametrize("speaker", ["Ada Marlow", "Marlow", "Harbour Master Ada Marlow", "Ms Marlow", "ADA MÁRLOW", "she"])
def test_a_surname_a_title_or_nobody_named_is_no_other_speaker(archive, speaker):
    story = archive.check_story(f"“We will close the harbour for two years and open it again in spring,” {speaker} said.")
    assert Alarm.SPEAKER not in story.quotes[0].check.alarms


def test_a_quotation_over_paragraphs_is_checked_as_one_whichever_way_it_is_printed(archive):
    as_printed = "He said: “Our boats are old.\n\n“Our nets are older still.\n\n“Our crews are the oldest of all.”"
    assert verdicts(archive.check_story(as_printed))[0][1] == "folded"
    in_one = "He said: “We will close the harbour\n\n“for two years and open it again in spring,” she said."
    (quote,) = archive.check_story(in_one).quotes
    assert quote.check.verdict is QuoteVerdict.FOLDED
    assert quote.check.text == "We will close the harbour\nfor two years and open it again in spring,"
    assert len(quote.pieces) == 2


def test_an_interrupted_quotation_with_a_short_piece_is_looked_for_whole_and_says_so(archive):
    (quote,) = archive.check_story("“We must,” said Cora Lind, “not go out today.”").quotes
    assert quote.check.verdict is QuoteVerdict.FOLDED
    assert "looked for as “We must not go out today.”" in quote.check.note
    assert quote.speaker == "Cora Lind"


def test_an_inner_quotation_is_listed_only_where_the_outer_one_is_not_printed_so(archive):
    story = archive.check_story("“The keeper told us ‘nobody was asked about this and nobody will forget it’ again,” she said.")
    outer, within = story.quotes
    assert outer.check.verdict is not QuoteVerdict.EXACT
    assert within.nested
    assert within.check.verdict is QuoteVerdict.FOLDED
    assert outer.span.start < within.span.start < within.span.end < outer.span.end


def test_a_missing_closing_mark_is_said(archive):
    (quote,) = archive.check_story("She said: “We must not go out today\n\nThe end.").quotes
    assert not quote.closed
    assert "closing mark is missing" in quote.check.note
    assert quote.check.verdict is QuoteVerdict.EXACT


def test_a_block_quote_is_checked_and_its_speaker_is_the_one_credited(archive):
    (quote,) = archive.check_story(
        "Text.\n\n> Nobody was asked about this and\n> nobody will forget it\n> — Cora Lind\n"
    ).quotes
    assert quote.check.verdict is QuoteVerdict.FOLDED
    assert quote.speaker == "Cora Lind"
    assert quote.check.alarms == (Alarm.SPEAKER,)
    (led,) = archive.check_story("Cora Lind said:\n\n> Nobody was asked about this and nobody will forget it\n").quotes
    assert led.speaker == "Cora Lind"


@pytest.mark.parametrize(
    ("sentence", "detail", "found"),
    [
        ("Ada Marlow spoke of €2bn.", "€2bn", True),
        ("Ada Marlow spoke of 2 billion euros.", "2 billion euros", True),
        ("Ada Marlow spoke of £2bn.", "£2bn", False),
        ("Ada Marlow spoke of €3bn.", "€3bn", False),
        ("Ada Marlow spoke of 5%.", "5%", True),
        ("Ben Oduya spoke of 5%.", "5%", False),
        ("Ada Marlow counted 1500 boats.", "1500 boats", True),
        ("Ada Marlow counted 1500 nets.", "1500 nets", False),
        ("Ada Marlow counted them on March 3.", "March 3", True),
        ("Ada Marlow counted them on 3 March 2030.", "3 March 2030", False),
        ("Ada Marlow runs 3 yards.", "3 yards", True),
        ("Ada Marlow runs three boats.", "three boats", False),
        ("Chancellor Ida Brandt was late.", "Chancellor Ida Brandt", True),
        ("Ida Brandt, the chancellor, was late.", "Ida Brandt, the chancellor", True),
        ("Former chancellor Ida Brandt was late.", "Former chancellor Ida Brandt", False),
        ("Minister Otto Vale was late.", "Minister Otto Vale", False),
        ("Former minister Otto Vale was late.", "Former minister Otto Vale", True),
        ("Chancellor Otto Vale was late.", "Chancellor Otto Vale", False),
    ],
)
def test_a_detail_is_found_only_in_one_sentence_with_the_same_name(archive, sentence, detail, found):
    (looked_up,) = archive.check_story(sentence).details
    assert (looked_up.text, bool(looked_up.places)) == (detail, found)
    assert looked_up.words.startswith("found beside" if found else "not found beside")
    for place in looked_up.places:
        assert archive.article(place.source.article_id).text[place.start : place.end] == place.text


def test_a_detail_without_a_name_is_not_looked_up_and_one_in_a_checked_quotation_is_its_verdicts_matter(archive):
    story = archive.check_story("It cost €2bn. “It will be closed for 12 years and more,” said Ada Marlow.")
    assert [(d.text, d.words) for d in story.details] == [("€2bn", "no name beside it: not looked up")]


def test_what_the_archive_no_longer_prints_where_it_was_found_is_not_shown(archive):
    store = archive.store

    def check_with(text_of):
        passages = [p for article in ("a0", "a1") for p in store.passages_of(article)]
        parts = Archive(lambda quote: archive.check_quote(quote)[0], lambda sought: passages, text_of, store.coverage())
        return check_story("Ada Marlow spoke of €2bn and said: “We will close the harbour for two years”.", parts)

    now = check_with(lambda article_id, _: store.article(article_id).text)
    assert now.details[0].places
    assert now.quotes[0].around[0]
    for changed in (lambda *_: "", lambda article_id, _: "x" + store.article(article_id).text):
        story = check_with(changed)
        assert story.details[0].places == ()
        assert set(story.quotes[0].around) == {""}


def test_words_of_an_earlier_text_are_shown_as_they_stood_there(tmp_path):
    with_words = "The pier is shut. “We will mend the pier before the summer comes,” said Ada Marlow. It rained."
    store = Store.open(tmp_path / "store", create=True, embedder=HashingEmbedder())
    add(store, [write_articles(tmp_path / "a.jsonl", with_words)])
    add(store, [write_articles(tmp_path / "a.jsonl", "The pier is shut. It rained.")])
    story = Assistant(store).check_story("“We will mend the pier before the summer comes,” said Ada Marlow.")
    store.close()
    (match,) = story.quotes[0].check.matches
    assert match.replaced
    assert story.quotes[0].around == (with_words,)
    assert f"in its text before the change of {match.replaced[:10]}" in plain(story)


def test_a_surname_alone_stands_for_the_full_name_that_the_story_has(archive):
    story = archive.check_story("Ada Marlow came. Marlow spoke of €2bn.")
    assert [(d.name, bool(d.places)) for d in story.details] == [("Ada Marlow", True)]
    other = archive.check_story("Eve Marlow came. Marlow spoke of €2bn.")
    assert [(d.name, bool(d.places)) for d in other.details] == [("Eve Marlow", False)]


def test_filters_limit_what_a_story_is_checked_against(archive):
    text = "“Nobody was asked about this and nobody will forget it,” he said."
    assert verdicts(archive.check_story(text, until="2030-12-31"))[0][1] == "not_found"
    assert verdicts(archive.check_story(text, since="2031-01-01"))[0][1] == "exact"
    with pytest.raises(QuestionError, match="YYYY-MM-DD"):
        archive.check_story(text, since="soon")


def test_what_is_not_looked_at_is_said(archive):
    many = archive.check_story("He said “low”.\n" * 310)
    assert (len(many.quotes), many.notes) == (300, ("Only the first 300 of 310 quotations were checked.",))
    details = archive.check_story("Tarn has 45 boats. " * 510)
    assert len(details.details) == 500
    assert details.notes == ("Only the first 500 figures, dates and titles were looked up.",)
    long = archive.check_story("x \n" * 66_667 + "“We must not go out today”")
    assert (long.quotes, long.notes) == ((), ("Only the first 200,000 of 200,027 characters were looked at.",))
    assert len(long.text) == 200_027
    wide = archive.check_story("x " * 10_001)
    assert wide.notes == ("No details were looked up in lines of more than 20,000 characters.",)


@pytest.mark.parametrize("text", ["", " \n\t", "\ud800 is half of one"])
def test_a_story_that_cannot_be_worked_is_refused_in_words(archive, text):
    with pytest.raises(QuestionError, match="story holds"):
        archive.check_story(text)


def test_a_story_without_quotations_is_no_error(archive):
    story = archive.check_story("Nothing was said.")
    assert (story.quotes, story.details, story.notes) == ((), (), ())
    assert story.coverage.articles == 2


def test_line_ends_of_windows_and_text_from_right_to_left_keep_their_places(archive):
    text = "אמר “שלום לכולם בוקר טוב לעיר” עכשיו.\r\n\r\nCora Lind said: “We must not go out today,”\r\nand left.\r\n"
    story = archive.check_story(text)
    assert verdicts(story) == [("שלום לכולם בוקר טוב לעיר", "not_found"), ("We must not go out today,", "exact")]
    assert story.quotes[1].speaker == "Cora Lind"


def test_the_json_has_the_contract_of_a_quote_and_its_place_in_the_story(archive):
    text = "“Nobody was asked about this and nobody will forget it,” said Ben Oduya in 2031 of 45 boats."
    found = story_json(archive.check_story(text))
    json.dumps(found)
    assert set(found) >= {"quotes", "details", "coverage", "notes", "seconds"}
    (quote,) = found["quotes"]
    assert set(quote) >= {"text", "verdict", "foldings", "alarms", "matches", "story_start", "story_end", "story_speaker"}
    assert text[quote["story_start"] : quote["story_end"]] == quote["story_text"]
    assert found["details"][0]["kind"] == DetailKind.FIGURE


@pytest.mark.parametrize(
    "unit", ['"', "'", "“a", "“one two three four five” ", "12 May €3bn Ada Marlow ", "\0“\0", "\u202e“a” ", "A. "]
)
def test_a_flood_of_marks_names_or_controls_ends_soon(archive, unit):
    started = time.perf_counter()
    story = archive.check_story((unit * 200_000)[:200_000])
    assert time.perf_counter() - started < 30
    assert all(story.text[slice(*q.span)].strip() for q in story.quotes)


@given(st.text(alphabet=st.sampled_from("We must not go out today Ada Marlow“”\"'‘’.,>\n\r\0\u202e€5%—"), max_size=150))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_match_of_any_story_is_what_its_article_prints(archive, text):
    if not text.strip():
        return
    story = archive.check_story(text)
    for quote in story.quotes:
        assert text[slice(*quote.span)]
        for match in quote.check.matches:
            assert archive.article(match.source.article_id).text[match.start : match.end] == match.text
    for detail in story.details:
        assert text[slice(*detail.span)] == detail.text
