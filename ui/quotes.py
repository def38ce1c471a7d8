"""Conductor of one panel: a quote or a story pasted, its verdicts beside the places that they rest on."""

# No `from __future__ import annotations` here: Gradio reads a handler's annotations to know that it wants the event.

import re
import time
from collections.abc import Callable
from typing import Any

from index import CuttingsError, Source
from rag import Assistant, QuoteCheck, QuoteMatch

from .desk import Desk
from .html import asset, clean, escape
from .phrases import coverage_line
from .story import story_html
from .verdict import Place, verdict_body, verdict_line
from .wiring import QUICK

QUOTE, STORY = "quote", "story"
_LONG = 60  # words, from which a text with several quotations is read as a story
_OPENING = re.compile(r"(?:^|(?<=[\s(\[—–-]))[\"“„«](?=\w)")


def reads_as(text: str) -> str:
    """Whether a text is one quote, or a story that holds some: several paragraphs, or long with several quotations."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    quotations = len(_OPENING.findall(text))
    return STORY if quotations and (len(paragraphs) > 1 or (len(text.split()) > _LONG and quotations > 1)) else QUOTE


_INTRO = """<section class="intro"><h2>Was it printed, where and when?</h2><p>Paste a quote: the verdict rests on its words,
never on likeness. Paste a whole story, or <button type="button" class="opens" data-choose="1">choose a file</button>
(.txt, .md, .docx): every quotation in it is looked up.</p><p class="error" role="alert" id="file-error"></p></section>"""
_TAKE = """<p class="take">For the file: <button type="button" class="plain" data-report="docx">Word with footnotes</button>
<button type="button" class="plain" data-report="html">Web page</button>
<button type="button" class="plain" data-report="csv">Table (CSV)</button></p>"""


class QuoteDesk:
    """Checks what is pasted and shows it. Keeps nothing."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def covered(self) -> str:
        """What is looked through, before anything was checked."""
        covered = coverage_line(self.assistant.store.coverage())
        return clean(f'<p class="coverage">In the archive: {escape(covered)}.</p>')

    def check(self, text: str, read_as: str = "") -> str:
        """The verdicts on a text, read as a quote or a story; what is wrong with it, in words."""
        if not text.strip():
            return self._run('<p class="error" role="alert">Paste a quote, or a story, first.</p>')
        try:
            story = (read_as or reads_as(text)) == STORY and self._story_check()
            return self._run(self._story(text, story) if story else self._quote(text))
        except CuttingsError as error:
            return self._run(f'<p class="error" role="alert">{escape(error)}</p>')

    def _run(self, html: str) -> str:
        """Each run differs from the one before, so that the page notices it."""
        return clean(f'<div class="run" data-run="{time.monotonic_ns()}">{html}</div>')

    def _story_check(self) -> Callable[[str], Any] | None:
        return getattr(self.assistant, "check_story", None)

    def _story(self, text: str, check_story: Callable[[str], Any]) -> str:
        story = check_story(text)
        other = _other(QUOTE, "Check it as one quote instead")
        return story_html(story, [self.places(q.check) for q in story.quotes]) + _TAKE + other

    def _quote(self, text: str) -> str:
        coverage = self.assistant.store.coverage()
        checks = self.assistant.check_quote(text)
        shown = "".join(
            f'<section class="check {check.verdict.value}"><h2>{verdict_line(check)}</h2>'
            f'<blockquote class="quoted">{escape(check.text)}</blockquote>'
            f"{verdict_body(check, self.places(check), coverage)}</section>"
            for check in checks
        )
        quotations = _OPENING.search(text) and self._story_check()
        return shown + (_other(STORY, "Check each quotation in it instead") if quotations else "")

    def places(self, check: QuoteCheck) -> list[Place]:
        """The matches that the archive, as it is now, has word for word."""
        return [place for match in check.matches if (place := self._place(match))]

    def _place(self, match: QuoteMatch) -> Place | None:
        replaced: str | None = getattr(match, "replaced", None)
        try:
            text = self._text(match.source.article_id, replaced)
        except CuttingsError:  # removed or damaged meanwhile
            return None
        if text[match.start : match.end] != match.text:
            return None
        copies = [source for article_id in match.copies if (source := self._source(article_id))]
        return Place(match, text, tuple(copies), replaced)

    def _text(self, article_id: str, replaced: str | None) -> str:
        """The article's text, or the earlier one that was replaced at this moment. Raises UnknownArticle, ArticleDamaged."""
        store = self.assistant.store
        earlier = [v.article.text for v in store.versions(article_id) if v.replaced == replaced] if replaced else []
        return earlier[0] if earlier else store.article(article_id).text

    def _source(self, article_id: str) -> Source | None:
        try:
            return self.assistant.article(article_id).source
        except CuttingsError:
            return None


def _other(read_as: str, words: str) -> str:
    """The way to the other reading of the same text."""
    return f'<p class="other"><button type="button" class="plain" data-check-as="{read_as}">{words}</button></p>'


def quotes_panel(desk: Desk) -> Any:
    """Puts the panel on the page; returns what connects it with the reader once that is there."""
    import gradio as gr

    quotes = QuoteDesk(desk.assistant)
    with gr.Column(elem_id="panel-quotes"):
        gr.HTML(clean(_INTRO), elem_id="quotes-intro", js_on_load=None, apply_default_css=False)
        box = gr.Textbox(
            label="Quote or story",
            placeholder="“We would begin work directly after the election”",
            lines=4,
            max_lines=16,
            elem_id="quote",
            container=False,
        )
        button = gr.Button("Check", variant="primary", elem_id="check", min_width=88)
        found = gr.HTML(quotes.covered, elem_id="verdicts", js_on_load=asset("quotes.js"), apply_default_css=False)

    def check_as(text: str, event: gr.EventData) -> str:
        return quotes.check(text, str(event._data.get("read_as", "")))

    def open_article(event: gr.EventData) -> str:
        return desk.open(event._data)

    def connect(beside: Any, _blocks: Any) -> None:
        gr.on([box.submit, button.click], quotes.check, [box], [found], **QUICK)
        found.select(check_as, [box], [found], **QUICK)
        found.click(open_article, None, [beside], **QUICK)

    return connect
