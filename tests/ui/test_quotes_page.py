"""The quote desk in a real browser."""

from __future__ import annotations

from tests.ui.browsing import IN_A_BROWSER, ask, reload, show

pytestmark = IN_A_BROWSER

PRINTED = "We would begin work directly after the election"


def check(page, text: str) -> None:
    page.fill("#quote textarea", text)
    page.click("#check")


def test_a_pasted_quote_is_found_and_opens_at_its_place(page):
    show(page, "quotes")
    check(page, f"“{PRINTED}”")
    page.wait_for_selector(".check.exact")
    assert "Printed word for word" in page.inner_text("#verdicts h2")
    page.click(".place .opens >> nth=0")
    mark = page.wait_for_selector("mark.current")
    assert mark.inner_text() == PRINTED
    page.wait_for_timeout(300)
    box, window = mark.bounding_box(), page.viewport_size
    assert 0 <= box["y"] <= window["height"] - box["height"], "the sentence is not in view"


def test_an_altered_quote_is_told_in_words_and_colour_and_a_second_check_replaces_the_first(page):
    show(page, "quotes")
    check(page, "We would never begin work directly after the election")
    page.wait_for_selector(".check.altered")
    assert "A negation differs" in page.inner_text("#verdicts .alarms")
    struck = page.locator("#verdicts del").first
    assert "never" in struck.inner_text()
    assert struck.evaluate("e => getComputedStyle(e).textDecorationLine") == "line-through"
    assert struck.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    check(page, "The dykes will hold whatever the winter brings us")
    page.wait_for_selector(".check.not_found")
    assert "5 articles" in page.inner_text(".check.not_found")
    assert page.locator(".check").count() == 1


def test_the_same_quote_can_be_checked_twice(page):
    show(page, "quotes")
    for _ in range(2):
        check(page, PRINTED)
        page.wait_for_selector("#verdicts:not([data-busy]) .check.exact")


def test_a_quote_is_checked_and_opened_with_the_keyboard_alone(page):
    page.focus("nav a[data-panel=quotes]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel-quotes", state="visible")
    page.keyboard.press("Tab")
    for _ in range(10):
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(PRINTED)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".check.exact")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("mark.current")
    page.keyboard.press("Escape")
    page.wait_for_selector("mark.current", state="detached")
    assert page.evaluate("document.activeElement.className") == "opens", "the focus is lost"


def test_the_panel_stands_in_the_address_and_back_goes_back(page, address):
    show(page, "quotes")
    assert page.url.endswith("#panel=quotes")
    assert page.get_attribute("nav a[data-panel=quotes]", "aria-current") == "page"
    assert page.locator("#panel-ask").is_hidden()
    reload(page)
    page.wait_for_selector("#panel-quotes", state="visible")
    page.go_back()
    page.wait_for_selector("#panel-ask", state="visible")
    assert page.locator("#panel-quotes").is_hidden()


def test_the_reader_stays_beside_when_the_panel_changes(page):
    if page.viewport_size["width"] < 900:
        return
    ask(page, "what did the EU demand for Safe?")
    page.wait_for_selector("#conversation .claim")
    page.click("#conversation .claim .cite >> nth=0")
    page.wait_for_selector("mark.current")
    show(page, "quotes")
    assert page.locator("mark.current").is_visible()
