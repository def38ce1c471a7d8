"""Ranking by meaning, words and age, copies as one, filters exact: on real SQLite and real Chroma."""

from __future__ import annotations

import json
from datetime import date

import pytest

from index import Filters, ModelError, add
from rag import Assistant
from rag.retrieve import retrieve
from rag.types import Question
from tests.conftest import PROJECT, write_articles

TRUE = "Ferry fares to the island stay at 12 pounds this winter, the harbour board said in a notice on Monday."
FALSE = (
    "Ferry fares to the island rise to 90 pounds this winter, a leaflet claimed. The leaflet named no source for the fares. "
    "It was pushed through the doors of houses near the harbour and shared by many people who live on the island."
)


FERRIES = [{"id": f"a{n}", "text": f"The ferry {does} at the harbour on Monday."} for n, does in enumerate(["waits", "leaves"])]


@pytest.fixture
def fill(store, tmp_path):
    """Adds rows of fields to the store, and gives the assistant on it, asked on a day of our choice."""

    def filled(*rows: dict, today: date = date(2024, 6, 1)) -> Assistant:
        path = tmp_path / "a.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        add(store, [path])
        return Assistant(store, today=lambda: today)

    return filled


def ids(hits) -> list[str]:
    return [hit.passage.source.article_id for hit in hits]


def test_a_flood_of_copies_takes_one_place_and_does_not_push_the_true_article_from_the_first_five(fill):
    flood = [{"id": f"f{n}", "title": f"Fares rise, {n}", "text": f"{FALSE} Print run {n}."} for n in range(100)]
    found = fill(*flood, {"id": "true", "title": "Notice", "text": TRUE}).search("ferry fares to the island this winter", 5)
    assert "true" in ids(found)
    assert sum(article_id.startswith("f") for article_id in ids(found)) == 1
    copies = next(hit.copies for hit in found if hit.passage.source.article_id != "true")
    assert len(copies) == 99, "a copy was dropped"


def test_a_flood_that_fills_the_whole_pool_is_looked_past(fill):
    flood = [{"id": f"f{n}", "title": "Fares rise", "text": f"{FALSE} Print run {n}."} for n in range(300)]
    others = [
        {"id": f"o{n}", "title": "Ferry", "text": f"Ferry {n} {'abcdefghij'[n % 10] * 3} left quay {n}."} for n in range(12)
    ]
    assert {i[0] for i in ids(fill(*flood, *others).search("ferry fares island winter", 10))} == {"f", "o"}


def test_articles_that_only_resemble_one_another_are_no_copies(fill):
    rows = [
        {"id": f"w{n}", "text": f"Weather for {place}: {sky} until {n + 3} o'clock, then {wind} winds and {sea} on the coast."}
        for n, (place, sky, wind, sea) in enumerate(
            [("Porto", "rain", "mild", "calm seas"), ("Vigo", "sun", "strong", "high waves"), ("Faro", "fog", "no", "ice")]
        )
    ]
    assert all(hit.copies == () for hit in fill(*rows).search("weather winds on the coast", 5))


def test_an_answer_counts_the_articles_that_print_it_and_those_that_are_independent(fill):
    wire = (
        "The comet Alba was seen over Porto on Monday night by thousands of people on the river bank, police said. "
        "Its tail, green and twice as long as the moon is wide, faded after an hour, and the crowd went home in good order. "
    )
    rows = [{"id": f"wire{n}", "title": "Comet seen", "text": f"{wire}Page {n}."} for n in range(4)]
    answer = fill(*rows).ask("When was the comet Alba seen over Porto?")
    assert (answer.sources.articles, answer.sources.independent) == (4, 1)


def test_a_damaged_copy_does_not_keep_the_others_from_answering(fill):
    seen = "The comet Alba was seen over Porto on Monday night by thousands of people on the river bank."
    assistant = fill(*({"id": f"wire{n}", "title": "Comet seen", "text": seen} for n in range(2)))
    cited = assistant.ask("When was the comet Alba seen over Porto?").citations[0].source.article_id
    other = {"wire0": "wire1", "wire1": "wire0"}[cited]
    with assistant.store._catalogue.transaction():
        assistant.store._catalogue._sql("UPDATE articles SET text = replace(text, 'Alba', 'Albo') WHERE id = ?", other)
    answer = assistant.ask("When was the comet Alba seen over Porto?")
    assert answer.citations[0].source.article_id == cited
    assert (answer.sources.articles, answer.sources.independent) == (1, 1)


