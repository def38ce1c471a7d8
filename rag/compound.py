"""Leaf: a question of several parts taken apart: two questions in one, or one asked of two names."""

from __future__ import annotations

import re

_MOST = 4  # parts
_ASKS = r"(?:what|who|whom|whose|when|where|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
_NEXT = re.compile(rf"\?\s+(?=\S)|,?\s+and\s+(?={_ASKS}\b)", re.IGNORECASE)
_NAME = r"(?:the )?[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*)*"
# "What do France and Germany want?", "How did the EU, Britain and France react?"
_OF_SEVERAL = re.compile(rf"^(\w+(?: \w+)?? (?:do|did|have|are|were) )({_NAME}(?:, {_NAME})*),? and ({_NAME}) (.+)$")
_SINGLE = {"do": "does", "have": "has", "are": "is", "were": "was"}
_TOGETHER = re.compile(
    r"\b(?:agree|agreed|differ|each other|together|both|between|meet|met|compare|in common|share)\b", re.IGNORECASE
)


def parts(text: str) -> list[str]:
    """The questions that a question is made of, in order; the question itself when it is one."""
    found = _of_several(text) or [part.strip(" ,") for part in _NEXT.split(text)]
    whole = [part for part in found if re.match(rf"{_ASKS}\b", part, re.IGNORECASE) and len(part.split()) > 2]
    if len(whole) != len(found) or not 1 < len(whole) <= _MOST or any(_leans(part) for part in whole[1:]):
        return [text]
    return [part if part.endswith("?") else f"{part}?" for part in whole]


def _of_several(text: str) -> list[str]:
    """One question a name; none where it is about what the named do together."""
    match = _OF_SEVERAL.match(text)
    if match is None or _TOGETHER.search(match[4]):
        return []
    lead = re.sub(r"(\w+) $", lambda m: f"{_SINGLE.get(m[1], m[1])} ", match[1])
    return [f"{lead}{name} {match[4]}" for name in (*match[2].split(", "), match[3])]


def _leans(part: str) -> bool:
    """Whether a part needs the one before it: "... and why was it dropped?" is one subject, asked twice."""
    return bool(re.search(r"\b(?:it|its|he|him|his|she|her|they|them|their|this|that|these|those)\b", part, re.IGNORECASE))
