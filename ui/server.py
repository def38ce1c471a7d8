"""Serves the page: Gradio mounted on FastAPI, run by uvicorn, on this machine only unless told otherwise."""

from __future__ import annotations

import os
import socket
from contextlib import closing
from typing import Any

from index import CuttingsError
from rag import Assistant

_STYLES = ("style.css", "ask.css", "search.css", "quotes.css", "library.css")


class PortInUse(CuttingsError):
    """Another program listens on the port."""


def serve(assistant: Assistant, *, host: str, port: int) -> None:
    """Serves the page until stopped. Raises PortInUse."""
    check_port(host, port)
    print("Loading the model ...", flush=True)  # noqa: T201 - app.py is an entry point, this is its voice
    assistant.store.embedder.encode(["warm"])
    server = _server(web_app(assistant), host, port)
    print(f"Cuttings is at http://{host}:{port} (stop it with Ctrl-C)", flush=True)  # noqa: T201 - as above
    server.run()


def web_app(assistant: Assistant) -> Any:
    """The page as an ASGI application."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import gradio as gr
    from fastapi import FastAPI

    from .files import add_routes
    from .html import asset
    from .library_desk import Library
    from .library_routes import add_library_routes
    from .page import assemble

    blocks = assemble(assistant)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_routes(app, assistant)
    add_library_routes(app, Library(assistant.store))
    return gr.mount_gradio_app(
        app,
        blocks.queue(default_concurrency_limit=4),
        path="/",
        theme=_theme(),
        css="".join(asset(name) for name in _STYLES),
        head=f"<script>{asset('page.js')}</script>",
        footer_links=[],
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        run_history=False,
        show_error=False,
    )


def check_port(host: str, port: int) -> None:
    """Raises PortInUse when something listens there already, or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            taken = f"port {port} on {host} cannot be used ({error.strerror}): another program may have it"
            raise PortInUse(f"{taken}. Try: python app.py --port {port + 1}") from error


def _server(app: Any, host: str, port: int) -> Any:
    import uvicorn

    return uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False))


def _theme() -> Any:
    """Gradio's plainest theme with fonts that are on the machine: nothing is fetched."""
    from gradio.themes import Base
    from gradio.themes.utils.fonts import Font

    sans = [
        Font("Inter"),
        Font("system-ui"),
        Font("-apple-system"),
        Font("Segoe UI"),
        Font("Liberation Sans"),
        Font("sans-serif"),
    ]
    return Base(font=sans, font_mono=[Font("ui-monospace"), Font("monospace")], primary_hue="slate", neutral_hue="stone")
