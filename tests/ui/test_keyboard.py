"""The journey of a reporter who has no mouse: from a question to a quote in the clipboard, to the clippings as a file."""

from __future__ import annotations

from tests.ui.browsing import IN_A_BROWSER, watched

pytestmark = IN_A_BROWSER


def go_to(page, selector: str, key: str) -> None:
    """Presses a key until the focus is where the selector says."""
    for _ in range(60):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never leads to {selector}")


def test_from_a_question_to_a_pasted_quote_without_the_mouse(browser, address):
    with watched(browser, address, 1440, 900) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.keyboard.press("/")
        page.keyboard.type("what did the EU demand for Safe?")
        page.keyboard.press("Enter")
        page.wait_for_selector("#conversation .turn .claim")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("1")
        page.wait_for_selector("mark.current")
        page.keyboard.press("n")
        page.wait_for_function("document.querySelector('.step-count')?.innerText === '2 of 4'")
        quote = page.inner_text("mark.current")
        page.keyboard.press("c")
        page.wait_for_function("document.querySelector('#reader .take .said').innerText === 'Copied.'")
        assert quote in page.evaluate("navigator.clipboard.readText()")
        page.keyboard.press("b")
        page.keyboard.press("Escape")
        page.wait_for_selector("mark.current", state="detached")
        go_to(page, "nav a[data-panel=search]", "Shift+Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("/")
        page.keyboard.type("defence fund")
        page.keyboard.press("Enter")
        page.wait_for_selector("#hits .hit")
        go_to(page, "#basket summary", "Tab")
        page.keyboard.press("Enter")
        assert page.inner_text("#basket .count") == "1"
        go_to(page, "#basket [data-export=md]", "Tab")
        with page.expect_download() as saved:
            page.keyboard.press("Enter")
        assert quote[:40] in saved.value.path().read_text(encoding="utf-8")
