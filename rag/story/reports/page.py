"""The report as one HTML file: the story with its marks, then the notes. No script, nothing remote, all texts escaped."""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import urlsplit

from index import Source

from ...quotes.types import QuoteMatch
from ...shown import visible
from ..types import Place, StoryCheck, StoryQuote
from .notes import MOST_MATCHES, NEVER_MORE, Note, Tone, differences, known, notes, pieces, place, stands, sums, where

# Ink on its ground has a contrast of 4.5 and more, light and dark (WCAG 2.2 AA); every tone has words beside its colour.
_STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1b1a17; --soft: #5f5b53; --rule: #dedad0; --link: #1d4f91;
  --good: #d9efdc; --minor: #fdf0b4; --alarm: #fbd5d0; --quiet: #eceae4; --loud: #9c1c1c; }
@media (prefers-color-scheme: dark) { :root { --paper: #171614; --ink: #ece8df; --soft: #b3ada0; --rule: #3a372f;
  --link: #9cc3ff; --good: #1f4027; --minor: #4a421c; --alarm: #5c231d; --quiet: #2b2925; --loud: #ff9d8f; } }
body { margin: 0 auto; max-width: 46em; padding: 2em 1.2em 4em; background: var(--paper); color: var(--ink);
  font: 17px/1.6 "Iowan Old Style", Palatino, Georgia, "Liberation Serif", serif; }
h1 { font-size: 1.6em; line-height: 1.2; } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid var(--rule); }
.story { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; }
mark { color: var(--ink); border-bottom: 2px solid transparent; padding: 0 .1em; box-decoration-break: clone; }
.good { background: var(--good); } .minor { background: var(--minor); } .quiet { background: var(--quiet); }
.alarm { background: var(--alarm); } mark.alarm { border-bottom-color: var(--loud); }
sup { line-height: 0; font-size: .75em; } a { color: var(--link); }
.tag { font: 600 .7em/1 system-ui, sans-serif; letter-spacing: .03em; color: var(--soft); }
.loud { color: var(--loud); text-transform: uppercase; }
ol { padding-left: 2.2em; } ol > li { margin: 0 0 1.2em; padding: .5em .8em; border-left: 4px solid var(--rule);
  overflow-wrap: anywhere; }
li.alarm { border-left-color: var(--loud); } li.alarm, li.good, li.minor, li.quiet { background: none; }
.label { font-weight: 700; } li.alarm .label { color: var(--loud); } .soft, .sums { color: var(--soft); font-size: .88em; }
blockquote { margin: .4em 0 .4em .8em; padding-left: .8em; border-left: 2px solid var(--rule); }
.key span { color: var(--ink); padding: .1em .5em; margin-right: .5em; }
@media print { body { max-width: none; font-size: 11pt; background: #fff; color: #000; } li { break-inside: avoid; }
  mark, .key span { print-color-adjust: exact; -webkit-print-color-adjust: exact; } a { color: inherit; } }
""".strip()
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_KEY = {
    Tone.ALARM: "to be looked at",
    Tone.MINOR: "in parts, or a detail found",
    Tone.GOOD: "printed so",
    Tone.QUIET: "not told",
}


def page(story: StoryCheck, title: str) -> str:
    """The report as a whole HTML document."""
    found = notes(story)
    key = "".join(f'<span class="{tone.value}">{_escape(words)}</span>' for tone, words in _KEY.items())
    listed = "\n".join(_note(note, story) for note in found)
    named = f"{_escape(title)}: checked"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_escape(_POLICY)}">\n'
        f"<title>{named}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<h1>{named}</h1>\n"
        f'<div class="sums">{"".join(f"<p>{_escape(line)}</p>" for line in sums(story))}</div>\n<p class="key soft">{key}</p>\n'
        f'<h2>The story</h2>\n<div class="story" dir="auto">{"".join(_marked(story, found))}</div>\n'
        f'<h2>Notes</h2>\n<ol>\n{listed}\n</ol>\n<p class="soft">{_escape(NEVER_MORE)}</p>\n</body>\n</html>\n'
    )


def _marked(story: StoryCheck, found: list[Note]) -> Iterator[str]:
    """The story, each stretch marked by the innermost note that it lies in; after a note's end its number, and an alarm."""
    for text, inside, ending in pieces(story.text, found):
        shown = _escape(text)
        yield f'<mark class="{inside[-1].tone.value}" title="{_escape(inside[-1].label)}">{shown}</mark>' if inside else shown
        for note in ending:
            number = note.number
            yield f'<sup><a id="at-{number}" href="#note-{number}" aria-label="note {number}">{number}</a></sup>'
            if note.tag:
                loud = " loud" if note.tone is Tone.ALARM else ""
                yield f' <span class="tag{loud}">[{_escape(note.tag)}]</span>'


def _note(note: Note, story: StoryCheck) -> str:
    said = _escape(" ".join(story.text[slice(*note.span)].split()))
    back = f'<a href="#at-{note.number}" aria-label="back to the story">↑</a>'
    about = f'<div class="label">{_escape(note.label)} {back}</div><div>“{said}”</div>'
    more = _of_quote(note.item) if isinstance(note.item, StoryQuote) else "".join(_of_place(p) for p in note.item.places)
    return f'<li id="note-{note.number}" class="{note.tone.value}" value="{note.number}">{about}{more}</li>'


def _of_quote(quote: StoryQuote) -> str:
    lines = "".join(f'<div class="soft">{_escape(line)}</div>' for line in known(quote))
    matches = zip(quote.check.matches[:MOST_MATCHES], quote.around, strict=False)
    return lines + "".join(_of_match(match, around) for match, around in matches)


def _of_match(match: QuoteMatch, around: str) -> str:
    changes = "".join(f"<div>{_escape(line)}</div>" for line in differences(match))
    said = f'<div class="soft">Said by {_escape(match.speaker)} there.</div>' if match.speaker else ""
    return f"{changes}<blockquote>{_around(match.text, around)}</blockquote>{said}{_source(match.source, stands(match))}"


def _of_place(found: Place) -> str:
    return f"<blockquote>{_escape(found.text)}</blockquote>{_source(found.source, place(found.source, found.start, found.end))}"


def _around(text: str, around: str) -> str:
    """The sentences around a match, the match in bold; the match alone where the archive has changed."""
    at = around.find(text)
    if at < 0:
        return f"<strong>{_escape(text)}</strong>"
    return f"{_escape(around[:at])}<strong>{_escape(text)}</strong>{_escape(around[at + len(text) :])}"


def _source(source: Source, place_of: str) -> str:
    url = source.url or ""
    shown = f"<div>{_link(url)}</div>" if url else ""
    known_of = f"<em>{_escape(source.title)}</em><br>{_escape(where(source))}<br>{_escape(place_of)}"
    return f'<div class="soft">{known_of}{shown}</div>'


def _link(url: str) -> str:
    """An address as text; a link only to http and https."""
    try:
        safe = urlsplit(url).scheme.lower() in ("http", "https")
    except ValueError:
        safe = False
    return f'<a href="{_escape(url)}" rel="noreferrer noopener">{_escape(url)}</a>' if safe else _escape(url)


def _escape(text: object) -> str:
    return html.escape(visible(text).encode("utf-8", "replace").decode(), quote=True)
