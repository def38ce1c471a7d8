"""What the browser tests share: their marks, and what a reader does most."""

from __future__ import annotations

import os

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
