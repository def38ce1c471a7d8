"""What the browser tests share: their marks, and what a reader does most."""

from __future__ import annotations

import os
from contextlib import contextmanager

import pytest

from tests.ui.serving import CHROMIUM

REQUIRED = os.environ.get("REQUIRE_BROWSER") == "1"
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.skipif(not CHROMIUM and not REQUIRED, reason="there is no Chromium: apt-get install chromium"),
]


def ask(page, question: str) -> None:
    """Types a question and presses Enter."""
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")


def show(page, panel: str) -> None:
    """Goes to a panel by its link."""
    page.click(f"nav a[data-panel={panel}]")
    page.wait_for_selector(f"#panel-{panel}", state="visible")


def settled(page) -> None:
    """Waits until the page has got what it asks for when it opens: Gradio's client logs an error for what a reload cuts off."""
    page.wait_for_selector("#filters .limiting", state="attached")
    page.wait_for_selector("#holdings p, #holdings span, #holdings .held", state="attached")
    page.wait_for_timeout(500)


def reload(page) -> None:
    """Loads the page anew, when nothing is on its way to it."""
    settled(page)
    page.reload()


@contextmanager
def watched(browser, address: str, width: int, height: int):
    """The page in a window; when done it has made no request to another host, logged no error, and fits its window."""
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    elsewhere, errors = [], []
    opened.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else elsewhere.append(r.url))
    opened.on("websocket", lambda w: elsewhere.append(w.url))
    opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: errors.append(str(e)))
    opened.goto(address)
    opened.wait_for_selector(".welcome")
    settled(opened)
    yield opened
    overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert elsewhere == [], elsewhere
    assert errors == [], errors
    assert overflow <= 0, "the page is wider than its window"
