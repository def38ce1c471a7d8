"""Conductor of one panel: the conversation and the question box."""

# No `from __future__ import annotations` here: Gradio reads a handler's annotations to know that it wants the event.

from collections.abc import Iterator
from typing import Any

from .desk import Desk
from .html import asset
from .turn import Turn
from .wiring import QUEUED, QUICK


def ask_panel(desk: Desk) -> Any:
    """Puts the panel on the page; returns what connects it with the reader once that is there."""
    import gradio as gr

    turns = gr.State([])
    with gr.Column(elem_id="panel-ask"):
        talk = gr.HTML("", elem_id="conversation", js_on_load=asset("conversation.js"), apply_default_css=False)
        with gr.Row(elem_id="composer"):
            box = _question_box()
            button = gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=88)

    def ask(question: str, earlier: list[Turn]) -> Iterator[tuple[str, list[Turn], str]]:
        for shown, now in desk.ask(question, earlier):
            yield shown, now, ""

    def ask_example(earlier: list[Turn], event: gr.EventData) -> Iterator[tuple[str, list[Turn], str]]:
        yield from ask(str(event._data.get("question", "")), earlier)

    def open_article(earlier: list[Turn], event: gr.EventData) -> str:
        return desk.open(event._data, earlier)

    def connect(beside: Any, blocks: Any) -> None:
        blocks.load(desk.welcome, None, [talk], **QUICK)
        gr.on([box.submit, button.click], ask, [box, turns], [talk, turns, box], **QUEUED)
        talk.select(ask_example, [turns], [talk, turns, box], **QUEUED)
        talk.click(open_article, [turns], [beside], **QUICK)

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
