"""How long a reporter waits on the page, in milliseconds of the browser: python -m tests.ui.bench_page (make bench-page)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from tests.conftest import write_articles
from tests.ui.serving import CHROMIUM, FLAGS, serving_the_seeds

TIMES, TURNS, WORDS = 5, 200, 20_000
CARD = "what did the EU demand for Safe?"
LONG = "Zebedee Quillfeather opened the long ledger of the harbour."
TYPED = "Who is convening the summit?"

# The time from now until a selector is there, or shown and painted.
UNTIL = """([selector, act]) => new Promise((done) => {
  const begun = performance.now();
  const look = () => {
    const found = [...document.querySelectorAll(selector)].some((e) => e.getClientRects().length);
    if (found) requestAnimationFrame(() => done(performance.now() - begun));
    else requestAnimationFrame(look);
  };
  if (act) document.querySelector(act).click();
  look();
})"""
# The longest time from a key until the letter is painted.
LAG = """() => new Promise((done) => {
  const box = document.querySelector("#question textarea");
  let worst = 0;
  window.lag = () => worst;
  box.addEventListener("keydown", () => {
    const begun = performance.now();
    requestAnimationFrame(() => setTimeout(() => (worst = Math.max(worst, performance.now() - begun))));
  });
  done();
})"""


def first_page(browser, url: str) -> float:
    """From the address being opened until the welcome is shown."""
    page = browser.new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(".welcome")
    took = page.evaluate("performance.now()")
    page.close()
    return took


def fresh(browser, url: str, question: str):
    """A page that remembers nothing, on which the question was just asked."""
    page = browser.new_context().new_page()
    page.goto(url)
    page.wait_for_selector(".welcome")
    page.wait_for_timeout(1000)
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    return page


def answer(browser, url: str) -> float:
    """From Enter until the answer's first sentence is shown."""
    page = fresh(browser, url, CARD)
    return page.evaluate(UNTIL, ["#live .claim, #conversation .claim", None])


def main() -> None:
    """Prints each figure with its bar."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        text = " ".join([LONG, *("The clerk wrote one more line of it.",) * (WORDS // 8)])
        more = write_articles(folder / "long.jsonl", text)
        with serving_the_seeds(folder, more) as (url, _):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            print(f"first page        {median(first_page(browser, url) for _ in range(TIMES)):6.0f}   bar 2,000")
            print(f"answer            {median(answer(browser, url) for _ in range(TIMES)):6.0f}   bar 1,000")
            print(f"reader            {median(reader(browser, url) for _ in range(TIMES)):6.0f}   bar 300 ({WORDS:,} words)")
            print(f"input lag         {lag(browser, url):6.0f}   bar 100 ({TURNS} turns, the worst of {len(TYPED)} keys)")
            browser.close()


def reader(browser, url: str) -> float:
    """From the click on a citation until the long article stands open at its sentence."""
    page = fresh(browser, url, "What did Zebedee Quillfeather open?")
    page.wait_for_selector("#conversation .claim .cite")
    page.wait_for_timeout(500)
    return page.evaluate(UNTIL, ["#reader mark.current", "#conversation .claim .cite"])


def lag(browser, url: str) -> float:
    """The longest time from a key until it is painted, below many turns."""
    page = fresh(browser, url, CARD)
    page.wait_for_selector("#conversation .turn")
    page.evaluate(
        "(turns) => { const all = document.querySelector('#conversation .turns'); const one = all.lastElementChild;"
        " for (let n = 1; n < turns; n++) all.append(one.cloneNode(true)); }",
        TURNS,
    )
    page.evaluate(LAG)
    page.click("#question textarea")
    page.keyboard.type(TYPED, delay=60)
    return page.evaluate("lag()")


if __name__ == "__main__":
    main()
