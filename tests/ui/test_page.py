"""The page in a real browser: Debian's Chromium, driven by Playwright, with the real model behind it."""

from __future__ import annotations

import subprocess
import sys

from tests.conftest import PROJECT, write_articles
from tests.ui.browsing import IN_A_BROWSER, ask
from tests.ui.serving import CHROMIUM, serving_the_seeds

pytestmark = IN_A_BROWSER


def test_chromium_is_there_where_it_must_be():
    assert CHROMIUM, "REQUIRE_BROWSER=1, but there is no Chromium"


def test_the_card_s_question_is_answered_and_its_sentence_shown_in_the_article(page):
    ask(page, "what did the EU demand for Safe?")
    page.wait_for_selector("#conversation .claim")
    assert "approximately €2 billion" in page.inner_text("#conversation .claim >> nth=0")
    page.click("#conversation .claim .cite >> nth=0")
    mark = page.wait_for_selector("mark.current")
    assert "approximately €2 billion" in mark.inner_text()
    page.wait_for_timeout(300)
    box, window = mark.bounding_box(), page.viewport_size
    assert 0 <= box["y"] <= window["height"] - box["height"], "the sentence is not in view"
    assert "Strategic Implications" in page.inner_text("#reader"), "the article is not whole"
    assert page.locator("mark.current").count() == 1


def test_what_is_not_there_is_said_plainly(page):
    ask(page, "What did the EU demand for Horizon Europe?")
    page.wait_for_selector("#conversation .not_found")
    said = page.inner_text("#conversation .not_found")
    assert "Not in the archive" in said
    assert "“Horizon Europe” occurs in no article." in said
    assert "Closest, but no answer" in said
    assert page.locator("#conversation .claim").count() == 0


def test_an_example_is_asked_by_a_click_and_a_second_question_joins_the_conversation(page):
    page.click(".example >> nth=0")
    page.wait_for_selector("#conversation .claim")
    ask(page, "Who is convening the summit on critical minerals?")
    page.wait_for_selector("#conversation .turn >> nth=1 >> .claim >> nth=0")
    assert "Marco Rubio" in page.inner_text("#conversation .turn >> nth=1")
    assert page.locator("#conversation .turn").count() == 2


def test_furniture_is_greyed_in_the_reader(page):
    ask(page, "Would Healey commit to joining the European Defence Fund?")
    page.wait_for_selector("#conversation .claim")
    page.click("#conversation .claim .cite >> nth=0")
    page.wait_for_selector("mark.current")
    assert "Don't Miss" in page.locator("#reader .furniture").all_inner_texts()


def test_an_empty_question_gets_words_not_silence(page):
    ask(page, "   ")
    page.wait_for_selector("#conversation .error")
    assert "empty" in page.inner_text("#conversation .error")


def test_what_a_shell_adds_is_on_the_open_page_within_five_seconds(browser, tmp_path):
    news = write_articles(tmp_path / "news.jsonl", "The comet Alba was seen over Porto on Monday. Many people watched it.")
    with serving_the_seeds(tmp_path) as (url, _):
        opened = browser.new_page()
        opened.goto(url)
        opened.wait_for_function("document.querySelector('.held')?.innerText === '5 articles'")
        command = [sys.executable, "-m", "index", "add", str(news), "--store", str(tmp_path / "store")]
        subprocess.run(command, cwd=PROJECT, check=True)
        opened.wait_for_function("document.querySelector('.held').innerText === '6 articles'", timeout=5_000)
        ask(opened, "Where was the comet Alba seen?")
        opened.wait_for_selector("#conversation .claim", timeout=5_000)
        assert "over Porto on Monday" in opened.inner_text("#conversation .claim >> nth=0")
        opened.close()


def test_two_tabs_stay_apart(browser, address, page):
    ask(page, "Who is Stella Creasy?")
    page.wait_for_selector("#conversation .claim")
    other = browser.new_page()
    other.goto(address)
    other.wait_for_selector(".welcome")
    assert other.locator("#conversation .turn").count() == 0
    other.close()
