"""Conductor of one panel: a search without a question, and the basket of clippings."""

# No `from __future__ import annotations` here: Gradio reads a handler's annotations to know that it wants the event.

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index import CuttingsError, Hit
from rag import Assistant, limits_line

from .clipping import clipping
from .desk import BROKEN, Desk, filters_from
from .exports import export_buttons
from .hits import Found, hits_html, telling
from .html import asset, clean, escape
from .wiring import QUICK

log = logging.getLogger(__name__)

_MOST = 50  # passages
_SORTS = {"fit": "Best fit", "newest": "Newest first", "oldest": "Oldest first"}


class SearchDesk:
    """Looks for passages and shows them. Keeps nothing."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant

    def search(self, asked: Mapping[str, Any]) -> str:
        """The passages that fit `text`, by `sort`, within `filters`; what is wrong with it, in words."""
        text = str(asked.get("text") or "")
        try:
            return self._run(self._found(text, str(asked.get("sort") or ""), filters_from(asked.get("filters") or {})))
        except CuttingsError as error:
            return self._run(f'<p class="error" role="alert">{escape(error)}</p>')
        except Exception:  # a fault of ours: told in words, and in the log in full, so that the page goes on
            log.exception("a search could not be made")
            return self._run(f'<p class="error" role="alert">{escape(BROKEN)}</p>')

    def _run(self, html: str) -> str:
        """Each run differs from the one before, so that the page notices it."""
        return clean(f'<div class="run" data-run="{time.monotonic_ns()}">{html}</div>')

    def _found(self, text: str, sort: str, filters: Mapping[str, Any]) -> str:
        hits = _sorted(self.assistant.search(text, _MOST, **filters), sort)
        found, coverage = list(self._proven(hits, text)), self.assistant.store.coverage()
        return hits_html(found, text, limits_line(filters), coverage, _MOST)

    def _proven(self, hits: Sequence[Hit], sought: str) -> Iterator[Found]:
        """The hits that the archive, as it is now, has word for word at their place."""
        for hit in hits:
            passage = hit.passage
            try:
                article = self.assistant.article(passage.source.article_id)
            except CuttingsError:  # removed or damaged meanwhile
                continue
            if article.text[passage.start : passage.end] == passage.text:
                span = telling(passage, sought)
                yield Found(hit, span, clipping(article, span))


def _sorted(hits: Sequence[Hit], sort: str) -> list[Hit]:
    """The hits in an order; those without a date last."""
    if sort not in ("newest", "oldest"):
        return list(hits)
    dated = [hit for hit in hits if hit.passage.source.day]
    dated.sort(key=lambda hit: hit.passage.source.published or "", reverse=sort == "newest")
    return [*dated, *(hit for hit in hits if not hit.passage.source.day)]


def search_box() -> str:
    """The field and the order; what is sought stands in the address, where a bookmark has it."""
    orders = "".join(
        f'<button type="button" class="small" data-sort="{name}" aria-pressed="{str(name == "fit").lower()}">{words}</button>'
        for name, words in _SORTS.items()
    )
    return clean(
        '<div class="searching"><label class="unseen" for="search-field">Search the articles</label>'
        '<input type="search" id="search-field" placeholder="Words, a name, “an exact phrase”">'
        '<button type="button" class="primary" data-search="1">Search</button></div>'
        f'<div class="orders" role="group" aria-label="Order"><span>Order:</span>{orders}</div>'
    )


def basket() -> str:
    """The frame of the clippings, which this browser keeps: the page fills it, no server sees them."""
    return clean(
        '<details class="clippings"><summary>Clippings <span class="count">0</span></summary>'
        '<p class="none note">Keep passages and quotes here, then take them along together. They are kept in this browser.</p>'
        f'<ol class="basket"></ol><div class="full" hidden>{export_buttons("Take them along")}'
        '<p class="take"><button type="button" class="small" data-empty="1">Remove all</button></p></div>'
        '<p class="said" role="status"></p></details>'
    )


def search_panel(desk: Desk) -> Any:
    """Puts the panel on the page; returns what connects it with the reader once that is there."""
    import gradio as gr

    searches = SearchDesk(desk.assistant)
    with gr.Column(elem_id="panel-search"):
        box = gr.HTML(search_box(), elem_id="search-box", js_on_load=asset("search.js"), apply_default_css=False)
        form: dict[str, Any] = {"elem_id": "search-filters", "elem_classes": "filters", "js_on_load": asset("filters.js")}
        filters = gr.HTML("", apply_default_css=False, **form)
        gr.HTML(basket(), elem_id="basket", js_on_load=asset("basket.js"), apply_default_css=False)
        found = gr.HTML("", elem_id="hits", js_on_load=asset("hits.js"), apply_default_css=False)

    def search(event: gr.EventData) -> str:
        return searches.search(event._data)

    def open_article(event: gr.EventData) -> str:
        return desk.open(event._data)

    def connect(beside: Any, blocks: Any) -> None:
        blocks.load(lambda: desk.filter_form("search"), None, [filters], **QUICK)
        box.select(search, None, [found], **QUICK)
        box.click(open_article, None, [beside], **QUICK)

    return connect
