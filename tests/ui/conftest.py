"""The page in a real browser: Debian's Chromium, driven by Playwright, with the real model behind it."""

from __future__ import annotations

import pytest

from tests.ui.serving import CHROMIUM, FLAGS, serving_the_seeds


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """The page on the seeds; its log holds no traceback when the tests are done."""
    with serving_the_seeds(tmp_path_factory.mktemp("page")) as (url, log):
        yield url
        assert "Traceback" not in log.read_text()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["wide", "phone"])
def page(request, browser, address):
    """A page that, when the test is done, made no request to another host and logged no error."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    elsewhere, errors = [], []
    opened.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else elsewhere.append(r.url))
    opened.on("websocket", lambda w: elsewhere.append(w.url))
    opened.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: errors.append(str(e)))
    opened.goto(address)
    opened.wait_for_selector(".welcome")
    yield opened
    overflow = opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert elsewhere == []
    assert errors == []
    assert overflow <= 0, "the page is wider than its window"
