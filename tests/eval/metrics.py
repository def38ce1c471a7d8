"""Pure measures of ranked lists. Ranks count from 1."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence


def first_rank(ranked: Sequence[Collection[str]], relevant: Collection[str]) -> int | None:
    """The rank of the first place that holds something relevant; a place may hold several ids (copies). None without one."""
    wanted = set(relevant)
    return next((rank for rank, place in enumerate(ranked, start=1) if wanted & set(place)), None)


def reciprocal_rank(rank: int | None, cut: int = 10) -> float:
    """1 / rank up to `cut`, else 0. Its mean over questions is MRR@cut (Voorhees, TREC-8, 1999)."""
    return 1 / rank if rank is not None and rank <= cut else 0.0


def hit_at(rank: int | None, cut: int) -> bool:
    """Whether the rank is among the first `cut`."""
    return rank is not None and rank <= cut


def says(text: str, answer: str) -> bool:
    """Whether the text holds the answer's words as whole words, case and punctuation aside."""
    return f" {_plain(answer)} " in f" {_plain(text)} "


def reliability(
    probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10
) -> list[tuple[float, int, float, float]]:
    """For each bin of equal width that is not empty: where it begins, its size, mean probability, and share that came true."""
    rows = []
    for number in range(bins):
        inside = [i for i, p in enumerate(probabilities) if min(int(p * bins), bins - 1) == number]
        if inside:
            mean = sum(probabilities[i] for i in inside) / len(inside)
            rows.append((number / bins, len(inside), mean, sum(outcomes[i] for i in inside) / len(inside)))
    return rows


def calibration_error(probabilities: Sequence[float], outcomes: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: how far the mean probability lies from the share that came true, in bins of equal width,
    weighted by their size (Guo et al., ICML 2017).
    """
    rows = reliability(probabilities, outcomes, bins)
    return sum(size * abs(mean - true) for _, size, mean, true in rows) / len(probabilities) if probabilities else 0.0


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
