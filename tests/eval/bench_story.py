"""The time of one story check: python -m tests.eval.bench_story --store DIR [--words 2000] [--quotes 30] [--runs 5].

With --articles N instead: so many articles of the archive, each checked as if it were a story (its first 12,000 characters).
Its quotations are printed, by nobody else, and its details stand beside their names: what is told otherwise is a false alarm.

A draft is made of the archive's own sentences: a third of its quotations as printed, a third with one word changed, a third
with its words in an order that no article has; the rest is sentences of other articles, with their figures, dates and names.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter

from index import Store
from rag import Alarm, Assistant


def draft(store: Store, words: int, quotes: int, seed: int) -> str:
    """A story of about so many words with so many quotations."""
    chance = random.Random(seed)
    listed = store.articles()
    sentences: list[str] = []
    while len(sentences) < 6 * quotes + words // 10:
        for passage in store.passages_of(chance.choice(listed).source.article_id):
            found = [passage.text[a - passage.start : b - passage.start] for a, b in passage.sentences]
            sentences += [s for s in found if 8 <= len(s.split()) <= 40 and not set("\"“”‘’'") & set(s)]
    chance.shuffle(sentences)
    said = [_quotation(sentences.pop(), number % 3, chance) for number in range(quotes)]
    filling = max(0, words - sum(len(s.split()) for s in said))
    story: list[str] = []
    while said or filling > 0:
        if filling > 0:
            story.append(sentences.pop())
            filling -= len(story[-1].split())
        if said and (filling <= 0 or chance.random() < quotes / (words / 20)):
            story.append(said.pop())
    return "\n\n".join(" ".join(story[n : n + 4]) for n in range(0, len(story), 4))


def _quotation(sentence: str, kind: int, chance: random.Random) -> str:
    words = sentence.split()
    if kind == 1:
        words[len(words) // 2] = "otherwise"
    elif kind == 2:
        chance.shuffle(words)
    return f"“{' '.join(words)}” Jane Doe said."


def own_articles(store: Store, articles: int, seed: int) -> None:
    """Prints how the quotations and details of the archive's own articles are told."""
    assistant = Assistant(store)
    verdicts: Counter[str] = Counter()
    details: Counter[str] = Counter()
    for listed in random.Random(seed).sample(store.articles(), articles):
        story = assistant.check_story(store.article(listed.source.article_id).text[:12_000])
        verdicts.update(quote.check.verdict.value for quote in story.quotes)
        verdicts.update("speaker named" for quote in story.quotes if quote.speaker)
        verdicts.update("speaker alarm" for quote in story.quotes if Alarm.SPEAKER in quote.check.alarms)
        details.update("found" if d.places else "not found" if d.name else "no name" for d in story.details)
    for counted in (verdicts, details):
        print("  " + ", ".join(f"{number} {words}" for words, number in counted.most_common()))


def main() -> None:
    """Prints the median and the longest time, or what is told of the archive's own articles."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", required=True)
    parser.add_argument("--words", type=int, default=2_000)
    parser.add_argument("--quotes", type=int, default=30)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--articles", type=int)
    parser.add_argument("--seed", type=int, default=0, help="which articles")
    args = parser.parse_args()
    store = Store.open(args.store)
    if args.articles:
        own_articles(store, args.articles, args.seed)
        return
    assistant = Assistant(store)
    taken, worked = [], []
    for seed in range(args.runs):
        text = draft(store, args.words, args.quotes, seed)
        started, processor = time.perf_counter(), time.process_time()
        story = assistant.check_story(text)
        taken.append(time.perf_counter() - started)
        worked.append(time.process_time() - processor)
        counted = {v: sum(q.check.verdict == v for q in story.quotes) for v in sorted({q.check.verdict for q in story.quotes})}
        found = sum(bool(d.places) for d in story.details)
        verdicts = ", ".join(f"{number} {verdict}" for verdict, number in counted.items())
        print(f"  {len(text.split()):,} words, {verdicts}; {len(story.details)} details, {found} found: {taken[-1]:.2f} s")
    times = f"median {statistics.median(taken):.2f} s, longest {max(taken):.2f} s"
    print(f"{store.counts()[1]:,} passages: {times} (of the processor: median {statistics.median(worked):.2f} s)")


if __name__ == "__main__":
    main()
