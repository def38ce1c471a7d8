"""A follow-up gets what it leans on, in brackets, so that it stands alone; what stands alone stays as it is. No model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from index import fold

from .topic import Word, content_words, is_general, subject

# Words that stand for something said before.
_LEANS = re.compile(
    r"\b(?:it|its|itself|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|both|ones|the other)\b"
    r"|\b(?:is|was|about|of|for|to|do|did|does|like|from|than|with|after|before) that\b|\bthat (?:mean|happen)|\bthere$",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:they|them|their|theirs|these|those|both)\b", re.IGNORECASE)
# "It" that stands for what comes after it: "is it safe to swim", "how long does it take to ...".
_EMPTY_IT = re.compile(r"\bit (?:take|cost)\b", re.IGNORECASE)
# Leads to a subject of its own, where no "the" stands before it: "what is ketosis", "tell me about Bigos stew".
_INTRODUCES = re.compile(
    r"^(?:(?:what|who)(?: i|')s|what are|who are|who was|what was|what were|what causes|what happened (?:to|in)|what about"
    r"|tell (?:me )?(?:more )?about|describe|explain|how (?:do|can) (?:you|i|we)|how (?:is|are|does|did)"
    r"|is|are|was|were|do|does|did|can)\b(?! (?:the|there)\b)"
    r"|\bthe (?:\w+ )?\w+ of (?!the\b)"
)
# "The" before a word that any subject has, and no "of" after it that would name the subject: "what is the impact on trade?".
_OF_WHAT = re.compile(r"\bthe (?:(?:most|main|other|best|first|last|next) )?(\w+)\b(?!(?: \w+)? of\b)")
# "The" and one word: the tickets of what was spoken of, not "the ferry strike".
_THE = re.compile(
    r"\bthe (\w+)\b(?! (?:\w+ )?of\b)(?=$|,| \w+(?:ed|en)\b| (?:is|are|was|were|be|been|has|have|had|do|does|did|to|in|on|for"
    r"|from|with|after|before|at|by|and|or|made|told|sold|found)\b)"
)
_ANY = re.compile(r"^(?:is|are|was|were) there\b(?!.* of\b)")
_GOES_ON = re.compile(r"^(?:and|but|so|or|also)\b", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"^(?:what|how) about\b", re.IGNORECASE)
# Where another clause begins: what stands before it may be what a word after it stands for.
_BREAK = re.compile(
    r"(?:,|\band|\bbut|\bor) (?:why|what|when|where|who|how|is|are|was|were|did|do|does|can|will|should|if|it|they)\b"
    r"|\b(?:if|when|because|while)\b.*\b(?:is|are|was|were|do|does|did|will|would|can)\b"
)
_PERSON = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.IGNORECASE)
_MOST_CARRIED = 6  # words

Apart = Callable[[Sequence[str], Sequence[str]], bool]


def _never_apart(_one: Sequence[str], _other: Sequence[str]) -> bool:
    return False


def understand(text: str, history: Sequence[Mapping[str, str]], *, apart: Apart = _never_apart) -> str:
    """The question with the words that it leans on: the last subject of the user's questions before it, and the first one.

    `apart` says of the words of two subjects whether they have nothing to do with each other: then the first is forgotten.
    """
    earlier = [turn["content"] for turn in history if turn.get("role") == "user" and turn.get("content", "").strip()]
    topic: list[Word] = []
    first: list[Word] = []  # the subject that the conversation began with; a person's "he" or "she" is never that
    asked: list[Word] = []  # the content words of the turn before, with what it leaned on
    for turn in earlier:
        carried = _carried(turn, topic, asked, first)
        own = subject(turn)
        if not carried and _is_subject(turn, own, topic):
            topic = own
            first = own if not first or apart([w.text for w in first], [w.text for w in own]) else first
        elif own and (_GOES_ON.search(turn) or _WHAT_ABOUT.search(turn)):
            topic = own + carried
        asked = [*content_words(turn), *carried]
    carried = _carried(text, topic, asked, first) or _rest_of_a_name(text, [subject(t) for t in earlier])
    return f"{text} ({' '.join(word.text for word in carried)})" if carried else text


def _carried(text: str, topic: Sequence[Word], asked: Sequence[Word], first: Sequence[Word]) -> list[Word]:
    """The words that a turn leans on and does not say; none when it stands alone."""
    said = content_words(text)
    own = [word for word in said if not word.general]
    plain = fold(text).strip(" ?!.")
    goes_on = bool(not said or _GOES_ON.search(plain) or (_WHAT_ABOUT.search(plain) and len(own) < 2))
    if not (goes_on or _stands_for_something(plain, own) or _says_too_little(plain, own, topic)):
        return []
    wanted: Iterable[Word] = topic
    if goes_on or not topic or (_PLURAL.search(plain) and len(topic) < 2):
        wanted = [*topic, *asked]
    elif not _PERSON.search(plain):
        wanted = [*topic, *first]
    return _new(wanted, said)


def _is_subject(turn: str, own: Sequence[Word], topic: Sequence[Word]) -> bool:
    """Whether a turn that stands alone sets what the next ones are about."""
    compound = any(_adjoin(one, other) for one, other in pairwise(own))  # "the ferry strike"
    introduces = _INTRODUCES.search(fold(turn)) or any(word.name for word in own) or len(own) > 2
    return bool(own) and bool(introduces or compound or not topic)


def _stands_for_something(plain: str, own: Sequence[Word]) -> bool:
    """Whether a word in it stands for something said before it, and not within the same turn."""
    for match in _LEANS.finditer(plain):
        if match[0] == "it" and _EMPTY_IT.match(plain, match.start()) and len(own) > 1:
            continue
        before = plain[: match.start()]
        said_here = (_BREAK.search(before) or before.endswith(" and ")) and any(word.start < match.start() for word in own)
        if not said_here:
            return True
    return False


def _says_too_little(plain: str, own: Sequence[Word], topic: Sequence[Word]) -> bool:
    """Whether it names no subject of its own: "what are the main causes?"."""
    stems = {word.stem for word in topic}
    fresh = [word for word in own if word.stem not in stems]
    if not own:
        return True
    if any(word.name for word in own) or len(own) > len(fresh):
        return False
    if len(own) < 3 and any(m.start(1) in {word.start for word in own} for m in _THE.finditer(plain)):
        return True
    if _ANY.search(plain) or any(is_general(m[1]) for m in _OF_WHAT.finditer(plain)):
        return True
    return len(own) == 1 and not _INTRODUCES.search(plain)


def _new(wanted: Iterable[Word], said: Sequence[Word]) -> list[Word]:
    """The first few of these words that are not said, each once."""
    seen = {word.stem for word in said}
    found = []
    for word in wanted:
        if word.stem not in seen:
            seen.add(word.stem)
            found.append(word)
    return found[:_MOST_CARRIED]


def _rest_of_a_name(text: str, subjects: Sequence[Sequence[Word]]) -> list[Word]:
    """The rest of a name that was said in full and is said in part: "Anne" after "Anne Bonny"."""
    said = content_words(text)
    bare = [word for word in said if word.name and not any(o is not word and o.name and _adjoin(o, word) for o in said)]
    for word in bare:
        for own in reversed(subjects):
            at = next((number for number, earlier in enumerate(own) if earlier.stem == word.stem), None)
            if at is None:
                continue
            beside = [own[n] for n in (at - 1, at + 1) if 0 <= n < len(own) and own[n].name and _adjoin(own[n], own[at])]
            return _new(beside, said)
    return []


def _adjoin(one: Word, other: Word) -> bool:
    """Whether two words of a turn stand side by side."""
    left, right = sorted((one, other), key=lambda word: word.start)
    return right.start - left.start == len(left.text) + 1
