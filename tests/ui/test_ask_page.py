"""The conversation in a real browser: what is kept, filtered, stopped, and reached by keys."""

from __future__ import annotations

import json

import pytest

from tests.conftest import write_articles
from tests.ui.browsing import IN_A_BROWSER, ask, reload, watched
from tests.ui.serving import serving_the_seeds

pytestmark = IN_A_BROWSER

CARD = "what did the EU demand for Safe?"


def answered(page, question: str, number: int = 1) -> None:
    """Asks and waits for the answer to be kept as the conversation's turn with this number."""
    ask(page, question)
    page.wait_for_selector(f"#conversation .turn >> nth={number - 1}")


def test_pointing_at_a_number_shows_its_sentence_in_its_paragraph(page):
    answered(page, CARD)
    page.hover("#conversation .claim .cite >> nth=1")
    page.wait_for_selector("#peek.shown")
    assert "UK and EU Eye Defence Cooperation" in page.inner_text("#peek .title")
    assert "date unknown" in page.inner_text("#peek .where")
    assert page.inner_text("#peek mark").startswith("The renewed interest")
    assert "Diplomatic sources revealed" in page.inner_text("#peek .context")
    box, window = page.locator("#peek").bounding_box(), page.viewport_size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= window["width"]
    page.hover("#peek .context")
    page.wait_for_timeout(400)
    assert page.locator("#peek.shown").count() == 1, "it does not stay while it is pointed at"
    page.keyboard.press("Escape")
    assert page.locator("#peek.shown").count() == 0


def test_focusing_a_number_shows_its_sentence_and_names_it_to_screen_readers(page):
    answered(page, CARD)
    page.focus("#question textarea")
    page.keyboard.press("Shift+Tab")
    for _ in range(20):
        if page.evaluate("document.activeElement.classList.contains('cite')"):
            break
        page.keyboard.press("Shift+Tab")
    page.wait_for_selector("#peek.shown")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "peek"


def test_an_answer_s_receipt_is_taken_along_and_compared_with_the_archive_later(page, seeded, command):
    answered(page, CARD)
    with page.expect_download() as taken:
        page.click("#conversation [data-take=receipt]")
    assert taken.value.suggested_filename == "cuttings-receipt.json"
    found = command.json("-m", "rag", "receipt", str(taken.value.path()), "--store", str(seeded.folder))
    assert (found["question"], found["same"], found["edited"], found["removed"]) == (CARD, 4, 0, 0)


def test_a_digit_opens_a_citation_and_n_and_p_lead_on_and_back(page):
    answered(page, CARD)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("2")
    page.wait_for_function("document.querySelector('mark.current')?.innerText.startsWith('The renewed')")
    assert page.inner_text(".step-count") == "2 of 4"
    assert page.locator("#reader mark:not(.current)").count() == 3
    page.keyboard.press("n")
    page.wait_for_function("document.querySelector('mark.current')?.innerText.startsWith('This failure')")
    page.keyboard.press("k")
    page.wait_for_function("document.querySelector('mark.current')?.innerText.startsWith('The renewed')")
    page.click("[data-step='-1']")
    page.wait_for_function("document.querySelector('.step-count')?.innerText === '1 of 4'")
    assert page.is_disabled("[data-step='-1']")
    assert page.locator("#conversation [aria-current=location]").count() == 1


def test_digits_typed_into_the_question_open_nothing(page):
    answered(page, CARD)
    page.fill("#question textarea", "")
    page.type("#question textarea", "12 n")
    page.wait_for_timeout(300)
    assert page.locator("mark.current").count() == 0


def test_a_reload_keeps_the_conversation_and_its_citations_still_open(page):
    answered(page, CARD)
    answered(page, "Who is convening the summit on critical minerals?", 2)
    reload(page)
    page.wait_for_selector("#conversation .turn >> nth=1")
    page.wait_for_timeout(500)
    assert page.locator("#conversation .turn").count() == 2, "the last question was asked again"
    page.click("#conversation .claim .cite >> nth=0")
    assert "approximately €2 billion" in page.wait_for_selector("mark.current").inner_text()


