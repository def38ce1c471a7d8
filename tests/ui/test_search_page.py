"""Search, clippings, copying and exports in a real browser."""

from __future__ import annotations

import io
import json

import pytest

from tests.ui.browsing import IN_A_BROWSER, ask, reload, show, watched

pytestmark = IN_A_BROWSER

CARD = "what did the EU demand for Safe?"
PHRASE = "would welcome U.K. support in those sorts of areas"


def search(page, text: str) -> None:
    show(page, "search")
    page.fill("#search-field", text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#hits .run:not([data-busy]) .hit")


def taken(page, button: str) -> bytes:
    """What a click saves as a file."""
    with page.expect_download() as saved:
        page.click(button)
    return saved.value.path().read_bytes()


def violations(page) -> list[tuple]:
    """What axe-core finds against WCAG 2.2 A and AA in what is shown now."""
    from axe_playwright_python.sync_playwright import Axe

    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    response = Axe().run(page, options={"runOnly": rules}).response
    assert {"color-contrast", "button-name"} <= {rule["id"] for rule in response["passes"]}, "the rules were not run"
    return [(rule["id"], rule["help"], [node["html"][:160] for node in rule["nodes"][:3]]) for rule in response["violations"]]


def test_a_hit_opens_in_its_article_and_the_next_by_keyboard(page):
    search(page, "welcome U.K. support")
    assert "passages" in page.inner_text("#hits .tally")
    first = page.inner_text("#hits .excerpt >> nth=0")
    assert page.locator("#hits .excerpt >> nth=0 >> strong").count() > 0
    page.click("#hits .opens >> nth=0")
    marked = page.wait_for_selector("mark.current").inner_text()
    assert marked in first
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    page.wait_for_function("document.querySelector('.step-count')?.innerText.startsWith('2 of')")


def test_a_search_is_bookmarked_with_its_order_and_filters(browser, address):
    with watched(browser, address, 1440, 900) as page:
        page.goto(f"{address}/#panel=search&s=defence+fund&sort=newest&outlet=GB+News")
        page.wait_for_selector("#panel-search .hit")
        assert page.input_value("#search-field") == "defence fund"
        assert page.get_attribute("[data-sort=newest]", "aria-pressed") == "true"
        assert "outlet GB News" in page.inner_text("#hits .limits")
        assert all("GB News" in line for line in page.locator("#hits .where").all_inner_texts())


def test_an_empty_or_overlong_search_is_told_in_words(page):
    show(page, "search")
    page.fill("#search-field", "x" * 5000)
    page.keyboard.press("Enter")
    assert "shorten it" in page.wait_for_selector("#hits .error").inner_text()


def test_clippings_are_kept_over_a_reload_exported_and_removed_with_undo(page, seeded):
    search(page, PHRASE)
    page.click("#hits [data-clip] >> nth=0")
    page.click("#hits [data-clip] >> nth=1")
    page.click("#hits [data-clip] >> nth=1")
    assert page.inner_text("#basket .count") == "2", "a place is kept twice"
    reload(page)
    page.wait_for_selector("#panel-search .hit")
    page.click("#basket summary")
    given = taken(page, "#basket [data-export=md]").decode()
    assert given.count("\n[^") == 2
    assert "characters" in given
    sources = json.loads(taken(page, "#basket [data-export=json]"))
    assert {source["type"] for source in sources} == {"article-newspaper"}
    page.click("#basket [data-empty]")
    assert page.inner_text("#basket .count") == "0"
    page.click("#basket .said button")
    assert page.inner_text("#basket .count") == "2"
    page.click("#basket li .opens >> nth=0")
    page.wait_for_selector("mark.current")


def test_a_conversation_is_taken_along_as_word_markdown_and_sources(page):
    import docx

    ask(page, CARD)
    page.wait_for_selector("#conversation .turn .claim")
    page.click(".taking summary")
    markdown = taken(page, "#history [data-export=md]").decode()
    assert CARD in markdown
    assert "approximately €2 billion" in markdown
    document = docx.Document(io.BytesIO(taken(page, "#history [data-export=docx]")))
    assert any("approximately €2 billion" in paragraph.text for paragraph in document.paragraphs)
    notes = [part.blob.decode() for part in document.part.package.iter_parts() if part.partname == "/word/footnotes.xml"]
    assert "UK and EU Eye Defence Cooperation Revival" in notes[0]
    assert b"UK and EU Eye Defence Cooperation Revival" in taken(page, "#history [data-export=bib]")
    assert b"TY  - NEWS" in taken(page, "#history [data-export=ris]")


def test_before_the_first_answer_there_is_nothing_to_take_along(page):
    page.click(".taking summary")
    page.click("#history [data-export=md]")
    assert "no answer yet" in page.inner_text("#history .said")


def test_a_quote_is_copied_with_its_source_by_key_and_by_button(browser, address):
    with watched(browser, address, 1440, 900) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page, CARD)
        page.wait_for_selector("#conversation .turn .claim")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("1")
        quote = page.wait_for_selector("mark.current").inner_text()
        page.keyboard.press("c")
        page.wait_for_function("document.querySelector('#reader .take .said').innerText === 'Copied.'")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert quote in copied
        assert "UK and EU Eye Defence Cooperation Revival" in copied
        page.click("[data-copy=html]")
        read = "async () => { const [one] = await navigator.clipboard.read(); return (await one.getType('text/html')).text(); }"
        page.wait_for_timeout(300)
        assert "<blockquote" in page.evaluate(read)


def test_words_selected_in_the_article_become_the_quote(browser, address):
    with watched(browser, address, 1440, 900) as page:
        search(page, PHRASE)
        page.click("#hits .opens >> nth=0")
        page.wait_for_selector("mark.current")
        page.evaluate(
            """() => {
              const line = [...document.querySelectorAll('#reader .line')].find((l) => l.innerText.includes('bespoke'));
              const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
              let node = walker.nextNode();
              while (!node.data.includes('bespoke')) node = walker.nextNode();
              getSelection().setBaseAndExtent(node, node.data.indexOf('bespoke'), node, node.data.indexOf('bespoke') + 7);
            }"""
        )
        page.click("[data-select]")
        page.wait_for_function("document.querySelector('mark.current')?.innerText === 'bespoke'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_panel_meets_the_accessibility_rules(browser, address, scheme, width):
    """axe-core's rules of WCAG 2.2 A and AA."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".welcome")
    found = {}
    ask(page, CARD)
    page.wait_for_selector("#conversation .turn .followup, #conversation .turn .claim")
    page.click(".taking summary")
    found["ask"] = violations(page)
    page.click("#conversation .claim .cite >> nth=0")
    page.wait_for_selector("mark.current")
    found["reader"] = violations(page)
    page.keyboard.press("Escape")
    page.wait_for_selector("#reading:not(.open)", state="attached")
    search(page, PHRASE)
    page.click("#hits [data-clip] >> nth=0")
    page.click("#basket summary")
    found["search"] = violations(page)
    show(page, "quotes")
    page.fill("#quote textarea", "The UK government is not open to a second go")
    page.click("#check")
    page.wait_for_selector("#verdicts .check")
    found["quotes"] = violations(page)
    show(page, "library")
    page.wait_for_selector("#panel-library [data-article]")
    found["library"] = violations(page)
    context.close()
    assert {panel: told for panel, told in found.items() if told} == {}
