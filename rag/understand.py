"""A follow-up gets the names and words that it leans on, so that it stands alone; a first question stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index import fold, names, terms

_LEANING = re.compile(
    r"^(?:and|but|so|what about|how about)\b|^(?:why|when|where|who|how)\b.{0,12}$"
    r"|\b(?:he|she|they|him|her|them|his|hers|their|theirs|it|its|this|that|these|those|there)\b",
    re.IGNORECASE,
)
_FEW_TERMS = 2


def understand(text: str, history: Sequence[Mapping[str, str]]) -> str:
    """The question with what it leans on in brackets: the names of the user's question before it, else its words."""
    earlier = [turn["content"] for turn in history if turn.get("role") == "user" and turn.get("content", "").strip()]
    if not earlier or not _leans(text):
        return text
    own = set(terms(text))
    before = earlier[-1]
    carried = [name for name in names(before) if not own.issuperset(terms(name))]
    if not names(text) or not carried:
        seen = own.union(*(terms(name) for name in carried))
        carried += [word for word in re.findall(r"\w+", before) if (stems := set(terms(word))) and not stems & seen]
    return f"{text} ({', '.join(dict.fromkeys(carried))})" if carried else text


def _leans(text: str) -> bool:
    return bool(_LEANING.search(fold(text).strip(" ?!."))) or len(terms(text)) <= _FEW_TERMS
