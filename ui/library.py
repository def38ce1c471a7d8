"""Conductor of one panel: the library: what is in the archive, files in, articles out, its care."""

# No `from __future__ import annotations` here: Gradio reads a handler's annotations to know that it wants the event.

from typing import Any

from .desk import Desk
from .html import asset
from .library_html import frame
from .wiring import QUICK


def library_panel(desk: Desk) -> Any:
    """Puts the panel on the page; returns what connects it with the reader once that is there.

    The page itself fills the frame, through the routes in library_routes.py; only articles are opened through Gradio.
    """
    import gradio as gr

    with gr.Column(elem_id="panel-library"):
        library = gr.HTML(frame(), elem_id="library", js_on_load=asset("library.js"), apply_default_css=False)

    def open_article(event: gr.EventData) -> str:
        return desk.open(event._data)

    def connect(beside: Any, _blocks: Any) -> None:
        library.click(open_article, None, [beside], **QUICK)

    return connect
