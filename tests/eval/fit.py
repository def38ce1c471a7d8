"""Fits the weights of rag/signals.py: which sentence to choose, and how probable it is that the archive answers.

    python -m tests.eval.fit --set DIR --store DIR     (make fit SET=DIR FITSTORE=DIR)

Each question of the set is asked of the whole store and of small archives cut from it, once with the articles that hold its
answer and once without them. Prints the weights, with scores of five-fold cross-validation over questions. With --made and
--made-store, a set of questions made from articles (tests/eval/made.py), the weights of the likelihood are scaled so that it
can be believed on both (Platt, 1999), people's questions counting three times as much. The texts stay where they are; only
the fitted numbers go into the project.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import astuple
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from index import Candidate, Filters, Passage, Store, terms
from rag.asked import taken_apart
from rag.retrieve import retrieve
from rag.signals import Signals, rank
from rag.types import Question
from tests.eval.metrics import calibration_error, reliability

NAMES = Signals.__slots__


class Part:
    """A Searcher over some articles of a store: exact search by vectors, plain overlap of rare words."""

    def __init__(self, store: Store, passages: list[tuple[Passage, np.ndarray]]) -> None:
        self.store, self.held = store, passages
        self.bags = [frozenset(terms(f"{p.source.title} {p.text}")) for p, _ in passages]

    @property
    def embedder(self):
        return self.store.embedder

    def candidates(self, text, pool, filters):
        vector = self.embedder.encode([text])[0]
        wanted = set(terms(text))
        weight = {t: 1 / (1 + sum(t in bag for bag in self.bags)) for t in wanted}
        return [
            Candidate(i, p.source.article_id, p.source.day, i, float(v @ vector), sum(weight[t] for t in wanted & bag))
            for i, ((p, v), bag) in enumerate(zip(self.held, self.bags, strict=True))
        ]

    def passages(self, numbers):
        return {n: self.held[n][0] for n in numbers}

    def copies(self, article_id, filters):
        return []

    def occurrences(self, stems):
        return sum(set(stems) <= bag for bag in self.bags)

    def sentence_vectors(self, passages):
        return self.store.sentence_vectors(passages)

    def counts(self):
        return len({p.source.article_id for p, _ in self.held}), len(self.held)


def says(text: str, answers: list[str]) -> bool:
    plain = f" {re.sub(r'[^a-z0-9]+', ' ', text.lower())} "
    return any(f" {re.sub(r'[^a-z0-9]+', ' ', a.lower()).strip()} " in plain for a in answers)


def rows_of(folder: Path, store_folder: str, seed: int):
    """(question's id, is answerable here, ranked sentences' signals and which of them say the answer)."""
    chance = random.Random(seed)
    store = Store.open(store_folder)
    questions = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    everything = [row.source.article_id for row in store.articles()]
    catalogue = store._catalogue

    def part(ids) -> Part:
        passages = []
        for article_id in ids:
            numbers = [
                r[0]
                for r in catalogue._sql(
                    "SELECT p.number FROM passages p JOIN articles a ON a.number = p.article WHERE a.id = ?", article_id
                )
            ]
            found = catalogue.passages(numbers)
            vectors = dict(catalogue.vectors(numbers))
            passages += [(found[n], np.frombuffer(vectors[n], "<f4")) for n in numbers]
        return Part(store, passages)

    for question in (q for q in questions if q["answers"]):
        hits = retrieve(store, asked(question), 400, newest=None)
        holding = set(question["answer_string_in"]) | set(question["relevant"])
        order = list(dict.fromkeys(h.passage.source.article_id for h in hits))
        near = [i for i in order if i not in holding][:8]
        far = chance.sample(everything, 6)
        small_with = [
            *question["relevant"][:1],
            *chance.sample(near, min(len(near), chance.randint(0, 8))),
            *far[: chance.randint(2, 6)],
        ]
        for answerable in (True, False):
            kept = [h for h in hits if answerable or h.passage.source.article_id not in holding]
            yield question["id"], answerable, ranked(question, kept, store)
            ids = [i for i in dict.fromkeys(small_with) if answerable or i not in holding]
            small = part(ids)
            if answerable and not question["relevant"]:
                continue
            yield (
                question["id"],
                answerable,
                ranked(question, retrieve(small, asked({**question, "date": None}), 20, newest=None), small),
            )


def asked(question) -> Question:
    day = question.get("date")
    filters = Filters(as_of=date.fromisoformat(day[:10]) + timedelta(days=7)) if day else Filters()
    return Question(question["question"], filters=filters)


def ranked(question, hits, searcher):
    found = rank(taken_apart(question["question"]), hits, searcher)
    return [(astuple(signals), says(s.text, question["answer"])) for s, signals in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--store", required=True, help="the indexed store of the set")
    parser.add_argument("--made", type=Path, help="a set of made questions")
    parser.add_argument("--made-store", help="its indexed store")
    parser.add_argument("--cache", type=Path, help="keep the rows in this folder")
    args = parser.parse_args()
    rows = cached(args.cache and args.cache / "set.json", args.set, args.store)
    fit_choice(rows)
    made = cached(args.cache and args.cache / "made.json", args.made, args.made_store) if args.made else []
    fit_likelihood(rows, made)


def cached(cache: Path | None, folder: Path, store: str):
    """The rows of a set that have a ranked sentence, from the cache where they are there."""
    if cache and cache.exists():
        rows = json.loads(cache.read_text())
    else:
        rows = list(rows_of(folder, store, seed=7))
        if cache:
            cache.parent.mkdir(parents=True, exist_ok=True)
            cache.write_text(json.dumps(rows))
    return [row for row in rows if row[2]]


def fit_choice(rows) -> None:
    """Which sentence: those that say the answer against the others of the same question."""
    x, y, groups = [], [], []
    for number, answerable, found in rows:
        if answerable and any(says_it for _, says_it in found):
            for signals, says_it in found:
                x.append(signals)
                y.append(says_it)
                groups.append(number)
    x, y, groups = np.array(x), np.array(y), np.array(groups)
    model = LogisticRegression(C=1.0, class_weight="balanced").fit(x, y)
    print("choice", dict(zip(NAMES, (model.coef_[0] / model.coef_[0][0]).round(2), strict=True)))

    def top(w):
        return np.mean(
            [max(found, key=lambda f: float(np.dot(w, f[0])))[1] for _, a, found in rows if a and any(s for _, s in found)]
        )

    from rag.signals import CHOICE

    print(
        "says the answer first: fitted",
        round(top(model.coef_[0]), 3),
        "in use",
        round(top(astuple(CHOICE)), 3),
        "n",
        len(set(groups.tolist())),
    )


_PEOPLE = 3  # what a question of people counts for each made one


class Likelihood:
    """Logistic regression on the signals that are in use, scaled on made questions too where there are some."""

    def __init__(self, x, y, made_x, made_y) -> None:
        model = LogisticRegression(C=10.0).fit(x, y)
        self.weights, self.bias = model.coef_[0], float(model.intercept_[0])
        if not len(made_y):
            return
        scores = np.r_[x, made_x] @ self.weights + self.bias
        share = np.r_[np.full(len(y), _PEOPLE / len(y)), np.full(len(made_y), 1 / len(made_y))]
        scale = LogisticRegression(C=1e6).fit(scores[:, None], np.r_[y, made_y], sample_weight=share * len(y))
        a, b = float(scale.coef_[0][0]), float(scale.intercept_[0])
        self.weights, self.bias = self.weights * a, self.bias * a + b

    def __call__(self, x):
        return 1 / (1 + np.exp(-(x @ self.weights + self.bias)))


def table(rows):
    """(signals of the best sentence, whether the archive answers, number of the question) of rows."""
    from rag.signals import LIKELIHOOD

    used = [number for number, weight in enumerate(astuple(LIKELIHOOD)) if weight]
    x = np.array([found[0][0] for _, _, found in rows])[:, used] if rows else np.zeros((0, len(used)))
    return x, np.array([answerable for _, answerable, _ in rows], bool), np.array([number for number, _, _ in rows]), used


def fit_likelihood(rows, made) -> None:
    """How probable: the best sentence's signals, with and without the articles that hold the answer."""
    from rag.signals import LIKELIHOOD, LIKELIHOOD_BIAS

    x, y, groups, used = table(rows)
    made_x, made_y, *_ = table(made)
    out = np.zeros(len(y))
    for train, test in GroupKFold(5).split(x, y, groups):
        out[test] = Likelihood(x[train], y[train], made_x, made_y)(x[test])
    model = Likelihood(x, y, made_x, made_y)
    weights = dict(zip([NAMES[n] for n in used], model.weights.round(2).tolist(), strict=True))
    print("likelihood", weights, "bias", round(model.bias, 2))
    print("cross-validated: expected calibration error", round(calibration_error(out.tolist(), y.tolist()), 3))
    for low, count, mean, true in reliability(out.tolist(), y.tolist()):
        print(f"| {low:.1f} to {low + 0.1:.1f} | {count} | {mean:.2f} | {true:.2f} |")
    for share in (0.9, 0.95, 0.97):
        line = float(np.quantile(out[y], 1 - share))
        print(f"line {line:.2f}: answers {share:.2f} of the answerable, refuses {np.mean(out[~y] < line):.2f} of the others")
    now = 1 / (1 + np.exp(-(x @ np.array(astuple(LIKELIHOOD))[used] + LIKELIHOOD_BIAS)))
    in_use = f"in use {roc_auc_score(y, now):.3f}, error {calibration_error(now.tolist(), y.tolist()):.3f}"
    print(f"AUROC: cross-validated {roc_auc_score(y, out):.3f}, {in_use}, n {len(y)}")


if __name__ == "__main__":
    main()
