"""Makes questions from articles, for fitting where nobody has written any: python -m tests.eval.made --corpus FILE --out DIR.

From a sentence that tells who said something, how many of something there were, or who did something, one question whose answer
is left out. A question keeps two to five of the sentence's other content words, and says about half of those that are no names
with another word that the model puts near ("lawyer" for "attorney"): people do not repeat the sentence that they look for. DIR
then holds corpus.jsonl and questions.jsonl as tests/eval reads them. Made questions are clumsier than people's; they are for
fitting, not for a claim of quality.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from index import STOP_WORDS, Embedder, fold, names, stem, words
from index.embed import open_embedder

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_NAME = r"[A-Z][\w’'-]+(?: (?:of |de |von |bin |al-)?[A-Z][\w’'-]+){1,3}"
_SAID = re.compile(rf"^(?P<name>{_NAME}) (?:said|told \w+|added|claimed|warned|argued|announced|wrote)(?: that)? (?P<rest>.+)$")
_MANY = re.compile(
    r"\b(?P<number>(?!(?:19|20)\d\d )(?:\d[\d,.]*\d|\d)) "
    r"(?P<noun>[a-z]{4,}s|people|children|women|men|percent)\b(?P<rest>.*)$"
)
_DID = re.compile(rf"^(?P<name>{_NAME}) (?P<verb>[a-z]+ed|won|became|took|made|gave|left|led|began|met) (?P<rest>.+)$")
_SHORTEST = 8  # words of a sentence
_RARE = 2  # times that a word occurs
_RELATED = 0.55  # cosine of two words
_OTHERWISE = 0.5  # the probability that a word is said with its relative


def made(article: dict[str, Any], chance: random.Random) -> Iterator[tuple[str, str]]:
    """(question, answer) pairs of one article, at most one a sentence."""
    for sentence in _SENTENCE.split(article["text"]):
        if "\n" in sentence or len(sentence.split()) < _SHORTEST:
            continue
        if fold(sentence.split()[0]) in STOP_WORDS:
            continue
        if said := _SAID.match(sentence):
            about = kept(said["rest"], said["name"], chance)
            rest = " ".join(words(said["rest"])[:4])
            yield f"What did {said['name']} say about {' '.join(about)}?", rest
        elif did := _DID.match(sentence):
            yield f"Who {did['verb']} {' '.join(kept(did['rest'], did['name'], chance))}?", did["name"]
        elif many := _MANY.search(sentence):
            about = kept(sentence.replace(many[0], "") + many["rest"], many["noun"], chance)
            yield f"How many {many['noun']} {' '.join(about)}?", f"{many['number']} {many['noun']}"


def kept(text: str, without: str, chance: random.Random) -> list[str]:
    """Two to five content words of a text, in order, those of `without` left out; names first of all."""
    left_out = {stem(word) for word in words(without)}
    named = {word for name in names(text) for word in name.split()}
    content = [w for w in re.findall(r"[^\W_][\w’'-]*", text) if fold(w) not in STOP_WORDS and stem(fold(w)) not in left_out]
    content = list(dict.fromkeys(content))
    wanted = chance.randint(2, 5)
    first = sorted(content, key=lambda word: chance.random() - 0.4 * (word in named))[:wanted]
    return [word for word in content if word in first]


def relatives(texts: list[str], embedder: Embedder) -> dict[str, str]:
    """For each word of the texts that is no rarity, the nearest other word by the model's cosine, where that is near at all."""
    counted = Counter(word for text in texts for word in re.findall(r"\b[a-z]{4,}\b", text) if word not in STOP_WORDS)
    vocabulary = [word for word, count in counted.items() if count > _RARE]
    vectors = embedder.encode(vocabulary)
    stems = np.array([stem(word) for word in vocabulary])
    found = {}
    for word, vector in zip(vocabulary, vectors, strict=True):
        cosines = np.where(stems == stem(word), 0.0, vectors @ vector)
        if cosines.max() > _RELATED:
            found[word] = vocabulary[int(cosines.argmax())]
    return found


def otherwise(question: str, answer: str, others: Mapping[str, str], chance: random.Random) -> str:
    """The question with about half of its words that have a relative replaced by that; none of the answer's words come in."""
    said = set(words(answer))

    def other(match: re.Match[str]) -> str:
        relative = others.get(match[0])
        return relative if relative and relative not in said and chance.random() < _OTHERWISE else match[0]

    opening = re.match(r"(?:What did .+? say about|Who|How many)", question)
    start = opening.end() if opening else 0
    return question[:start] + re.sub(r"\b[a-z]{4,}\b", other, question[start:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=int, default=300)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    articles = [json.loads(line) for line in args.corpus.open(encoding="utf-8")]
    plain = {article["id"]: f" {' '.join(words(article['text']))} " for article in articles}
    found = [(article["id"], *pair) for article in articles for pair in list(made(article, chance))[:2]]
    others = relatives([article["text"] for article in articles], open_embedder())
    args.out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(args.corpus, args.out / "corpus.jsonl")
    with (args.out / "questions.jsonl").open("w", encoding="utf-8") as file:
        for number, (article_id, question, answer) in enumerate(chance.sample(found, min(args.most, len(found)))):
            holding = [other for other, text in plain.items() if f" {' '.join(words(answer))} " in text]
            said = otherwise(question, answer, others, chance)
            row = {"id": f"made-{number}", "question": said, "date": None, "answer": [answer], "answers": [answer]}
            row |= {"relevant": [article_id], "answer_string_in": holding, "answerable": True}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
