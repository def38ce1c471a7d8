"""Conductor: assembles the page in Gradio: the conversation, the question box, the reader."""

# No `from __future__ import annotations` here: Gradio reads a handler's annotations to know that it wants the event.

from collections.abc import Iterator
from typing import Any

from rag import Assistant

from .desk import NOTHING_OPEN, Desk
from .html import asset, clean
from .turn import Turn

_LOOKS_AGAIN = 3.0  # seconds until the page's head tells what another process has added

# Gradio's client loses an event that joins the queue while the stream of an earlier one closes (6.31). So only
# questions go through the queue; what is quick is answered directly.
_QUICK: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
_QUEUED: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 4}


def assemble(assistant: Assistant) -> Any:
    """The page as Gradio Blocks."""
    import gradio as gr

    desk = Desk(assistant)
    with gr.Blocks(title="Cuttings", analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State([])
        head = gr.HTML(desk.masthead, js_on_load=None, apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk", scale=5):
                talk = gr.HTML("", elem_id="conversation", js_on_load=asset("conversation.js"), apply_default_css=False)
                with gr.Row(elem_id="composer"):
                    box = _question_box()
                    button = gr.Button("Ask", variant="primary", elem_id="ask", scale=1, min_width=88)
            with gr.Column(elem_id="reading", scale=4):
                beside = gr.HTML(clean(NOTHING_OPEN), elem_id="reader", js_on_load=asset("reader.js"), apply_default_css=False)

        def ask(question: str, earlier: list[Turn]) -> Iterator[tuple[str, list[Turn], str]]:
            for shown, now in desk.ask(question, earlier):
                yield shown, now, ""

        def ask_example(earlier: list[Turn], event: gr.EventData) -> Iterator[tuple[str, list[Turn], str]]:
            yield from ask(str(event._data.get("question", "")), earlier)

        def open_article(earlier: list[Turn], event: gr.EventData) -> str:
            return desk.open(event._data, earlier)

        gr.Timer(_LOOKS_AGAIN).tick(desk.masthead, None, [head], **_QUICK)
        blocks.load(desk.welcome, None, [talk], **_QUICK)
        gr.on([box.submit, button.click], ask, [box, turns], [talk, turns, box], **_QUEUED)
        talk.select(ask_example, [turns], [talk, turns, box], **_QUEUED)
        talk.click(open_article, [turns], [beside], **_QUICK)
        beside.clear(lambda: clean(NOTHING_OPEN), None, [beside], **_QUICK)
    return blocks


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
