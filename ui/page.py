"""Conductor: assembles the page in Gradio: its head, the panels, the reader beside every panel."""

# No `from __future__ import annotations` here: Gradio reads a handler's annotations to know that it wants the event.

from typing import Any

from rag import Assistant

from .ask import ask_panel
from .desk import NOTHING_OPEN, Desk
from .html import asset, clean
from .library import library_panel
from .panels import navigation
from .quotes import quotes_panel
from .search import search_panel
from .wiring import QUICK

_LOOKS_AGAIN = 3.0  # seconds until the page's head tells what another process has added
_PANELS = (ask_panel, search_panel, quotes_panel, library_panel)


def assemble(assistant: Assistant) -> Any:
    """The page as Gradio Blocks."""
    import gradio as gr

    desk = Desk(assistant)

    def open_version(event: gr.EventData) -> str:
        return desk.open(event._data)

    with gr.Blocks(title="Cuttings", analytics_enabled=False, fill_width=True) as blocks:
        with gr.Row(elem_id="head"):
            gr.HTML(navigation(), elem_id="navigation", js_on_load=asset("panels.js"), apply_default_css=False)
            held = gr.HTML(desk.holdings, elem_id="holdings", js_on_load=None, apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="panels", scale=5):
                connections = [panel(desk) for panel in _PANELS]
            with gr.Column(elem_id="reading", scale=4):
                beside = gr.HTML(clean(NOTHING_OPEN), elem_id="reader", js_on_load=asset("reader.js"), apply_default_css=False)
        for connect in connections:
            connect(beside, blocks)
        gr.Timer(_LOOKS_AGAIN).tick(desk.holdings, None, [held], **QUICK)
        beside.select(open_version, None, [beside], **QUICK)
        beside.clear(lambda: clean(NOTHING_OPEN), None, [beside], **QUICK)
    return blocks
