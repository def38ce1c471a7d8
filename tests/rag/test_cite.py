from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Coverage, Passage, Source, Span
from rag import Question, QuoteError, Status, Verdict, prove
from rag.cite import cite
from rag.types import Evidence, NearMiss, Sentence

TEXT = "The harbour was closed on Monday. Ships waited outside."
SOURCE = Source("a", "Harbour closed")
COVERAGE = Coverage(2, 1, None, None, 2)


def sentence(start: int, end: int, text: str | None = None, source: Source = SOURCE) -> Sentence:
    passage = Passage(source, 0, 0, len(TEXT), TEXT, (Span(0, 33), Span(34, 55)))
    return Sentence(passage, Span(start, end), TEXT[start:end] if text is None else text)


def answer(evidence: Evidence, text: str = TEXT):
    return cite(Question("When was the harbour closed?"), evidence, text_of=lambda _: text, coverage=COVERAGE)


def test_claims_are_verbatim_and_numbered_in_reading_order():
    found = answer(Evidence(((sentence(0, 33),), (sentence(34, 55),)), 0.9))
    assert found.status is Status.ANSWERED
    assert [c.number for c in found.citations] == [1, 2]
    assert found.text == "The harbour was closed on Monday. [1]\nShips waited outside. [2]"
    assert {c.verdict for c in found.claims} == {Verdict.VERBATIM}


def test_one_sentence_of_two_articles_is_one_claim_with_two_citations():
    other = Source("b", "The same by wire")
    (claim,) = answer(Evidence(((sentence(0, 33), sentence(0, 33, source=other)),), 0.9)).claims
    assert [c.source.article_id for c in claim.citations] == ["a", "b"]


def test_no_evidence_is_an_honest_refusal():
    found = answer(Evidence((), 0.1, (sentence(34, 55),)))
    assert (found.status, found.claims, found.citations) == (Status.NOT_FOUND, (), ())
    assert found.near_misses[0].quote == "Ships waited outside."
    assert found.text == "Not in the archive: no answer in any of the 2 articles searched."


@given(st.integers(0, 55), st.integers(0, 60), st.text(max_size=8))
def test_a_quote_that_is_not_there_never_becomes_an_answer(start, end, altered):
    if TEXT[start:end] == altered and altered:
        return
    with pytest.raises(QuoteError):
        answer(Evidence(((sentence(start, end, altered),),), 0.9))


def test_a_near_miss_is_proven_too():
    with pytest.raises(QuoteError):
        prove([NearMiss(SOURCE, 0, 3, "the")], lambda _: TEXT)


def test_an_article_that_changed_meanwhile_is_not_quoted():
    with pytest.raises(QuoteError, match="Ask again"):
        answer(Evidence(((sentence(0, 33),),), 0.9), text=TEXT.replace("Monday", "Friday"))
