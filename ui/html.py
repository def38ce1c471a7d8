"""Leaf: the one escaper. Every byte from an article, a question or a file name goes through here before it is HTML."""

from __future__ import annotations

import html
from functools import cache

from rag import visible

_TAGS = frozenset(
    {
        *("article", "aside", "blockquote", "div", "header", "section", "h1", "h2", "h3", "p", "ol", "ul", "li"),
        *("button", "em", "mark", "span", "strong"),
    }
)
_ATTRIBUTES = frozenset(
    {
        *("class", "id", "type", "role", "title", "tabindex"),
        *("aria-label", "aria-live", "aria-current", "aria-hidden", "aria-busy", "aria-labelledby"),
        *("data-article", "data-start", "data-end", "data-turn", "data-ask", "data-close"),
    }
)


def escape(text: object) -> str:
    """The text as HTML shows it: markup made harmless, invisible and direction-changing characters made visible."""
    return html.escape(visible(text), quote=True)


def clean(fragment: str) -> str:
    """Our own HTML once more through a strict list: no links out, no images, no styles, no handlers, whatever came in."""
    import nh3

    return nh3.clean(fragment, tags=set(_TAGS), attributes={"*": set(_ATTRIBUTES)}, link_rel=None, url_schemes=set())


@cache
def asset(name: str) -> str:
    """The text of a file beside this module (styles and scripts)."""
    from pathlib import Path

    return Path(__file__).with_name(name).read_text(encoding="utf-8")
