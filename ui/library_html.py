"""Leaf: the library as HTML: its frame, the list, the counts, what was left out, what was taken out, its care."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from index import ADDED, KINDS, NEWEST, OLDEST, OUTLET, TITLE, UNKNOWN, CheckReport, Counts, Coverage, LeftOut, Listed, Stats

from .html import clean, escape
from .phrases import counted, coverage_line, source_line
from .uploads import LARGEST_FILE, is_upload

_ORDERS = {NEWEST: "Newest first", OLDEST: "Oldest first", TITLE: "Title", OUTLET: "Outlet", ADDED: "Last added first"}
_MONTHS = {f"{month:02}" for month in range(1, 13)}
_MOST_OUTLETS = 12
_MOST_MONTHS = 36  # more are counted by year
_MOST_PROBLEMS = 200
_MOST_LEFT_OUT = 200


def frame() -> str:
    """All that does not change; library.js fills the rest."""
    orders = "".join(f'<option value="{order}">{words}</option>' for order, words in _ORDERS.items())
    limit = f"{LARGEST_FILE // 1_000_000} MB"
    return clean(
        '<section class="intro"><h2>What is in the archive</h2><div id="library-coverage"></div></section>'
        '<section id="library-adding" aria-label="Add files">'
        '<p class="take"><button type="button" class="plain" id="library-choose">Add files…</button>'
        "<span>or drop files, or a folder, here</span></p>"
        f'<p class="note">{escape(", ".join(KINDS))}, up to {limit} each. A copy is kept in the archive’s folder.</p>'
        '<p class="progress" id="library-progress" role="status"></p>'
        '<ol id="library-files" aria-label="What became of the files"></ol></section>'
        '<details id="library-by" open><summary>By outlet and month</summary><div id="library-counts"></div></details>'
        '<div class="finding" role="search"><label class="find"><span>Find</span>'
        '<input type="search" id="library-words" placeholder="Title, outlet, author or id"></label>'
        f'<label><span>Order</span><select id="library-order">{orders}</select></label></div>'
        '<p class="error" role="alert" id="library-error"></p>'
        '<div id="library-list"></div><div id="library-removals" role="status"></div>'
        '<div id="library-left-out"></div>'
        '<section id="library-care" aria-label="The archive’s files"><h3>The archive’s files</h3><div id="library-room"></div>'
        '<p class="take"><button type="button" class="plain" id="library-check">Check the archive</button>'
        '<button type="button" class="plain" id="library-repair">Repair</button></p>'
        '<p class="note">Checking reads everything once and changes nothing. Repairing restores what is damaged from the '
        "articles’ files and backups.</p>"
        '<div id="library-checked" role="status"></div></section>'
    )


def coverage_html(coverage: Coverage) -> str:
    """What the archive covers; where it is empty, how to begin."""
    if coverage.articles:
        return clean(f"<p>{_unbroken(escape(coverage_line(coverage)))}.</p>")
    return clean(
        '<p class="empty"><strong>The archive is empty.</strong> Add articles below: text files (.txt) with one article each, '
        "or a file with one article a line (.jsonl). Large folders are added faster in a terminal: "
        "python -m index add FOLDER</p>"
    )


def counts_html(counts: Counts) -> str:
    """How many articles of each outlet and time, as bars; what the list is limited to, library.js shows as pressed."""
    if not counts.outlets:
        return ""
    named = [pair for pair in counts.outlets if pair[0] != UNKNOWN]
    unknown = [pair for pair in counts.outlets if pair[0] == UNKNOWN]
    shown = [*named[:_MOST_OUTLETS], *unknown]
    more = len(named) - _MOST_OUTLETS
    outlets = [(key_of(name), name or "outlet unknown", number) for name, number in shown]
    times = [(name, time_words(name), number) for name, number in _times(counts)]
    told = f'<p class="note">and {counted(more, "more outlet")}: find them by name</p>' if more > 0 else ""
    kind = "year" if len(counts.months) > _MOST_MONTHS else "month"
    return clean(
        f'<section><h3 id="by-outlet">By outlet</h3>{_bars("outlet", outlets, "by-outlet")}{told}</section>'
        f'<section><h3 id="by-time">By {kind}</h3>{_bars("time", times, "by-time")}</section>'
    )


def key_of(outlet: str) -> str:
    """A name for an outlet that survives the page, whatever it is made of; UNKNOWN has one too."""
    return hashlib.sha256(outlet.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def time_words(time: str) -> str:
    """'May 2024', '2024', 'date unknown'."""
    year, _, month = time.partition("-")
    return f"{calendar.month_name[int(month)]} {year}" if month in _MONTHS else time or "date unknown"


def list_html(rows: Sequence[Listed], start: int, total: int, limits: str) -> str:
    """A part of the list, with what it is limited to, how much of it this is, and the way on."""
    if not rows:
        return clean(f'{limits}<p class="count" role="status">{"No article fits." if total == 0 else "That was all."}</p>')
    whole = f"{start + 1:,}–{start + len(rows):,} of {total:,}" if len(rows) < total else counted(total, "article")
    items = "".join(_row(row) for row in rows)
    many = (
        f'<p class="selected"><span class="count" role="status">{whole}</span>'
        '<button type="button" class="small" id="library-remove-selected" hidden>Remove selected</button></p>'
    )
    return clean(
        f'{limits}{many}<ol class="articles" aria-label="Articles">{items}</ol>{_pager(start, len(rows), total, whole)}'
    )


def limits_html(outlet: str | None, time: str | None) -> str:
    """What the list is limited to, each with the way to take it away."""
    chips = ""
    for name, value, key, words in (
        ("outlet", outlet, key_of(outlet or ""), f"Outlet: {outlet or 'unknown'}"),
        ("time", time, time or "", f"Published: {time_words(time or '')}"),
    ):
        if value is not None:
            where = f'data-limit="{name}" data-value="{escape(key)}" aria-label="Remove the limit: {escape(words)}"'
            chips += f'<button type="button" class="chip" {where}>{escape(words)} ×</button>'
    return f'<p class="chips" role="group" aria-label="Limits in force">{chips}</p>' if chips else ""


def removals_html(removals: Iterable[tuple[str, Sequence[str]]]) -> str:
    """What was removed, (key, titles), newest first, each with the way back."""
    items = "".join(
        f"<li><span>Removed {escape(_named(titles))}</span> "
        f'<button type="button" class="small" data-undo="{escape(key)}" aria-label="Undo: put back {escape(_named(titles))}">'
        "Undo</button></li>"
        for key, titles in removals
    )
    kept = '<p class="note">Undo works until Cuttings is stopped, for the last 20 removals.</p>'
    return clean(f'<ul class="removals">{items}</ul>{kept}') if items else ""


def left_out_html(left_out: Sequence[LeftOut], store_folder: Path) -> str:
    """The files and rows that were not taken and why, newest first."""
    if not left_out:
        return ""
    items = "".join(_left_out(entry, store_folder) for entry in reversed(left_out[-_MOST_LEFT_OUT:]))
    more = len(left_out) - _MOST_LEFT_OUT
    told = f'<p class="note">and {more:,} older ones</p>' if more > 0 else ""
    return clean(
        f"<details><summary>Left out: {counted(len(left_out), 'file or row', 'files and rows')}</summary>"
        '<p class="note">These were given, but could not be read as articles. Mend a file and add it again: it leaves this '
        f"list.</p><ul>{items}</ul>{told}</details>"
    )


def room_html(stats: Stats) -> str:
    """How much room the archive takes, and what is kept beside the articles."""
    backups = "".join(f"<li>{escape(path)}</li>" for path in stats.backups)
    facts = (
        ("Articles and full text", _megabytes(stats.catalogue_bytes)),
        ("Search by meaning", _megabytes(stats.vectors_bytes)),
        ("Copies of files added here", _megabytes(stats.uploads_bytes)),
        ("Earlier texts of edited articles", f"{stats.versions:,}"),
        ("Backups", f"<ul>{backups}</ul>" if backups else "none: make one with python -m index backup FILE"),
    )
    return clean(f"<dl>{''.join(f'<dt>{name}</dt><dd>{value}</dd>' for name, value in facts)}</dl>")


def checked_html(report: CheckReport, *, repaired: bool) -> str:
    """What a check found, or what a repair did, in words."""
    held = f"{counted(report.articles, 'article')}, {counted(report.passages, 'passage')}"
    if report.ok and not report.problems:
        return clean(f'<p class="good">All is well: {held}, each as it was stored.</p>')
    if report.ok:
        said = '<p class="good">The archive is whole again.</p>'
    elif repaired:
        said = (
            '<p class="error">Some of it could not be repaired. What is damaged is not quoted. Restore a backup, or add the '
            "files again.</p>"
        )
    else:
        said = '<p class="error">Something is not as it was stored. What is damaged is not quoted. Choose “Repair”.</p>'
    return clean(f"{said}{_words('What was found', report.problems)}{_words('What was repaired', report.repaired)}")


def _times(counts: Counts) -> list[tuple[str, int]]:
    """The months, or the years where there are too many."""
    if len(counts.months) <= _MOST_MONTHS:
        return list(counts.months)
    years: dict[str, int] = {}
    for month, number in counts.months:
        years[month[:4]] = years.get(month[:4], 0) + number
    return list(years.items())


def _bars(limit: str, rows: Sequence[tuple[str, str, int]], heading: str) -> str:
    most = max((number for _, _, number in rows), default=1)
    items = "".join(
        f'<li><button type="button" class="counted" data-limit="{limit}" data-value="{escape(key)}" '
        f'aria-pressed="false"><span class="name" title="{escape(words)}">{escape(words)}</span>'
        f'<span class="length" aria-hidden="true"><span data-share="{number / most:.4f}"></span></span>'
        f'<span class="number">{number:,}<span class="unseen"> {"article" if number == 1 else "articles"}</span></span>'
        "</button></li>"
        for key, words, number in rows
    )
    return f'<ul class="bars" aria-labelledby="{heading}">{items}</ul>'


def _row(row: Listed) -> str:
    source, name = row.source, escape(row.source.article_id)
    title = escape(source.title)
    return (
        f'<li><label class="pick"><input type="checkbox" data-pick="{name}">'
        f'<span class="unseen">Select “{title}”</span></label>'
        f'<div><p class="title"><button type="button" class="opens" data-article="{name}">{title}</button></p>'
        f'<p class="where">{_unbroken(source_line(source))} · {counted(row.passages, "passage")}</p></div>'
        f'<button type="button" class="small" data-remove="{name}" aria-label="Remove “{title}”">Remove</button></li>'
    )


def _pager(start: int, shown: int, total: int, whole: str) -> str:
    if shown >= total:
        return ""
    before = f'<button type="button" class="plain" data-step="-1"{"" if start else " hidden"}>‹ Previous</button>'
    after = f'<button type="button" class="plain" data-step="1"{"" if start + shown < total else " hidden"}>Next ›</button>'
    return f'<p class="pager" role="group" aria-label="Pages">{before}<span>{whole}</span>{after}</p>'


def _named(titles: Sequence[str]) -> str:
    if len(titles) == 1:
        return f"“{titles[0]}”"
    return f"{len(titles):,} articles: “{titles[0]}” and {counted(len(titles) - 1, 'other')}"


def _left_out(entry: LeftOut, store_folder: Path) -> str:
    path = Path(entry.path)
    whence = "added on this page" if is_upload(entry.path, store_folder) else str(path.parent)
    row = f", row {entry.place}" if entry.place.isdigit() else f", id {entry.place}" if entry.place else ""
    return (
        f"<li><p><strong>{escape(path.name)}</strong>{escape(row)}: {escape(entry.reason)}</p>"
        f'<p class="where">{_unbroken(escape(entry.moment[:10]))} · {escape(whence)}</p></li>'
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 50_000 else "less than 0.1 MB" if size else "none"


def _unbroken(words: str) -> str:
    """The words with their days kept in one piece: a line may break at a hyphen."""
    return re.sub(r"\d{4}-\d\d-\d\d", r'<span class="day">\g<0></span>', words)


def _words(heading: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines[:_MOST_PROBLEMS])
    more = f"<li>and {len(lines) - _MOST_PROBLEMS:,} more</li>" if len(lines) > _MOST_PROBLEMS else ""
    return f"<p><strong>{heading}</strong></p><ul>{items}{more}</ul>"
