"""Marks page furniture: the lines of a web page that are not the article. Nothing is cut out, so offsets stay true.

It works line by line and by rule: labels of boxes with other stories and the headlines under them, calls to watch,
read, follow or subscribe, photo credits and the captions above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .types import Span

_LONGEST_TITLE = 200  # code points
_LONGEST_HEADLINE = 25  # words
_MOST_HEADLINES = 12  # lines under one label; a longer run without a full stop is rather a list in the article

# A line that is only the label of a box with other stories.
_LABEL = re.compile(
    r"""(?:do\ ?n['’]?t\ miss|most\ (?:read|viewed|popular|shared|watched)|(?:trending|popular)(?:\ (?:on|in|at)\ .{1,40}|\ now)?
    |latest\ (?:developments|news|stories|headlines|updates)|you\ (?:may|might)\ (?:also\ )?like|(?:read|see|more|up)\ (?:more|next|also)
    |related(?:\ (?:articles?|stor(?:y|ies)|content|topics|news|links))?|recommended(?:\ (?:for\ you|reading|stories|articles))?
    |more\ (?:from|on)\ (?:this\ (?:story|topic)|.{1,30})|editor['’]?s['’]?\ (?:picks?|choice)|top\ (?:stories|news|videos)
    |(?:just\ for|for)\ subscribers)\s*[:.…>»]*""",
    re.IGNORECASE | re.VERBOSE,
)

# A line that is only a control or a notice of the page.
_NOTICE = re.compile(
    r"""(?:advertise?ment|sponsored(?:\ content)?|promoted(?:\ stories)?|share(?:\ this(?:\ (?:article|story|page|post))?)?|comments?(?:\ \(\d+\))?
    |story\ continues\ below(?:\ advertisement)?|article\ continues\ (?:below|after).{0,40}|(?:skip|back)\ to\ .{1,40}|continue\ reading|show\ (?:more|all)
    |listen\ to\ this\ article|view\ (?:comments|gallery|in\ gallery)|print\ this\ (?:page|article)|(?:accept|manage)\ (?:all\ )?cookies
    |contributing:\ .{1,100}|copyright\ .{0,80}|all\ rights\ reserved\.?)\s*[:.…>»]*""",
    re.IGNORECASE | re.VERBOSE,
)

# A line that calls the reader away: "WATCH: ...", "Read more: ...".
_CALL = re.compile(
    r"(?:watch(?: (?:now|live|again|below))?|listen(?: (?:now|live))?|read(?: (?:more|also|next|our|on))?|see also|see more|related|more"
    r"|do ?n['’]?t miss|video|gallery|in pictures|photos|podcasts?|also read|just in)\s?[:>»|]\s?\S.{0,220}",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"(?:you can )?(?:follow|like|find|join) .{1,100} on (?:twitter|x|facebook|instagram|tiktok|linkedin|youtube|threads|bluesky"
    r"|mastodon|telegram|whatsapp|snapchat|google news|apple news)\b.{0,120}",
    re.IGNORECASE,
)
_SUBSCRIBE = re.compile(
    r"(?:(?:sign up|subscribe|register|log in|click here|tap here|get (?:our|the) .{1,60}newsletter|download (?:our|the) .{0,40}\bapp)\b"
    r"|support (?:local|quality|independent) journalism|(?:stay in|join) the conversation\b).{0,200}",
    re.IGNORECASE,
)

_AGENCY = (
    r"(?:Getty(?: Images)?|PA(?: (?:Media|Wire|Images|Archive))?|AP(?: Photo)?|Associated Press|The Associated Press|AFP|Reuters|REUTERS"
    r"|EPA(?:-EFE)?|Alamy(?: Stock Photo)?|Shutterstock|Rex(?: Features| Shutterstock)?|Bloomberg|iStock|Xinhua|Anadolu(?: Agency)?|Zuma(?: Press)?"
    r"|NurPhoto|DPA|ANSA|TASS|Sipa(?: USA)?|GETTY(?: IMAGES)?|ALAMY|SHUTTERSTOCK|USA TODAY Sports|Imagn(?: Images)?)"
)
_PERSON = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}"
_PART = rf"(?:{_AGENCY}|{_PERSON})"
_JOIN = r"(?:\s?[/|,•-]\s?|\s(?:via|for|and)\s)"
_AGENCY_CREDIT = re.compile(rf"(?:{_PART}{_JOIN})*{_AGENCY}(?:{_JOIN}{_PART})*\.?")
_WORDED_CREDIT = re.compile(
    r"(?:©|\(c\)|(?:photo|photograph|image|picture|pic)s?(?: credits?| by| courtesy(?: of)?)?\s?[:©]|credits?\s?[:©]|(?:photo|photograph|picture)s? by)\s?.{1,80}",
    re.IGNORECASE,
)
# A credit run together with the paragraph after it, as text taken from a page often has it: "PAHousing Secretary ..."
_GLUED = re.compile(r"(?:Getty(?: Images)?|PA|AP|AFP|EPA|Reuters|REUTERS|Alamy|Shutterstock)(?=[A-Z][a-z]{2,})")

_BULLET = re.compile(r"[-–—•*▪►●·>]\s*")
_FULL_STOP = re.compile(r"""[.…]["'”’»)\]]*$""")
_SENTENCE_END = re.compile(r"""[.!?…:;,]["'”’»)\]]*$""")


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def furniture(text: str) -> tuple[Span, ...]:
    """The spans of `text` that are page furniture, in order, without overlaps, each within one line."""
    lines = list(_lines(text))
    marked = [_is_furniture(line.text) for line in lines]
    _mark_headlines(lines, marked)
    _mark_captions(lines, marked)
    spans = [Span(line.start, line.end) for line, is_marked in zip(lines, marked, strict=True) if is_marked]
    return tuple(sorted(spans + list(_glued(lines, marked))))


def headline(text: str, furniture_spans: tuple[Span, ...]) -> str:
    """The first line that is no furniture, as a title; past 200 code points cut at a word, with '…'."""
    starts = {span.start for span in furniture_spans}
    line = next((line.text for line in _lines(text) if line.start not in starts), "")
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0] + "…"


