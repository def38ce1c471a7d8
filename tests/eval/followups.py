"""How well a follow-up is understood, beside human rewrites: make followups TURNS="FILE ...".

Each line of a file: {"history", "utterance", "rewrite", "unseen", "needs_rewrite"}. Turns whose rewrite has words that nobody
can infer (`unseen`) are left out. Prints the share of the words that the human adds which ours has too, how many words ours
adds for each of the human's, and how many of the turns that need nothing stay as they are; then the same if it were known which
turns need something, and whole subjects were carried to these: what this way of understanding cannot exceed.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index import STOP_WORDS, words
from rag.topic import subject
from rag.understand import understand

Turn = dict[str, Any]


def content(text: str) -> set[str]:
    """The content words, cut to six letters, so that endings do not count."""
    return {word[:6] for word in words(text) if word not in STOP_WORDS}


def measured(turns: Sequence[Turn], understood: Callable[[Turn], str]) -> str:
    """The three figures in words."""
    kept, ours_added, human_added, same = [], 0, 0, []
    for turn in turns:
        said, human, ours = (content(text) for text in (turn["utterance"], turn["rewrite"], understood(turn)))
        if turn["needs_rewrite"] and human - said:
            kept.append(len((human - said) & ours) / len(human - said))
            ours_added += len(ours - said)
            human_added += len(human - said)
        elif not turn["needs_rewrite"]:
            same.append(ours == said)
    share, added = sum(kept) / len(kept), ours_added / human_added
    left = f"{len(same)} that need none: left alone {sum(same) / len(same):.3f}" if same else "none that need none"
    return f"{len(kept)} turns that need words: kept {share:.3f}, added {added:.2f} times the human's; {left}"


def carried(*subjects: Callable[[Sequence[str]], str]) -> Callable[[Turn], str]:
    """Understands by carrying these of the earlier turns' subjects to every turn that needs something."""

    def understood(turn: Turn) -> str:
        if not turn["needs_rewrite"]:
            return str(turn["utterance"])
        own = [" ".join(word.text for word in subject(said["content"])) for said in turn["history"]]
        named = [words_of for words_of in own if words_of]
        return " ".join([turn["utterance"], *(chosen(named) for chosen in subjects if named)])

    return understood


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("turns", type=Path, nargs="+")
    for file in parser.parse_args().turns:
        turns = [turn for turn in map(json.loads, file.read_text(encoding="utf-8").splitlines()) if turn["history"]]
        turns = [turn for turn in turns if not turn["unseen"]]
        print(file.name)
        print("  in use:", measured(turns, lambda turn: understand(turn["utterance"], turn["history"])))
        print("  the last subject, need known:", measured(turns, carried(lambda own: own[-1])))
        print("  the first subject, need known:", measured(turns, carried(lambda own: own[0])))
        print("  both, need known:", measured(turns, carried(lambda own: own[0], lambda own: own[-1])))


if __name__ == "__main__":
    main()
