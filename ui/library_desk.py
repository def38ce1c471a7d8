"""Conductor: what happens in the library: files in, articles out and back, checks and repairs. Knows no Gradio."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from index import AddReport, CuttingsError, Progress, Rejected, Removed, StoreBusy, Wanted, add, put_back, repair, take_out

from . import library_html as html
from .phrases import counted
from .uploads import Incoming, delete, is_upload

log = logging.getLogger(__name__)

PART = 50  # articles that are shown at once
_MOST_REMOVALS = 20  # that can be undone
_MOST_REJECTED = 50  # rows of one file that are named
_LONGEST_SEARCH = 200  # code points
BUSY = "The archive is being changed just now, by another addition, removal or repair: try again when that is done."
_BROKEN = "Something broke inside the program; its terminal says what. What was added before that is kept."


class Library:
    """Looks after one archive. What was removed is kept here, so that it can be put back while the program runs."""

    def __init__(self, store: Any) -> None:
        self.store = store
        self._removals: dict[str, tuple[Removed, ...]] = {}
        self._lock = threading.Lock()

    def overview(self) -> dict[str, str]:
        """All parts of the panel but the list, as HTML."""
        store = self.store
        return {
            "coverage": html.coverage_html(store.coverage()),
            "counts": html.counts_html(store.tally()),
            "left-out": html.left_out_html(store.left_out(), store.folder),
            "room": html.room_html(store.stats()),
            "removals": self.removals(),
        }

    def listed(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A part of the list, as HTML, and where it begins: a place past the end is the last part's."""
        wanted, start = self._wanted(asked), max(0, _number(asked.get("start")))
        part = self.store.listed(wanted, start, PART)
        if start and not part.articles:
            start = max(0, (part.total - 1) // PART * PART)
            part = self.store.listed(wanted, start, PART)
        limits = html.limits_html(wanted.outlet, wanted.time)
        if not part.total and not (limits or wanted.words):
            return {"html": "", "start": 0}  # an empty archive is told of elsewhere
        return {"html": html.list_html(part.articles, start, part.total, limits), "start": start}

    def _wanted(self, asked: Mapping[str, Any]) -> Wanted:
        key, time = asked.get("outlet"), asked.get("time")
        outlets = [name for name, _ in self.store.tally().outlets if html.key_of(name) == key] if key else []
        words, order = str(asked.get("words") or "")[:_LONGEST_SEARCH], str(asked.get("order") or "")
        return Wanted(words, outlets[0] if outlets else None, time if isinstance(time, str) else None, order)

    # -- out and back --------------------------------------------------------------------------------------------

    def remove(self, article_ids: Sequence[str]) -> str:
        """Removes these articles, all or none; says so. Raises CuttingsError."""
        removed = take_out(self.store, article_ids)
        with self._lock:
            self._removals[secrets.token_hex(8)] = removed
            forgotten = [self._removals.pop(key) for key in list(self._removals)[:-_MOST_REMOVALS]]
        for entry in (entry for removal in forgotten for entry in removal):
            self._delete_unused(Path(entry.path))
        return f"{counted(len(removed), 'article')} removed."

    def undo(self, key: str) -> str:
        """Puts back what was removed; says so. Raises CuttingsError."""
        removed = self._removals.get(key)
        if removed is None:
            raise CuttingsError("That can no longer be undone: Cuttings was started anew, or there were 20 removals since.")
        number = put_back(self.store, removed)
        with self._lock:
            self._removals.pop(key, None)
        return f"{counted(number, 'article')} put back."

    def removals(self) -> str:
        """What was removed and can be put back, as HTML."""
        with self._lock:
            known = [(key, [entry.article.source.title for entry in removed]) for key, removed in self._removals.items()]
        return html.removals_html(reversed(known))

    # -- files in ------------------------------------------------------------------------------------------------

    def add(self, incoming: Incoming, name: str, tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        """Adds a file that has come in; returns what became of it, in words. Raises nothing."""
        try:
            path = incoming.keep(name)
        except OSError as error:
            incoming.drop()
            return _told("error", f"The file cannot be kept in the archive’s folder: {error.strerror or error}.")
        try:
            return _outcome(self._added(path, tell), str(path))
        except CuttingsError as error:
            return _told("error", words_of(error))
        except Exception:  # a fault of ours: told in words, and in the log in full, so that the next file is taken
            log.exception("a file could not be added")
            return _told("error", _BROKEN)

    def _added(self, path: Path, tell: Callable[[dict[str, Any]], None]) -> AddReport:
        try:
            report = add(self.store, [path], report=lambda progress: tell(_so_far(progress)))
            self._forget_earlier(path)
            return report
        finally:
            self._delete_unused(path)

    def _forget_earlier(self, path: Path) -> None:
        """A file of this name that was left out before has come again: only what is said of it now still counts."""
        folder = self.store.folder
        left_out = {Path(entry.path) for entry in self.store.left_out() if is_upload(entry.path, folder)}
        earlier = [str(other) for other in left_out if other.name == path.name and other != path]
        if earlier:
            with suppress(StoreBusy):
                self.store.forget_left_out(earlier)

    def _delete_unused(self, path: Path) -> None:
        """Deletes a file that was handed over when no article is of it, nor one that can be put back."""
        with self._lock:
            needed = {entry.path for removed in self._removals.values() for entry in removed}
        if is_upload(str(path), self.store.folder) and str(path) not in needed and not self.store.under(str(path)):
            delete(path)

    # -- care ----------------------------------------------------------------------------------------------------

    def check(self) -> str:
        """Reads everything and says what is wrong, as HTML. Raises CuttingsError."""
        return html.checked_html(self.store.check(), repaired=False)

    def repair(self) -> str:
        """Puts right what can be put right and says what was done, as HTML. Raises CuttingsError."""
        return html.checked_html(repair(self.store), repaired=True)


def words_of(error: CuttingsError) -> str:
    """What went wrong, for a reporter."""
    return BUSY if isinstance(error, StoreBusy) else str(error)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _so_far(progress: Progress) -> dict[str, Any]:
    return {"read": progress.read, "total": max(progress.total, progress.read), "passages": progress.passages}


def _told(kind: str, words: str, rejected: Sequence[str] = ()) -> dict[str, Any]:
    return {"done": True, "kind": kind, "words": words, "rejected": list(rejected)}


def _outcome(report: AddReport, path: str) -> dict[str, Any]:
    """What became of a file, in words; every part of it that was not taken with its reason."""
    taken = report.added + report.changed + report.unchanged
    kind = "added" if report.added else "changed" if report.changed else "unchanged" if report.unchanged else "refused"
    rows = [_reason(item, path) for item in report.rejected]
    shown = [*rows[:_MOST_REJECTED], *([f"and {len(rows) - _MOST_REJECTED:,} more"] if len(rows) > _MOST_REJECTED else [])]
    if taken == 1 and not rows:
        alone = {
            "added": "Added.",
            "changed": "Added as a new text of a known article; the earlier text is kept.",
            "unchanged": "Unchanged: the archive has it already.",
        }
        return _told(kind, alone[kind])
    if not taken:
        return _told(kind, "Not taken." if rows else "Not taken: it holds no article.", shown)
    parts = (
        (report.added, f"{counted(report.added, 'article')} added"),
        (report.changed, f"{counted(report.changed, 'new text of a known article', 'new texts of known articles')}"),
        (report.unchanged, f"{report.unchanged:,} unchanged"),
        (len(rows), f"{len(rows):,} not taken"),
    )
    return _told(kind, f"{', '.join(words for number, words in parts if number)}.", shown)


def _reason(rejected: Rejected, path: str) -> str:
    place = rejected.path.removeprefix(path)
    where = f"Row {place[1:]}: " if place[:1] == ":" else f"Id {place[1:]}: " if place[:1] == "#" else ""
    return f"{where}{rejected.reason}"
