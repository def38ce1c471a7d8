"""Leaf: the one escaper. Every byte from an article, a question or a file name goes through here before it is HTML."""

from __future__ import annotations

import html
from functools import cache

from rag import visible

_TAGS = frozenset(
    {
        *("article", "aside", "blockquote", "div", "header", "nav", "section", "h1", "h2", "h3", "p", "ol", "ul", "li"),
        *("a", "button", "del", "details", "em", "ins", "mark", "span", "strong", "summary", "time", "dl", "dt", "dd"),
    }
)
_ATTRIBUTES = frozenset(
    {
        *("class", "id", "type", "role", "title", "tabindex"),
        *("aria-label", "aria-live", "aria-current", "aria-hidden", "aria-busy", "aria-labelledby"),
        *("data-article", "data-start", "data-end", "data-turn", "data-ask", "data-close", "data-panel", "data-version"),
        *("data-check-as", "data-run", "data-choose", "data-report"),
    }
)
_OF_ONE_TAG = {"a": {"href"}, "details": {"open"}, "time": {"datetime"}}


def escape(text: object) -> str:
    """The text as HTML shows it: markup made harmless, invisible and direction-changing characters made visible."""
    return html.escape(visible(text), quote=True)


def clean(fragment: str) -> str:
    """Our own HTML once more through a strict list: no links but to places of the page, no images, styles or handlers."""
    import nh3

    return nh3.clean(
        fragment,
        tags=set(_TAGS),
        attributes={"*": set(_ATTRIBUTES), **{tag: set(names) for tag, names in _OF_ONE_TAG.items()}},
        attribute_filter=_kept,
        link_rel=None,
        url_schemes=set(),
    )


def _kept(_tag: str, name: str, value: str) -> str | None:
    """An attribute's value; nothing for a link that leaves the page."""
    return value if name != "href" or value.startswith("#") else None


@cache
def asset(name: str) -> str:
    """The text of a file beside this module (styles and scripts)."""
    from pathlib import Path

    return Path(__file__).with_name(name).read_text(encoding="utf-8")