def test_a_follow_up_is_understood_from_the_conversation_also_after_a_reload(page):
    answered(page, "Would Healey commit to joining the European Defence Fund?")
    reload(page)
    page.wait_for_selector("#conversation .turn")
    answered(page, "And what did he promise?", 2)
    assert "Understood as" in page.inner_text("#conversation .turn >> nth=1")


def test_a_bookmark_asks_its_question_again_with_its_filters(browser, address):
    with watched(browser, address, 1440, 900) as page:
        page.goto(f"{address}/#q=Who+is+convening+the+summit+on+critical+minerals%3F&since=2020-01-01")
        page.wait_for_selector("#conversation .turn .claim")
        assert "Only articles published since 2020-01-01" in page.inner_text(".limits")
        assert "Marco Rubio" in page.inner_text("#conversation")


def test_filters_are_chips_that_stand_in_the_address_and_can_be_taken_away(page):
    page.click("#filters .filtering summary")
    page.fill("#filters [data-filter=since]", "2023-05-01")
    page.fill("#filters [data-filter=outlet]", "GB News")
    page.keyboard.press("Tab")
    page.wait_for_selector("#filters .chip >> nth=1")
    assert "since=2023-05-01" in page.url
    assert "outlet=GB+News" in page.url
    answered(page, "What would Healey put in place?")
    assert "Only articles published since 2023-05-01, outlet GB News" in page.inner_text(".limits")
    assert "searched 2 articles" in page.inner_text("#conversation .coverage")
    page.click("#filters .chip >> nth=1")
    page.wait_for_function("document.querySelectorAll('#filters .chip').length === 1")
    assert "outlet" not in page.url
    reload(page)
    page.wait_for_selector("#filters .chip")
    assert page.input_value("#filters [data-filter=since]") == "2023-05-01"


def test_conversations_are_found_renamed_and_deleted(page):
    answered(page, CARD)
    page.click("[data-new]")
    page.wait_for_selector("#conversation .turn", state="detached")
    answered(page, "Who is convening the summit on critical minerals?")
    page.click(".kept summary")
    assert page.locator("#history li").count() == 2
    page.fill("[data-find]", "approximately")
    page.wait_for_function("document.querySelectorAll('#history li').length === 1")
    page.click("#history [aria-label^=Rename]")
    page.fill("#history [aria-label='New name']", "The Safe fund")
    page.keyboard.press("Enter")
    page.wait_for_selector("#history .opens >> text=The Safe fund")
    page.click("#history .opens")
    page.wait_for_function("document.querySelector('#conversation .question').innerText.startsWith('what did the EU')")
    page.fill("[data-find]", "")
    page.click("#history [aria-label^='Delete “Who']")
    page.wait_for_function("document.querySelectorAll('#history li').length === 1")
    assert page.locator("#conversation .turn").count() == 1


def test_nothing_is_kept_where_the_switch_is_off(page):
    answered(page, CARD)
    page.click(".kept summary")
    page.uncheck("[data-keep]")
    assert "Safe" not in page.evaluate("JSON.stringify(localStorage)")
    page.keyboard.press("Escape")
    answered(page, "Who is convening the summit on critical minerals?", 2)
    assert "Rubio" not in page.evaluate("JSON.stringify(localStorage)")
    page.goto(page.url.split("#")[0])
    reload(page)
    page.wait_for_selector(".welcome")
    assert page.locator("#conversation .turn").count() == 0


