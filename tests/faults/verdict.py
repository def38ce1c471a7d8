"""What must hold after a fault, whatever it was; counts what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

FOUND = 0.9999  # cosine at which a passage has found itself, or its like


class Archive(Protocol):
    """What a verdict asks of a store."""

    def texts(self) -> list[tuple[str, str]]:
        """(id, text) of every article."""

    def passages(self) -> list[tuple[str, str]]:
        """(id of the article, the string that was embedded) of every passage."""

    def nearness(self, text: str) -> float:
        """The cosine of the nearest passage to this string, as a search finds it."""

    def add_one_more(self) -> bool:
        """Whether the next write works and is found."""


@dataclass
class Verdict:
    """How many articles were lost, stood twice, or were torn; how many passages cannot be found."""

    lost: int = 0
    duplicated: int = 0
    torn: int = 0
    unreachable: int = 0
    stuck: int = 0

    @property
    def ok(self) -> bool:
        return not any((self.lost, self.duplicated, self.torn, self.unreachable, self.stuck))


def judge(archive: Archive, acknowledged: Iterable[str], expected: Callable[[str], set[str]], *, pieces: int) -> Verdict:
    """Every acknowledged article is there once and whole; none is half; each passage finds itself; the next write works.

    `expected` gives the texts that an article may have; `pieces` is the number of passages of each.
    """
    verdict = Verdict()
    held = archive.texts()
    ids = [article_id for article_id, _ in held]
    verdict.lost = len(set(acknowledged) - set(ids))
    verdict.duplicated = len(ids) - len(set(ids))
    passages = archive.passages()
    owned = [article_id for article_id, _ in passages]
    verdict.torn = sum(text not in expected(i) or owned.count(i) != pieces for i, text in held)
    verdict.unreachable = sum(archive.nearness(string) < FOUND for _, string in passages)
    verdict.stuck = not archive.add_one_more()
    return verdict
