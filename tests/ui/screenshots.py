"""Pictures of the page for the README: python -m tests.ui.screenshots (make screenshots)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tests.conftest import PROJECT
from tests.ui.serving import CHROMIUM, FLAGS, serving_the_seeds

PICTURES = {"page-light": (1280, 800, "light"), "page-dark": (1280, 800, "dark"), "page-phone": (390, 780, "light")}

QUOTE = "We would look to put in place cooperation and a defence and security pact with the European Union"


def main() -> None:
    """Asks the card's question, opens its first citation, checks a quote and writes docs/*.png."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, serving_the_seeds(Path(folder)) as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, (width, height, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(url)
            page.wait_for_selector(".welcome")
            page.fill("#question textarea", "what did the EU demand for Safe?")
            page.keyboard.press("Enter")
            page.wait_for_selector("#conversation .claim")
            if width > 900:
                page.click("#conversation .claim .cite >> nth=0")
                page.wait_for_selector("mark.current")
                page.mouse.move(0, 0)
            page.wait_for_timeout(500)
            page.screenshot(path=PROJECT / "docs" / f"{name}.png")
        for name, width, height in (("quotes", 1280, 800), ("quotes-phone", 390, 780)):
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto(f"{url}/#panel=quotes")
            page.wait_for_selector("#panel-quotes", state="visible")
            page.fill("#quote textarea", QUOTE)
            page.click("#check")
            page.wait_for_selector(".check.altered")
            if width > 900:
                page.click(".place .opens >> nth=0")
                page.wait_for_selector("mark.current")
            page.evaluate("document.activeElement.blur()")
            page.mouse.move(0, 0)
            page.wait_for_timeout(500)
            page.screenshot(path=PROJECT / "docs" / f"{name}.png")
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(f"{url}/#panel=search&s=defence+fund")
        page.wait_for_selector("#hits .hit")
        page.click("#hits .hit [data-clip] >> nth=0")
        page.click("#hits .opens >> nth=1")
        page.wait_for_selector("mark.current")
        settle(page, "search")
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
        page.goto(f"{url}/#panel=library")
        page.wait_for_selector("#panel-library [data-article]")
        settle(page, "library")
        browser.close()


def settle(page: Any, name: str) -> None:
    """Writes the picture when nothing moves any more."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(700)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=PROJECT / "docs" / f"{name}.png")


if __name__ == "__main__":
    main()
