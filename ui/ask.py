"""Conductor of one panel: the conversation and the question box."""

# No `from __future__ import annotations` here: Gradio reads a handler's annotations to know that it wants the event.

from collections.abc import Iterator
from typing import Any

from .desk import Desk, filters_from
from .history import history
from .html import asset
from .wiring import QUEUED, QUICK

_TURNS = '<div class="turns" role="log" aria-label="Conversation"></div>'


def ask_panel(desk: Desk) -> Any:
    """Puts the panel on the page; returns what connects it with the reader once that is there.

    The conversation is kept by the page, in the tab: the program is sent a question with the earlier ones and gives back the
    one turn, growing, in `live`.
    """
    import gradio as gr

    with gr.Column(elem_id="panel-ask"):
        gr.HTML(history(), elem_id="history", js_on_load=asset("history.js"), apply_default_css=False)
        hello = gr.HTML("", elem_id="hello", js_on_load=None, apply_default_css=False)
        talk = gr.HTML(_TURNS, elem_id="conversation", js_on_load=asset("conversation.js"), apply_default_css=False)
        live = gr.HTML("", elem_id="live", js_on_load=asset("live.js"), apply_default_css=False)
        with gr.Column(elem_id="composer"):
            form: dict[str, Any] = {"elem_id": "filters", "elem_classes": "filters", "js_on_load": asset("filters.js")}
            filters = gr.HTML("", apply_default_css=False, **form)
            with gr.Row(elem_id="asking"):
                _question_box()
                gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=88)
                gr.Button("Stop", elem_id="stop", scale=1, min_width=88)

    def ask(event: gr.EventData) -> Iterator[str]:
        asked = event._data
        earlier = [str(question) for question in asked.get("earlier") or []]
        filters, run = filters_from(asked.get("filters") or {}), str(asked.get("run", ""))[:40]
        yield from desk.ask(str(asked.get("question", "")), earlier, filters, run=run)

    def open_article(event: gr.EventData) -> str:
        return desk.open(event._data)

    def connect(beside: Any, blocks: Any) -> None:
        blocks.load(desk.welcome, None, [hello], **QUICK)
        blocks.load(lambda: desk.filter_form("ask"), None, [filters], **QUICK)
        talk.select(ask, None, [live], **QUEUED)
        talk.click(open_article, None, [beside], **QUICK)

    return connect


def _question_box() -> Any:
    import gradio as gr

    return gr.Textbox(
        placeholder="Ask the archive",
        label="Question",
        show_label=False,
        lines=1,
        max_lines=6,
        autofocus=True,
        elem_id="question",
        scale=8,
        container=False,
    )