def test_where_the_best_placed_copy_is_damaged_another_takes_its_place(fill):
    seen = "The comet Alba was seen over Porto on Monday night by thousands of people on the river bank."
    assistant = fill(*({"id": f"wire{n}", "title": "Comet seen", "text": seen} for n in range(2)))
    (first,) = ids(assistant.search("comet Alba"))
    with assistant.store._catalogue.transaction():
        assistant.store._catalogue._sql("UPDATE articles SET text = replace(text, 'Alba', 'Albo') WHERE id = ?", first)
    assert ids(assistant.search("comet Alba")) == [{"wire0": "wire1", "wire1": "wire0"}[first]]


def test_another_reader_may_be_put_in_the_place_of_the_one_in_use(fill, tmp_path):
    store = fill(*FERRIES).store

    class Backwards:
        def rerank(self, question, hits):
            return list(reversed(hits))

    plain, turned = Assistant(store).search("ferry"), Assistant(store, reranker=Backwards()).search("ferry")
    assert set(ids(plain)) == set(ids(turned)) == {"a0", "a1"}
    assert ids(turned) == list(reversed(ids(retrieve(store, Question("ferry"), 10, newest=None))))


@pytest.mark.model
def test_a_cross_encoder_in_a_folder_orders_the_passages(fill, tmp_path, monkeypatch):
    """A real CrossEncoder, small and untrained: its order is its own, and the scores are the ones that it gives."""
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "ferry", "waits", "leaves", "harbour", "monday", "at", "on"]
    (tmp_path / "vocab.txt").write_text("\n".join(words))
    shape = BertConfig(vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
    shape.num_labels = 1
    BertForSequenceClassification(shape).save_pretrained(tmp_path / "cross")
    BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path / "cross")
    store = fill(*FERRIES).store
    monkeypatch.setenv("CUTTINGS_RERANKER", str(tmp_path / "cross"))
    hits = Assistant.open(store).search("ferry")
    pairs = [("ferry", f"{hit.passage.source.title}\n{hit.passage.text}") for hit in hits]
    expected = CrossEncoder(str(tmp_path / "cross"), device="cpu", local_files_only=True).predict(pairs)
    assert [hit.score for hit in hits] == pytest.approx(expected.tolist(), abs=1e-5)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_cross_encoder_that_is_not_there_is_named(fill, tmp_path, monkeypatch):
    store = fill({"id": "it", "text": "The ferry waits."}).store
    monkeypatch.setenv("CUTTINGS_RERANKER", str(tmp_path / "none"))
    with pytest.raises(ModelError, match="CUTTINGS_RERANKER"):
        Assistant.open(store).search("ferry")


def test_as_of_hides_what_came_later_and_prefers_what_was_then_recent(fill):
    text = "The minister spoke of the harbour in the town hall of {}."
    days = {"old": "2019-05-01", "then": "2023-05-20", "later": "2024-05-01"}
    towns = {"old": "Aberdeen", "then": "Bristol", "later": "Cardiff"}
    rows = [{"id": i, "title": "Minister", "text": text.format(towns[i]), "published": day} for i, day in days.items()]
    rows.append({"id": "undated", "title": "Minister", "text": text.format("Dundee")})
    assistant = fill(*rows)
    then = assistant.search("minister harbour", as_of="2023-06-01")
    assert "later" not in ids(then)
    assert ids(then)[0] == "then"
    assert "undated" in ids(then)
    assert ids(assistant.search("minister harbour"))[0] == "later"


def test_what_is_old_and_fits_comes_before_what_is_new_and_does_not_unless_the_question_says_now(fill):
    rows = [
        {"id": "fits", "text": "The comet Alba was seen over Porto by many people.", "published": "2020-05-01"},
        {"id": "new", "text": "The comet Bora was heard of in Vigo by nobody at all.", "published": "2024-05-30"},
    ]
    assistant = fill(*rows)
    assert ids(assistant.search("comet Alba seen over Porto", as_of="2024-06-01"))[0] == "fits"
    assert ids(assistant.search("latest comet", as_of="2024-06-01"))[0] == "new"


def test_an_article_that_is_dated_in_the_future_does_not_make_all_others_old(fill):
    towns = {"Aberdeen": "2010-01-01", "Bristol": "2024-05-20", "Cardiff": "9999-12-31"}
    text = "The minister spoke of the harbour in the town hall of {}."
    rows = [{"id": t, "title": "Minister", "text": text.format(t), "published": day} for t, day in towns.items()]
    found = fill(*rows).search("minister harbour")
    score = {hit.passage.source.article_id: hit.score for hit in found}
    assert score["Bristol"] - score["Aberdeen"] > 0.2


