"""The page. The front door: `serve`; the only package that knows Gradio."""

from .server import PortInUse, serve, web_app
