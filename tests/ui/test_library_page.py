"""The library in a real browser."""

from __future__ import annotations

import pytest

from tests.conftest import write_articles
from tests.ui.browsing import IN_A_BROWSER, ask, show, watched
from tests.ui.serving import serving_the_seeds

pytestmark = IN_A_BROWSER

COMET = "The comet Alba\nThe comet Alba was seen over Porto on Monday. Many people watched it."
WINDOWS = {"wide": (1440, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A page of its own, with 70 more articles: what is changed here disturbs nobody."""
    folder = tmp_path_factory.mktemp("library")
    rows = write_articles(folder / "rows.jsonl", *(f"Report {n} of the tram line." for n in range(70)), outlet="Tramways")
    with serving_the_seeds(folder, rows) as (url, log):
        yield url
        assert "Traceback" not in log.read_text()


@pytest.fixture(params=WINDOWS.values(), ids=WINDOWS)
def library(request, browser, own):
    with watched(browser, own, *request.param) as opened:
        show(opened, "library")
        opened.wait_for_selector("#library .articles li")
        yield opened


def titles(page) -> list[str]:
    return page.locator("#library .title").all_inner_texts()


def counts(page) -> None:
    """Shows the counts, which a phone folds away."""
    if page.locator("#library-by:not([open])").count():
        page.click("#library-by summary")


def wait_for_total(page, words: str) -> None:
    page.wait_for_function("w => document.querySelector('#library .count')?.textContent.includes(w)", arg=words)


def wait_for_removals(page, number: int) -> None:
    page.wait_for_function("n => document.querySelectorAll('[data-undo]').length === n", arg=number)


def test_the_archive_is_listed_looked_through_ordered_and_read(page):
    show(page, "library")
    wait_for_total(page, "5 articles")
    assert len(titles(page)) == 5
    assert page.get_attribute("nav a[data-panel=library]", "aria-current") == "page"
    page.select_option("#library-order", "title")
    page.wait_for_function("document.querySelector('#library .title').textContent.length > 0")
    page.wait_for_timeout(400)
    assert titles(page) == sorted(titles(page), key=str.casefold)
    wanted = titles(page)[-1]
    page.locator("#library-words").press_sequentially(wanted[:12].upper())
    page.wait_for_function("document.querySelectorAll('#library .articles li').length === 1")
    assert titles(page) == [wanted]
    page.click("#library .opens")
    page.wait_for_selector("#reader .reading")
    assert wanted in page.inner_text("#reader .running")
    page.keyboard.press("Escape")
    page.wait_for_selector("#reader .reading", state="detached")
    assert page.evaluate("document.activeElement.className") == "opens", "the focus is lost"
    page.fill("#library-words", "zeppelin")
    wait_for_total(page, "No article fits")


def test_the_counts_limit_the_list_and_the_limit_is_taken_away(library):
    counts(library)
    assert "Tramways" in library.inner_text("#library-counts")
    bars = library.locator("#library-counts [data-share]")
    widths = [bar.bounding_box()["width"] for bar in bars.all()]
    assert max(widths) > 2 * min(widths), "the bars have no lengths"
    wait_for_total(library, "1–50 of 7")
    library.locator(".counted", has_text="Tramways").press("Enter")
    wait_for_total(library, "1–50 of 70")
    assert library.get_attribute(".counted:has-text('Tramways')", "aria-pressed") == "true"
    library.click(".pager [data-step='1']")
    wait_for_total(library, "51–70 of 70")
    assert library.evaluate("document.activeElement.dataset.step") == "-1", "the focus is lost"
    library.click(".chip")
    wait_for_total(library, "1–50 of 7")
    assert library.get_attribute(".counted:has-text('Tramways')", "aria-pressed") == "false"
    assert library.evaluate("document.activeElement.id") == "library-words", "the focus is lost"


def test_files_are_added_each_with_what_became_of_it_and_answered_from(library, tmp_path):
    width = library.viewport_size["width"]
    (tmp_path / "comet.txt").write_text(f"{COMET} It was day {width}.")
    (tmp_path / "noise.txt").write_bytes(b"\0\1")
    with library.expect_file_chooser() as chooser:
        library.click("#library-choose")
    assert chooser.value.is_multiple()
    chooser.value.set_files([tmp_path / "comet.txt", tmp_path / "noise.txt"])
    library.wait_for_selector("#library-progress:text('Done: 2 files.')")
    good, bad = library.locator("#library-files > li").all_inner_texts()
    assert "comet.txt Added." in good
    assert "noise.txt Not taken." in bad
    assert "it is binary, not text" in bad
    library.click("#library-left-out summary")
    assert "noise.txt" in library.inner_text("#library-left-out")
    library.fill("#library-words", "comet")
    library.wait_for_function("[...document.querySelectorAll('#library .title')].some(t => t.innerText.includes('comet'))")
    assert "The comet Alba" in titles(library)[0]
    show(library, "ask")
    ask(library, "Where was the comet Alba seen?")
    library.wait_for_selector("#conversation .claim")
    assert "over Porto on Monday" in library.inner_text("#conversation .claim >> nth=0")


def test_a_file_that_is_dropped_is_added(library):
    words = f"A kite was flown in a window {library.viewport_size['width']} wide."
    library.evaluate(
        """words => {
            const data = new DataTransfer();
            data.items.add(new File([words], "kite\\u202e.txt"));
            const zone = document.querySelector("#library-adding");
            const happening = { dataTransfer: data, bubbles: true };
            for (const type of ["dragover", "drop"]) zone.dispatchEvent(new DragEvent(type, happening));
        }""",
        words,
    )
    library.wait_for_selector("#library-files .added")
    assert library.inner_text("#library-files strong") == "kite\N{REPLACEMENT CHARACTER}.txt"
    library.wait_for_selector("#library-progress:text('Done: 1 file.')")


def test_what_is_removed_comes_back(library):
    library.fill("#library-words", "tram report")
    wait_for_total(library, "of 70")
    library.check("[data-pick] >> nth=0")
    library.check("[data-pick] >> nth=2")
    assert library.inner_text("#library-remove-selected") == "Remove selected (2)"
    library.click("#library-remove-selected")
    wait_for_total(library, "of 68")
    wait_for_removals(library, 1)
    assert "2 articles: “Report" in library.inner_text("#library-removals")
    assert "Undo works until Cuttings is stopped" in library.inner_text("#library-removals")
    library.locator("[data-remove] >> nth=0").press("Enter")
    wait_for_total(library, "of 67")
    wait_for_removals(library, 2)
    library.wait_for_timeout(200)
    box, window = library.locator("[data-undo] >> nth=0").bounding_box(), library.viewport_size
    assert 0 <= box["y"] <= window["height"] - box["height"], "the way back is not in view"
    assert library.evaluate("'undo' in document.activeElement.dataset"), "the focus is lost"
    library.keyboard.press("Enter")
    wait_for_total(library, "of 68")
    wait_for_removals(library, 1)
    library.click("[data-undo]")
    wait_for_total(library, "of 70")
    wait_for_removals(library, 0)


def test_the_archive_is_checked_and_repaired(library):
    library.click("#library-check")
    library.wait_for_selector("#library-checked .good")
    assert "All is well" in library.inner_text("#library-checked")
    assert library.evaluate("document.activeElement.id") == "library-check", "the focus is lost"
    library.locator("#library-repair").press("Enter")
    library.wait_for_selector("#library-checked .good")
    assert library.evaluate("document.activeElement.id") == "library-repair", "the focus is lost"
    assert "MB" in library.inner_text("#library-room")


def test_an_empty_archive_says_how_to_begin(library):
    while library.locator("[data-pick]").count():
        for box in library.locator("[data-pick]").all():
            box.check()
        before = library.inner_text(".selected .count")
        library.click("#library-remove-selected")
        library.wait_for_function("w => document.querySelector('.selected .count')?.innerText !== w", arg=before)
    library.wait_for_selector("#library-coverage .empty")
    assert "Add articles below" in library.inner_text("#library-coverage")
    for left in reversed(range(library.locator("[data-undo]").count())):
        library.click("[data-undo] >> nth=0")
        wait_for_removals(library, left)
    library.wait_for_selector("#library .articles li >> nth=49")
