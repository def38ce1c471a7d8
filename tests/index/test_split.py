from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index import Article, Source, Span
from index.split import passages, sentences
from tests.fakes import HashingEmbedder

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
NEWS = st.lists(
    st.sampled_from(["He left. ", "“Why?” she said.\n", "U.S. Sen. Byron spoke on Jan. 3.\n\n", "x" * 90 + " ", "€2bn…\r\n"])
)


def article(text: str, furniture=()) -> Article:
    return Article(Source("a", "A title"), text, tuple(furniture))


def cut(text: str, furniture=(), tokens: int = 16):
    return passages(article(text, furniture), HashingEmbedder(max_tokens=tokens))[0]


def test_abbreviations_do_not_end_a_sentence():
    text = "U.S. Sen. Ada Byron spoke on Jan. 3. She left."
    assert [text[s:e] for s, e in sentences(text)] == ["U.S. Sen. Ada Byron spoke on Jan. 3.", "She left."]


def test_a_line_break_ends_a_sentence():
    text = "A heading\nThe text of it."
    assert [text[s:e] for s, e in sentences(text)] == ["A heading", "The text of it."]


def test_a_long_quotation_kept_whole_is_cut_at_its_inner_sentences():
    inner = "We have waited for many years and we will not wait for another one because it is late. "
    text = f'She said: "{inner * 6}We are done."'
    found = [text[s:e] for s, e in sentences(text)]
    assert len(found) == 7
    assert max(len(f.split()) for f in found) < 30


@given(ANY_TEXT)
def test_sentences_lose_nothing_but_white_space(text):
    assert "".join("".join(text[s:e].split()) for s, e in sentences(text)) == "".join(text.split())


@given(st.one_of(ANY_TEXT, NEWS.map("".join)), st.integers(8, 40))
def test_every_passage_and_sentence_slices_its_article(text, tokens):
    for passage in cut(text, tokens=tokens):
        assert text[passage.start : passage.end] == passage.text != ""
        assert passage.sentences[0].start == passage.start
        assert passage.sentences[-1].end == passage.end
        for span in passage.sentences:
            assert text[span.start : span.end].strip() == text[span.start : span.end] != ""


@given(NEWS.map("".join), st.integers(8, 40))
def test_passages_hold_every_word_once_and_fit_the_model(text, tokens):
    found = cut(text, tokens=tokens)
    assert "".join("".join(p.text.split()) for p in found) == "".join(text.split())
    embedder = HashingEmbedder(max_tokens=tokens)
    for passage, embedded in zip(*passages(article(text), embedder), strict=True):
        assert len(embedder.token_ends([embedded.text])[0]) <= tokens
        assert [embedded.text[s:e] for s, e in embedded.sentences] == [text[s:e] for s, e in passage.sentences]


@given(NEWS.map("".join), st.data())
def test_no_passage_touches_furniture(text, data):
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    hole = Span(start, data.draw(st.integers(start + 1, len(text))))
    for passage in cut(text, [hole]):
        assert passage.end <= hole.start or passage.start >= hole.end


def test_one_word_longer_than_the_model_reads_is_one_passage():
    assert [p.text for p in cut("x" * 5_000)] == ["x" * 5_000]
