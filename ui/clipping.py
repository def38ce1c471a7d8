"""Leaf: a quote with its place as JSON, for the page to keep and hand back when it is exported."""

from __future__ import annotations

import json
from collections.abc import Mapping

from index import Article, Span, source_json
from rag import visible

from .phrases import source_words


def clipping(article: Article, span: Span, copied: Mapping[str, str] | None = None) -> str:
    """The quote at a span, its source and the text's fingerprint, as JSON in ASCII: what is invisible in it survives the page.

    With how the page shows it, and the forms in which it is copied.
    """
    quote = article.text[span.start : span.end]
    place = {"start": span.start, "end": span.end, "quote": quote, "fingerprint": article.fingerprint}
    shown = {"quote": visible(quote), "where": visible(f"{article.source.title} · {source_words(article.source)}")}
    return json.dumps({**source_json(article.source), **place, "shown": shown, "copied": dict(copied or {})}, ensure_ascii=True)
