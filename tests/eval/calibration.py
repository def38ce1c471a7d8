"""How far `confidence` can be believed, on a set with unanswerable questions: make calibration SET=DIR [EVALSTORE=DIR].

Prints the reliability table (in each tenth: questions, mean confidence, share that is answerable), the expected calibration
error and the AUROC. The set must not be one that the weights were fitted on.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from sklearn.metrics import roc_auc_score

from index import Store, add
from rag import Assistant
from tests.eval.cases import cases
from tests.eval.metrics import calibration_error, reliability


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--set", type=Path, required=True)
    parser.add_argument("--store", type=Path, help="keep the store here for the next run")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        store = Store.open((args.store or Path(temporary)).resolve(), create=True)
        add(store, [args.set / "corpus.jsonl"])
        assistant = Assistant.open(store)
        asked = list(cases(args.set))
        confidences = [assistant.ask(case.question).confidence for case in asked]
        store.close()
    answerable = [case.answerable for case in asked]
    print("| confidence | questions | mean | answerable |\n|---|---|---|---|")
    for low, count, mean, true in reliability(confidences, answerable):
        print(f"| {low:.1f} to {low + 0.1:.1f} | {count} | {mean:.2f} | {true:.2f} |")
    error = calibration_error(confidences, answerable)
    print(f"expected calibration error {error:.3f}, AUROC {roc_auc_score(answerable, confidences):.3f}, {len(asked)} questions")


if __name__ == "__main__":
    main()
