"""Leaf: what a turn of a conversation is about: its own words, without those that any subject could have."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index import STOP_WORDS, fold, stem

# Words that ask something of a subject, and name none: "what are the main causes", "how did it start".
_ANY_SUBJECT = """
able about actually add advantage affect age agree aim also alternative amount announce another answer appear area
argue arrive ask aspect average avoid award bad basic basis become begin behavior believe benefit best better big
biggest bring build call cause certain chance change characteristic cheap choose claim class come common compare
comparison component concern condition connect consequence consider contain continue contribute control cost create
cure current damage date deal decide define definition demand depend describe description design detail determine
develop development die differ difference different difficult disadvantage discover discuss do drawback early easy
effect effective effort end ensure essential establish estimate ever evidence example exist expect expensive
experience explain face fact factor fail famous far fast feature feel figure final find finding first follow form
found function future general get give go goal good great grow happen hard have help high hold how idea impact
importance important improve include increase influence information interest interesting invent involve issue job keep
key kill kind know known large largest last late latest lead learn leave less let level life like likely limit list
live long look lose low main major make many matter mean meaning measure meet mention method money month move much
name necessary need negative new next nature normal number occur offer often old one open opinion option order origin
original originally overview own part particular pay people percent person place plan play point popular positive
possible power prevent price problem process produce product promise proper propose prove provide purpose put quality
question quick raise rank rate reach react reaction read real reason receive recent recommend reduce refer refuse
related relate relation relationship release reliable remain remember remove replace reply report require research
respond response rest result return reveal rise risk role rule run safe same say see seem sell send set severe share
short show side sign significance significant similar similarity simple size small solution solve sort sound source
speak spend spread stand start state stay step stop story strong structure study style subject success suffer suggest
support suppose sure survive symptom system take talk tell term test theme theory thing think time tip today top topic
total treat treatment treatable true try turn type typical unit usage use useful usual value vary version view vote
want warn way week well win word work world worse worst write wrong year young ethical legal successful still yet
besides instead else versus vs exactly really typically usually
"""
# General words that are part of a name or subject when they follow it: "the Safe fund", "the Galileo system".
_PART = """
act agreement bank bill board book case club collapse college commission committee company council court crisis deal
department disaster election experiment fund group house inquiry institute law method ministry model movie music
museum office party plan process programme program project report scandal scheme school series state story study
summit system talks team test theory treaty trial union university war
"""
_PART_OF_A_NAME = frozenset(stem(word) for word in _PART.split())
_GENERAL = frozenset(stem(fold(word)) for word in _ANY_SUBJECT.split())
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a turn, where it begins, and its stem. A name has a capital inside the turn, or a digit."""

    text: str
    start: int
    stem: str
    general: bool
    name: bool


def content_words(text: str) -> list[Word]:
    """The content words of a turn, in order, possessive endings dropped."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match[0])
        folded = fold(word)
        initials = len(word) > 1 and word.isupper()
        if not word or (not initials and (folded in STOP_WORDS or fold(match[0]) in STOP_WORDS)):
            continue
        root = stem(folded)
        name = initials or any(c.isdigit() for c in word) or (word[0].isupper() and match.start() > 0)
        before = found[-1] if found and text[: match.start()].endswith(found[-1].text + " ") else None
        part = root in _PART_OF_A_NAME and before is not None and not before.general
        found.append(Word(word, match.start(), root, root in _GENERAL and not name and not part, name))
    return found


def subject(text: str) -> list[Word]:
    """The words that name what a turn is about."""
    return [word for word in content_words(text) if not word.general]


def is_general(word: str) -> bool:
    """Whether a folded word could be said of any subject."""
    return stem(word) in _GENERAL
