"""Makes quotes of every kind from articles, with the verdict that each must get: python -m tests.eval.quotes_made.

    python -m tests.eval.quotes_made --corpus FILE --out FILE [--most N] [--seed N]

Each line of the output: {"id", "kind", "text", "expect", "article_id", "start", "end"}; the offsets are those of the stretch
that the quote was made from. Quotes that are not in the corpus are words of many articles, shuffled.
An altered quote that happens to stand in the corpus is not written.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

_THERE = ("exact", "folded", "partial")  # may stand in the corpus as they are
_BY_SIGNS = ("altered_sign", "altered_case")  # of which the words stand in the corpus
_SENTENCE = re.compile(r"(?<!\S)[^\s.!?][^.!?\n]{40,400}[.!?](?=\s)")
_NEGATABLE = re.compile(r"\b(is|are|was|were|will|would|can|could|has|have|had|should|may|must|did|does|do)\b(?! not\b|n't)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_OTHER_NAMES = ("Harrison", "Okafor", "Lindqvist", "Moreau", "Tanaka", "Pereira")
_MODALS = {"may": "will", "might": "will", "could": "will", "would": "will", "should": "must", "will": "may", "must": "may"}


class Made(NamedTuple):
    """A quote and the verdict that it must get."""

    kind: str
    text: str
    expect: str


def made(sentence: str, rest: str, chance: random.Random) -> Iterator[Made]:
    """The quotes of one sentence; `rest` is another sentence of the same article, far from it."""
    words = sentence.split()
    yield Made("exact", sentence, "exact")
    yield Made("exact_in_marks", f"“{sentence}”", "exact")
    first = chance.randint(0, max(0, len(words) - 8))
    yield Made("exact_part", _between(sentence, first, first + 8), "exact")
    for kind, change in _FOLDED.items():
        changed = change(sentence)
        if changed != sentence:
            yield Made(f"folded_{kind}", changed, "folded")
    yield from _partial(words, chance)
    for kind, alter in _ALTERED.items():
        changed = alter(sentence, chance)
        if changed and changed != sentence:
            yield Made(f"altered_{kind}", changed, "altered")
    half, other = words[: len(words) // 2], rest.split()
    yield Made("spliced", " ".join([*half, *other[len(other) // 2 :]]), "altered")


def _between(sentence: str, first: int, last: int) -> str:
    """The sentence from one of its words to another, with the white space that it has there."""
    spans = [m.span() for m in re.finditer(r"\S+", sentence)][first:last]
    return sentence[spans[0][0] : spans[-1][1]]


def _partial(words: list[str], chance: random.Random) -> Iterator[Made]:
    if len(words) < 14:
        return
    cut = chance.randint(5, len(words) - 8)
    gap = chance.randint(1, 3)
    head, tail = " ".join(words[:cut]), " ".join(words[cut + gap :])
    for kind, mark in (("dots", "..."), ("character", " … "), ("brackets", " [...] ")):
        yield Made(f"partial_{kind}", f"{head.rstrip(',;:')}{mark if kind != 'dots' else ' ... '}{tail}", "partial")
    yield Made("partial_insertion", f"{head} [as it is called] {' '.join(words[cut:])}", "partial")


_STRAIGHT = {0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'}
_FOLDED: dict[str, Callable[[str], str]] = {
    "marks": lambda s: s.translate(_STRAIGHT) if re.search("[‘’“”]", s) else s.replace("'", "’"),
    "dashes": lambda s: re.sub(r"(?<=\w)-(?=[a-z])", "‑", s).replace("–", "—"),
    "space": lambda s: s.replace(" ", "\n", 1).replace(" ", "  ", 2),
    "first": lambda s: (s[0].lower() if s[0].isupper() else s[0].upper()) + s[1:],
    "stop": lambda s: s[:-1] + "," if s.endswith(".") else s,
    "no_stop_in_marks": lambda s: f"“{s[:-1]}”." if s.endswith(".") else s,
    "ligature": lambda s: s.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "nfd": lambda s: re.sub("é", "e\u0301", s),
}  # fmt: skip


def _number(sentence: str, chance: random.Random) -> str:
    found = list(re.finditer(r"\d+", sentence))
    if not found:
        return ""
    match = chance.choice(found)
    return sentence[: match.start()] + str(int(match[0]) + chance.randint(1, 9)) + sentence[match.end() :]


def _negation(sentence: str, chance: random.Random) -> str:
    if match := re.search(r" (?:not|never)\b", sentence):
        return sentence[: match.start()] + sentence[match.end() :]
    found = list(_NEGATABLE.finditer(sentence))
    if not found:
        return ""
    match = chance.choice(found)
    return f"{sentence[: match.end()]} not{sentence[match.end() :]}"


def _name(sentence: str, chance: random.Random) -> str:
    found = list(_NAME.finditer(sentence))
    if not found:
        return ""
    match = chance.choice(found)
    return sentence[: match.start()] + chance.choice(_OTHER_NAMES) + sentence[match.end() :]


def _modal(sentence: str, _chance: random.Random) -> str:
    match = re.search(rf"\b({'|'.join(_MODALS)})\b", sentence)
    return sentence[: match.start()] + _MODALS[match[1]] + sentence[match.end() :] if match else ""


def _dropped(sentence: str, chance: random.Random) -> str:
    words = sentence.split()
    at = chance.randint(3, len(words) - 4) if len(words) > 9 else 0
    return " ".join(words[:at] + words[at + 2 :]) if at else ""


def _added(sentence: str, chance: random.Random) -> str:
    words = sentence.split()
    at = chance.randint(2, len(words) - 2)
    return " ".join([*words[:at], chance.choice(["really", "very", "openly"]), *words[at:]])


def _word(sentence: str, chance: random.Random) -> str:
    words = sentence.split()
    found = [n for n, word in enumerate(words) if n and word.isalpha() and word.islower() and len(word) > 4]
    if not found:
        return ""
    words[chance.choice(found)] = chance.choice(["banana", "gravel", "orchard"])
    return " ".join(words)


def _sign(sentence: str, chance: random.Random) -> str:
    found = [m for m in re.finditer(r"[%€£$¥;:,?()]", sentence) if 0 < m.start() < len(sentence) - 2]
    if not found:
        return ""
    match = chance.choice(found)
    other = {"€": "$", "$": "€", "£": "$", "?": "."}.get(match[0], "")
    return sentence[: match.start()] + other + sentence[match.end() :]


def _case(sentence: str, chance: random.Random) -> str:
    found = list(re.finditer(r"(?<=[a-z,] )[A-Za-z](?=[a-z]{2})", sentence))
    if not found:
        return ""
    match = chance.choice(found)
    return sentence[: match.start()] + match[0].swapcase() + sentence[match.end() :]


def _letter(sentence: str, chance: random.Random) -> str:
    found = list(re.finditer(r"(?<=[a-z]{2})[a-z](?=[a-z]{2})", sentence))
    if not found:
        return ""
    match = chance.choice(found)
    return sentence[: match.start()] + sentence[match.end() :]


_ALTERED: dict[str, Callable[[str, random.Random], str]] = {
    "number": _number,
    "negation": _negation,
    "name": _name,
    "modal": _modal,
    "dropped": _dropped,
    "added": _added,
    "word": _word,
    "sign": _sign,
    "case": _case,
    "letter": _letter,
}


def rows(articles: list[dict[str, Any]], most: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Rows in a mixed order, at most `most`, of each kind about as many."""
    plain = [_plain(article["text"]) for article in articles]
    everything, whole = "\n".join(plain), "\n".join(article["text"] for article in articles)
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for article in articles:
        for row in _of_article(article, chance):
            by_kind.setdefault(row["kind"], []).append(row)
    vocabulary = [word for text in chance.sample(plain, min(80, len(plain))) for word in text.split() if len(word) > 3]
    by_kind["not_found"] = [
        {"kind": "not_found", "text": " ".join(chance.sample(vocabulary, 14)) + ".", "expect": "not_found", "article_id": None}
        for _ in range(most // 12)
    ]
    share = most // len(by_kind) + 1
    chosen: list[dict[str, Any]] = []
    for kind, of_kind in by_kind.items():
        chance.shuffle(of_kind)
        as_it_is = kind in _BY_SIGNS
        is_new = (
            row
            for row in of_kind
            if row["expect"] in _THERE or not (row["text"] in whole if as_it_is else _plain(row["text"]) in everything)
        )
        chosen += islice(is_new, share)
    chance.shuffle(chosen)
    yield from ({"id": f"q{number}", "start": 0, "end": 0, **row} for number, row in enumerate(chosen[:most]))


def _of_article(article: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    """The quotes made of up to three sentences of an article."""
    sentences = [m for m in _SENTENCE.finditer(article["text"]) if len(m[0].split()) >= 10]
    for match in chance.sample(sentences, min(3, len(sentences))):
        at = match.start()
        other = max(sentences, key=lambda m, at=at: abs(m.start() - at))
        for quote in made(match[0], other[0], chance):
            if quote.kind != "spliced" or abs(other.start() - at) > 600:
                yield {**quote._asdict(), "article_id": article["id"], "start": at, "end": match.end()}


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text).lower().strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    articles = [json.loads(line) for line in args.corpus.open(encoding="utf-8")]
    with args.out.open("w", encoding="utf-8") as file:
        for row in rows(articles, args.most, random.Random(args.seed)):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
