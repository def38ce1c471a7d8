"""Leaf: how the page's events reach the program."""

from __future__ import annotations

from typing import Any

# Gradio's client loses an event that joins the queue while the stream of an earlier one closes (6.31). So only
# questions go through the queue; what is quick is answered directly.
QUICK: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
QUEUED: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 4}
