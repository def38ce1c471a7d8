"""Conductor: takes articles out so that they can be put back as they were: id, text, source, file, moment, earlier texts."""

from __future__ import annotations

from collections.abc import Sequence

from .build import prepare, store_prepared
from .errors import StoreError
from .shelf import Removed
from .store import Store


def take_out(store: Store, article_ids: Sequence[str]) -> tuple[Removed, ...]:
    """Removes these articles, all or none, and returns what `put_back` needs.

    Raises UnknownArticle; ArticleDamaged for one that could not be put back to the letter.
    """
    with store.writing():
        removed = tuple(_whole(store, article_id) for article_id in dict.fromkeys(article_ids))
        store.retire([entry.article.source.article_id for entry in removed])
    return removed


def put_back(store: Store, removed: Sequence[Removed]) -> int:
    """Puts back what was taken out, all or nothing, and returns how many articles that were.

    Raises StoreError when one of them was added again meanwhile.
    """
    with store.writing():
        for entry in removed:
            _assert_gone(store, entry)
        batch = [prepare(entry.article, entry.origin, entry.path, store.embedder) for entry in removed]
        store_prepared(store, batch, {entry.article.source.article_id: entry for entry in removed})
        store.publish()
    return len(removed)


def _whole(store: Store, article_id: str) -> Removed:
    article = store.article(article_id)
    _, origin, path = store.stored_as(article_id)
    return Removed(article, *store.came(article_id), origin, path, tuple(store.versions(article_id)))


def _assert_gone(store: Store, entry: Removed) -> None:
    source = entry.article.source
    if store.found_by("id", source.article_id) or store.found_by("origin", entry.origin):
        raise StoreError(f"{source.title!r} was added again after it was removed: nothing was put back")
