"""Leaf: what a text wishes for when it is no question: a name's or keyword's digest, a summary of an article, a timeline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index import STOP_WORDS, fold, names, terms

from .types import Form


@dataclass(frozen=True, slots=True)
class Wish:
    """A form, and the subject, name or article that it is wanted of."""

    form: Form
    subject: str
    said: bool = False  # what somebody said is wanted rather than who it is


_SUMMARY = re.compile(
    r"^(?:please )?(?:(?:can|could) you )?(?:summari[sz]e|sum up|(?:give me )?(?:a |the )?summary of)"
    r"(?: the)?(?: article)?:? (?P<of>.+)$",
    re.IGNORECASE,
)
_TIMELINE = re.compile(
    r"^(?:please )?(?:(?:give|show) me |make )?(?:a |the )?(?:timeline|chronology)(?: of| for| on| about)?:? (?P<of>.+)$",
    re.IGNORECASE,
)
_WHO_IS = re.compile(r"^who(?: i|['’])s (?P<of>.+)$", re.IGNORECASE)
_SAY = "say|said|note|noted|warn|warned|claim|claimed|argue|argued|tell|told|announce|announced"
_WHAT_SAID = re.compile(rf"^what (?:did|does|has) (?P<of>.+?) (?:{_SAY})$", re.IGNORECASE)
_ASKS = frozenset(
    [
        *(
            "who",
            "whom",
            "whose",
            "what",
            "when",
            "where",
            "why",
            "how",
            "which",
            "is",
            "are",
            "was",
            "were",
            "do",
            "does",
            "did",
        ),
        *("has", "have", "had", "can", "could", "will", "would", "should", "may", "tell", "explain", "describe", "list", "and"),
    ]
)
_MOST_WORDS = 5  # of a keyword


def wish(text: str) -> Wish | None:
    """What is wished for; None for a question."""
    plain = text.strip().strip("?!. ")
    for pattern, form in ((_SUMMARY, Form.SUMMARY), (_TIMELINE, Form.TIMELINE)):
        if match := pattern.match(plain):
            return Wish(form, match["of"].strip("\"“”'‘’ "))
    for pattern in (_WHO_IS, _WHAT_SAID):
        if (match := pattern.match(plain)) and names(f"of {match['of']}") == [match["of"]]:
            return Wish(Form.NAME, match["of"], said=pattern is _WHAT_SAID)
    found = plain.split()
    if "?" in text or not 0 < len(found) <= _MOST_WORDS or not terms(plain) or any(fold(word) in _ASKS for word in found):
        return None
    whole_name = len(found) > 1 and names(f"of {plain}") == [plain]
    if len(found) == 1 and fold(plain) in STOP_WORDS:
        return None
    return Wish(Form.NAME if whole_name else Form.KEYWORD, plain)
