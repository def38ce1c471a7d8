"""Leaf: the one escaper. Every byte from an article, a question or a file name goes through here before it is HTML."""

from __future__ import annotations

import html
from functools import cache

from rag import visible

_TAGS = frozenset(
    {
        *("article", "aside", "blockquote", "div", "header", "nav", "section", "h1", "h2", "h3", "p", "ol", "ul", "li"),
        *("a", "button", "del", "details", "em", "ins", "mark", "span", "strong", "summary", "time", "dl", "dt", "dd"),
        *("label", "input", "datalist", "option", "select"),
    }
)
_ATTRIBUTES = frozenset(
    {
        *("class", "id", "type", "role", "title", "tabindex", "hidden"),
        *("aria-label", "aria-live", "aria-current", "aria-hidden", "aria-busy", "aria-labelledby"),
        *("data-article", "data-start", "data-end", "data-ask", "data-close", "data-panel", "data-version"),
        *("data-check-as", "data-run", "data-done", "data-number", "data-peek", "data-step", "data-filter", "data-new"),
        *("data-find", "data-keep", "data-question", "data-choose", "data-report", "data-take", "aria-pressed", "data-search"),
        *("data-sort", "data-clip", "data-export", "data-empty", "data-copy", "data-print", "data-from", "data-select"),
        *("data-limit", "data-value", "data-share", "data-pick", "data-remove", "data-undo"),
    }
)
_OF_ONE_TAG = {
    "a": {"href", "rel", "target"},
    "details": {"open"},
    "input": {"placeholder", "list", "checked"},
    "label": {"for"},
    "option": {"value"},
    "time": {"datetime"},
}


def escape(text: object) -> str:
    """The text as HTML shows it: markup made harmless, invisible and direction-changing characters made visible."""
    return html.escape(visible(text), quote=True)


def clean(fragment: str) -> str:
    """Our own HTML once more through a strict list: no images, styles, forms or handlers, whatever came in.

    A link leads to a place of the page, or to an article's own address, which is opened in a tab that is told nothing.
    """
    import nh3

    return nh3.clean(
        fragment,
        tags=set(_TAGS),
        attributes={"*": set(_ATTRIBUTES), **{tag: set(names) for tag, names in _OF_ONE_TAG.items()}},
        attribute_filter=_kept,
        link_rel=None,
        url_schemes={"http", "https"},
        url_relative=lambda address: address if address.startswith("#") else None,
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    """An attribute's value; a link out must not tell where it comes from."""
    if tag == "a" and name == "rel":
        return "noopener noreferrer"
    return value


@cache
def asset(name: str) -> str:
    """The text of a file beside this module (styles and scripts)."""
    from pathlib import Path

    return Path(__file__).with_name(name).read_text(encoding="utf-8")
