"""Door: our retrieval as a llama-index retriever. Never reads or sets llama-index's global Settings."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import Hit, Store

from .assistant import Assistant

if TYPE_CHECKING:
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle


def as_retriever(store: Store | str | Path | None = None, *, limit: int = 10, **filters: Any) -> BaseRetriever:
    """A llama-index retriever over a store, given open or by its folder (default: CUTTINGS_STORE, else .store).

    Its nodes are our passages, best first, at most `limit`: `start_char_idx` and `end_char_idx` are offsets into the
    article's text in code points; metadata holds article_id, title, outlet, authors, published and url. The score is
    that of `Assistant.search`. Filters as in `Assistant.search`.
    """
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.retrievers import BaseRetriever

    assistant = Assistant.open(store)

    class CuttingsRetriever(BaseRetriever):
        """Passages of a Cuttings store."""

        def __init__(self) -> None:
            # An own callback manager: without one, llama-index takes that of its global Settings.
            super().__init__(callback_manager=CallbackManager())

        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return [_node(hit) for hit in assistant.search(query_bundle.query_str, limit, **filters)]

        async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return await asyncio.to_thread(self._retrieve, query_bundle)

    return CuttingsRetriever()


def _node(hit: Hit) -> NodeWithScore:
    from llama_index.core.schema import NodeWithScore, TextNode

    passage, source = hit.passage, hit.passage.source
    metadata = {
        "article_id": source.article_id,
        "title": source.title,
        "outlet": source.outlet,
        "authors": ", ".join(source.authors),
        "published": source.published,
        "url": source.url,
    }
    node = TextNode(
        id_=f"{source.article_id}:{passage.start}-{passage.end}",
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=["article_id", "url"],
    )
    return NodeWithScore(node=node, score=hit.score)
