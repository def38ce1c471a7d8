"""Leaf: one exchange of a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from rag import Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what came of it so far: the stage, then an answer or an error in words."""

    question: str
    answer: Answer | None = None
    stage: str = ""
    error: str = ""
