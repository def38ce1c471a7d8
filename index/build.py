"""Conductor: load, clean, split, embed, store; in batches, each stored whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .clean import furniture, headline
from .load import count, read
from .shelf import Removed
from .split import passages
from .store import Store
from .types import (
    AddReport,
    Article,
    Embedder,
    Loaded,
    Prepared,
    Progress,
    Rejected,
    Report,
    Source,
    fingerprint_of,
)

_BATCH_PASSAGES = 512  # embedded and stored together: seconds of work to lose, and enough to sort by length


@dataclass
class _Tally:
    """What has become of everything so far."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    passages: int = 0
    read: int = 0
    started: float = field(default_factory=time.monotonic)
    rejected: list[Rejected] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def progress(self, total: int) -> Progress:
        """How far it has come."""
        return Progress(self.read, total, self.passages, round(time.monotonic() - self.started, 1))


def add(store: Store, paths: Iterable[str | Path], *, sync: bool = False, report: Report | None = None) -> AddReport:
    """Adds the articles in these files and folders; what is known and unchanged is not embedded again.

    With `sync`, articles that came from these files and folders and are there no more are retired; never those of a
    path that is missing or empty, of a file that was rejected, or from elsewhere. Each batch is stored whole, so after
    an interruption the same call goes on where it stopped. `report` is called after each batch. Returns counts, and for
    each file or row that was not taken the reason. Raises StoreBusy, StoreMismatch or ModelError.
    """
    tally, given = _Tally(), [Path(p) for p in paths]
    with store.writing():
        embedder = store.embedder
        total = count(given)

        def tell() -> None:
            progress = tally.progress(total)
            store.note(progress)
            if report:
                report(progress)

        tell()
        batch: list[Prepared] = []
        for item in read(given):
            tally.read += 1
            if isinstance(item, Rejected):
                tally.rejected.append(item)
                continue
            prepared = _prepared(store, item, tally, embedder)
            if prepared:
                batch.append(prepared)
            if sum(len(p.passages) for p in batch) >= _BATCH_PASSAGES:
                _store_batch(store, batch, tally)
                batch = []
                tell()
        _store_batch(store, batch, tally)
        tell()
        retired = _retire_missing(store, given, tally) if sync else 0
        store.note_left_out(given, tally.rejected)
        store.publish()
    return AddReport(
        added=tally.added,
        changed=tally.changed,
        unchanged=tally.unchanged,
        retired=retired,
        rejected=tuple(tally.rejected),
        articles=store.counts()[0],
        passages=store.counts()[1],
        seconds=round(time.monotonic() - tally.started, 3),
    )


def _retire_missing(store: Store, given: Iterable[Path], tally: _Tally) -> int:
    """Retires what came from the given paths and is not there any more."""
    bad = {r.path.rpartition(":")[0] if r.path.rpartition(":")[2].isdigit() else r.path for r in tally.rejected}
    rejected = {str(Path(path).resolve()) for path in bad}
    gone = [
        article_id
        for path in given
        if path.exists() and str(path.resolve()) not in rejected
        for article_id, origin, file in store.under(str(path.resolve()))
        if origin not in tally.seen and file not in rejected
    ]
    return store.retire(gone) if gone else 0


def _prepared(store: Store, loaded: Loaded, tally: _Tally, embedder: Embedder) -> Prepared | None:
    """The article ready to be stored; None when it is known and unchanged, or rejected."""
    known = _known(store, loaded)
    if isinstance(known, Rejected):
        tally.rejected.append(known)
        return None
    if loaded.origin in tally.seen:
        tally.rejected.append(Rejected(loaded.origin, "this id stands twice in the file; the first one counts"))
        return None
    tally.seen.add(loaded.origin)
    marked = furniture(loaded.text)
    title = loaded.title or headline(loaded.text, marked)
    article_id = known[0].article_id if known else loaded.article_id or _new_id(store, loaded, tally)
    source = Source(article_id, title, loaded.outlet, loaded.authors, loaded.published, loaded.url)
    if known and known[0] == source and known[1] == fingerprint_of(loaded.text):
        tally.unchanged += 1
        if known[2] != loaded.origin:
            store.move(article_id, loaded.origin, loaded.path)
        return None
    article = Article(source, loaded.text, marked)
    prepared = prepare(article, loaded.origin, loaded.path, embedder)
    if not prepared.passages:
        tally.rejected.append(Rejected(loaded.path, "it holds no sentence, only page furniture"))
        return None
    tally.changed += bool(known)
    tally.added += not known
    return prepared


def prepare(article: Article, origin: str, path: str, embedder: Embedder) -> Prepared:
    """An article with its passages, ready to be stored."""
    found, embedded = passages(article, embedder)
    return Prepared(article, origin, path, tuple(found), tuple(embedded))


def _known(store: Store, loaded: Loaded) -> tuple[Source, str, str] | Rejected | None:
    """(source, fingerprint, origin) of the stored article that this one is; a Rejected when its id belongs to another."""
    if loaded.article_id:
        return _known_by_id(store, loaded, loaded.article_id)
    for source, fingerprint, origin, _ in store.found_by("origin", loaded.origin):
        return source, fingerprint, origin
    for source, fingerprint, origin, path in store.found_by("fingerprint", fingerprint_of(loaded.text)):
        if origin == path and not Path(path).exists():  # a file that was renamed
            return source, fingerprint, origin
    return None


def _known_by_id(store: Store, loaded: Loaded, article_id: str) -> tuple[Source, str, str] | Rejected | None:
    for source, fingerprint, origin, path in store.found_by("id", article_id):
        if path != loaded.path and source.title != loaded.title and source.url != loaded.url:
            return Rejected(
                f"{loaded.path}#{article_id}",
                f"the id {article_id!r} belongs to {source.title!r} from {path}, which has another title and address",
            )
        return source, fingerprint, origin
    return None


def _new_id(store: Store, loaded: Loaded, tally: _Tally) -> str:
    """An id from the text at first sight; kept through later edits and renames."""
    stem = fingerprint_of(loaded.text)[:12]
    number, candidate = 1, stem
    while store.found_by("id", candidate) or candidate in tally.seen:
        number += 1
        candidate = f"{stem}-{number}"
    tally.seen.add(candidate)
    return candidate


def _store_batch(store: Store, batch: Sequence[Prepared], tally: _Tally) -> None:
    """Embeds what has no vector yet, each string once, and stores the batch."""
    if batch:
        store_prepared(store, batch)
        tally.passages += sum(len(p.passages) for p in batch)


def store_prepared(store: Store, batch: Sequence[Prepared], back: Mapping[str, Removed] | None = None) -> None:
    """Stores articles with their vectors; strings whose vectors are there and sound are not embedded again.

    `back`: what some of them were when they were taken out, by id.
    """
    wanted = {embedded.key: embedded for prepared in batch for embedded in prepared.embedded}
    known = store.known_vectors(list(wanted))
    new = [embedded for key, embedded in wanted.items() if key not in known]
    vectors, of_sentences = store.embedder.encode_parts([e.text for e in new], [e.sentences for e in new])
    store.put(batch, new, (vectors, of_sentences), back)