def test_two_tabs_of_one_browser_never_mix_also_when_one_is_duplicated(page, address):
    answered(page, CARD)
    other = page.context.new_page()
    other.goto(address)
    other.wait_for_selector(".welcome")
    answered(other, "Who is Stella Creasy?")
    assert page.locator("#conversation .turn").count() == other.locator("#conversation .turn").count() == 1
    tab = page.evaluate("sessionStorage['cuttings.tab']")
    twin = page.context.new_page()
    twin.add_init_script(f"sessionStorage['cuttings.tab'] ??= '{tab}'")
    twin.goto(address)
    twin.wait_for_selector(".welcome")
    answered(twin, "Who is convening the summit on critical minerals?")
    assert twin.evaluate("sessionStorage['cuttings.tab']") != tab
    kept = page.evaluate("tab => localStorage[`cuttings.conversation.${tab}`]", tab)
    assert [turn["question"] for turn in json.loads(kept)] == [CARD]


def test_markup_that_another_program_left_at_this_address_is_made_harmless(page):
    page.evaluate(
        """() => {
          const bad = '<img src=x onerror="window.bad=1"><script>window.bad=1</script>';
          const html = `<article class="turn" onclick="window.bad=1">${bad}<p>Kept</p></article>`;
          const id = sessionStorage['cuttings.tab'];
          localStorage[`cuttings.conversation.${id}`] = JSON.stringify([{question: "Q", html}]);
        }"""
    )
    reload(page)
    page.wait_for_selector("#conversation .turn")
    page.click("#conversation .turn")
    assert page.inner_text("#conversation .turn").strip() == "Kept"
    assert page.evaluate("window.bad") is None
    assert page.locator("#conversation img").count() == 0


def test_two_hundred_turns_stay_quick_to_type_beside(page):
    answered(page, CARD)
    page.evaluate(
        """() => {
          const turns = document.querySelector('#conversation .turns');
          for (let n = 0; n < 199; n++) turns.append(turns.firstElementChild.cloneNode(true));
        }"""
    )
    page.focus("#question textarea")
    lag = page.evaluate(
        """async () => {
          const box = document.activeElement; let worst = 0;
          for (let n = 0; n < 20; n++) {
            const at = performance.now();
            box.value += 'x'; box.dispatchEvent(new Event('input', {bubbles: true}));
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            worst = Math.max(worst, performance.now() - at);
          }
          return worst;
        }"""
    )
    assert lag < 250, f"a key took {lag:.0f} ms"


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slow")
    news = write_articles(folder / "news.jsonl", "The comet Alba was seen over Porto on Monday. Many people watched it.")
    with serving_the_seeds(folder, news, program=("-m", "tests.ui.slow_page")) as (url, _):
        yield url


@pytest.mark.parametrize("width", [1440, 390])
def test_a_question_is_stopped_and_the_next_one_answered(browser, slow, width):
    with watched(browser, slow, width, 844) as page:
        ask(page, "Where was the comet Alba slowly seen?")
        page.wait_for_selector("#live .stage")
        assert "Reading" in page.inner_text("#live .stage") or "Searching" in page.inner_text("#live .stage")
        page.click("#stop")
        page.wait_for_selector("#conversation .error")
        assert "Stopped." in page.inner_text("#conversation .error")
        assert page.locator("#ask").is_visible()
        answered(page, "Where was the comet Alba seen?", 2)
        assert "over Porto" in page.inner_text("#conversation .turn >> nth=1")
        page.wait_for_timeout(4_500)
        assert page.locator("#conversation .turn").count() == 2, "the stopped answer came after all"


def test_what_breaks_is_told_in_words_and_the_conversation_goes_on(browser, slow):
    with watched(browser, slow, 1440, 900) as page:
        ask(page, "Where was the comet Alba that breaks seen?")
        page.wait_for_selector("#conversation .error")
        assert "Something broke inside the program" in page.inner_text("#conversation .error")
        answered(page, "Where was the comet Alba seen?", 2)


def test_questions_asked_one_upon_the_other_are_all_answered_in_order(page):
    for question in (CARD, "Who is Stella Creasy?", "Who is convening the summit on critical minerals?"):
        ask(page, question)
    page.wait_for_selector("#conversation .turn >> nth=2")
    assert page.locator("#conversation .question").all_inner_texts()[1] == "Who is Stella Creasy?"
    assert page.locator("#conversation .claims").count() == 3