def test_a_filter_that_leaves_three_articles_searches_those_three(fill):
    rows = [{"id": f"a{n}", "text": f"Harbour report {n}: the ferry waits.", "outlet": "Big Paper"} for n in range(150)]
    rows += [{"id": f"s{n}", "text": f"Nothing of that kind, {n} times over.", "outlet": "Small Paper"} for n in range(3)]
    found = fill(*rows).search("harbour ferry", 10, outlets=["small paper"])
    assert sorted(ids(found)) == ["s0", "s1", "s2"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("€2bn", "The fund would hold €2 billion at first."),
        ("2 billion euros", "The fund would hold €2bn at first."),
        ("Sefcovic", "Maroš Šefčovič spoke at noon."),
        ("ceasefire", "A cease-fire was agreed at noon."),
        ("cease-fire", "A ceasefire was agreed at noon."),
        ("negotiations", "They negotiate at noon."),
        ("UKICE", "The UK in a Changing Europe (UKICE) spoke at noon.\n\n" + "Ships waited outside. " * 3),
    ],
)
def test_words_are_found_in_the_spellings_in_which_they_are_printed(fill, query, text):
    fill({"id": "it", "text": text}, *({"id": f"o{n}", "text": f"Ships of the line waited, {n}."} for n in range(5)))
    store = fill().store
    assert ids(store.full_text(query, 3))[0] == "it"


def test_an_acronym_finds_the_long_form_and_the_long_form_the_acronym(fill):
    store = fill(
        {"id": "both", "text": "The UK in a Changing Europe (UKICE) was founded in 2015."},
        {"id": "long", "text": "Researchers of UK in a Changing Europe disagree."},
        {"id": "short", "text": "UKICE said no."},
        {"id": "none", "text": "Europe is changing, and the UK with it."},
    ).store
    assert set(ids(store.full_text("UKICE", 3))) == {"both", "long", "short"}
    assert set(ids(store.full_text("UK in a Changing Europe", 4))) == {"both", "long", "short", "none"}


def test_words_in_quotation_marks_and_names_count_most_where_they_stand_together(fill):
    rows = [
        {"id": "apart", "text": "Creasy met Stella at the harbour; the deal was big and the bill bad."},
        {"id": "together", "text": "A bad deal, Stella Creasy said of the harbour and of the big bill."},
    ]
    store = fill(*rows).store
    assert ids(store.full_text("Stella Creasy", 2))[0] == "together"
    assert ids(store.full_text('who spoke of a "bad deal"?', 2))[0] == "together"


def test_no_string_of_full_text_syntax_breaks_the_search(fill):
    assistant = fill({"id": "it", "text": "The harbour closed."})
    for query in ('"', "NEAR(a b)", "title: x", "a AND", "*", "^a", "(", "col:", "harbour OR", "-harbour", "\0", "\ud800", "’"):
        assistant.search(query)
        assistant.ask(query)


def test_every_naughty_string_is_a_query(seeded):
    path = PROJECT.parent / "shared/security/blns/blns.json"
    if not path.exists():
        pytest.skip("the list of naughty strings is not beside the project")
    assistant = Assistant.open(seeded)
    for text in json.loads(path.read_text(encoding="utf-8")):
        if text.strip():
            assistant.search(text[:4_000])
            assistant.ask(text[:4_000])


def test_copies_are_one_again_in_a_store_of_an_earlier_version_after_the_next_write(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", FALSE + " One.", FALSE + " Two.")])
    with store._catalogue.transaction():
        store._catalogue._sql("DELETE FROM copies")
    asked = Question("fares", filters=Filters())
    assert set(ids(retrieve(store, asked, 5, newest=None))) == {"a0", "a1"}
    store.rebuild()
    assert len(set(ids(retrieve(store, asked, 5, newest=None)))) == 1


def test_a_short_text_is_a_copy_only_of_the_very_same_one(fill):
    seen = "The comet Alba was seen over {} by many people."
    store = fill(*({"id": f"c{n}", "text": seen.format(t)} for n, t in enumerate(["Porto", "Porto", "Vigo"]))).store
    assert [[s.article_id for s in store.copies(f"c{n}")] for n in range(3)] == [["c1"], ["c0"], []]


def test_an_edited_article_leaves_its_copies(store, tmp_path):
    add(store, [write_articles(tmp_path / "a.jsonl", FALSE + " One.", FALSE + " Two.")])
    assert [s.article_id for s in store.copies("a0")] == ["a1"]
    add(store, [write_articles(tmp_path / "a.jsonl", TRUE, FALSE + " Two.")])
    assert store.copies("a0") == []