def _lines(text: str) -> Iterator[_Line]:
    """The lines that hold more than white space, trimmed."""
    for match in re.finditer(r"[^\r\n\v\f\x85\u2028\u2029]+", text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield _Line(start, start + len(stripped), stripped)


def _is_furniture(line: str) -> bool:
    if len(line) > 300:
        return False
    if any(rule.fullmatch(line) for rule in (_LABEL, _NOTICE, _FOLLOW, _SUBSCRIBE)):
        return True
    return bool(_CALL.fullmatch(line)) or _is_credit(line)


def _is_credit(line: str) -> bool:
    return len(line) <= 100 and bool(_AGENCY_CREDIT.fullmatch(line) or _WORDED_CREDIT.fullmatch(line))


def _mark_headlines(lines: list[_Line], marked: list[bool]) -> None:
    """Under the label of a box, lines that are no sentences are headlines of other stories.

    Where nothing of the article stands before the label, the last of them is the article's own.
    """
    for i, line in enumerate(lines):
        if not _LABEL.fullmatch(line.text):
            continue
        run = list(_headlines_after(lines, marked, i))
        own = run[-1:] if all(marked[:i]) else []
        for j in run:
            marked[j] = j not in own


def _headlines_after(lines: list[_Line], marked: list[bool], label: int) -> Iterator[int]:
    for j in range(label + 1, min(label + 1 + _MOST_HEADLINES, len(lines))):
        if marked[j]:
            continue
        ended = _FULL_STOP if _BULLET.match(lines[j].text) else _SENTENCE_END
        if ended.search(lines[j].text) or len(lines[j].text.split()) > _LONGEST_HEADLINE:
            return
        yield j


def _mark_captions(lines: list[_Line], marked: list[bool]) -> None:
    """The line right above a photo credit is its caption, unless it ends as a sentence does or is the article's title."""
    for i in range(2, len(lines)):
        credit = marked[i] and _is_credit(lines[i].text)
        above = lines[i - 1].text
        if (credit or _GLUED.match(lines[i].text)) and len(above) <= 250 and not _SENTENCE_END.search(above):
            marked[i - 1] = True


def _glued(lines: list[_Line], marked: list[bool]) -> Iterator[Span]:
    """Credits run together with the paragraph after them, where a caption stands above."""
    for i in range(1, len(lines)):
        match = _GLUED.match(lines[i].text)
        if match and marked[i - 1] and not marked[i]:
            yield Span(lines[i].start, lines[i].start + match.end())
