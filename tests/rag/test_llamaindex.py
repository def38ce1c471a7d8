"""llama-index driven for real over our store; a test fails when its global Settings are touched."""

from __future__ import annotations

import asyncio

import pytest

from rag.llamaindex import as_retriever

pytestmark = pytest.mark.model


@pytest.fixture(autouse=True)
def _settings_untouched(monkeypatch):
    """Reading a model from llama-index's Settings would reach for a provider; here it fails."""
    from llama_index.core.settings import _Settings

    def refuse(self):
        raise AssertionError("llama-index's global Settings were read")

    for name in ("llm", "embed_model"):
        monkeypatch.setattr(_Settings, name, property(refuse))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-fake")


def test_nodes_carry_exact_offsets_and_what_a_citation_shows(seeded):
    nodes = as_retriever(seeded, limit=4).retrieve("what did the EU demand for Safe?")
    assert len(nodes) == 4
    for found in nodes:
        article = seeded.article(found.node.metadata["article_id"])
        assert article.text[found.node.start_char_idx : found.node.end_char_idx] == found.node.text
        assert found.node.metadata["title"] == article.source.title
        assert {"outlet", "published"} <= set(found.node.metadata)
    assert [n.score for n in nodes] == sorted((n.score for n in nodes), reverse=True)
    assert any("€2 billion" in n.node.text for n in nodes)


def test_its_query_engine_runs_over_the_store(seeded):
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers import get_response_synthesizer

    synthesizer = get_response_synthesizer(llm=MockLLM(), response_mode="compact")
    engine = RetrieverQueryEngine(as_retriever(seeded, limit=3), response_synthesizer=synthesizer)
    response = engine.query("what did the EU demand for Safe?")
    assert len(response.source_nodes) == 3
    assert "€2 billion" in str(response)  # the mock model repeats its prompt, which holds our passages


def test_it_retrieves_asynchronously_and_under_filters(seeded):
    retriever = as_retriever(seeded, limit=5, outlets=["GB News"])
    nodes = asyncio.run(retriever.aretrieve("David Lammy"))
    assert {n.node.metadata["outlet"] for n in nodes} == {"GB News"}
