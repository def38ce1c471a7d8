"""What can go wrong, as a tree; every message says what happened, where, and what to do now.

CuttingsError
├── LoadError            a file or row that cannot be read: it is rejected, the rest goes on
├── ModelError           the embedding model is missing or not the one it should be
└── StoreError           the store cannot do what was asked
    ├── NoStore          there is none yet
    ├── StoreBusy        another process is writing
    ├── StoreMismatch    made by another model or another version
    ├── StoreDamaged     its files are not what they should be
    ├── ArticleDamaged   one article is not what was stored: it is not shown and not quoted
    └── UnknownArticle   no article has this id
"""

from __future__ import annotations


class CuttingsError(Exception):
    """Anything that Cuttings reports to its user in one line."""


class LoadError(CuttingsError):
    """A file or row that cannot be read as an article."""


class ModelError(CuttingsError):
    """The embedding model is missing, damaged or not the expected one."""


class StoreError(CuttingsError):
    """The store cannot do what was asked."""


class NoStore(StoreError):
    """There is no store in this folder yet."""


class StoreBusy(StoreError):
    """Another process holds the store for writing."""


class StoreMismatch(StoreError):
    """The store was made by another embedding model or another version of Cuttings."""


class StoreDamaged(StoreError):
    """The store's files are not what they should be."""


class ArticleDamaged(StoreDamaged):
    """An article on the disk is not the one that was stored."""


class UnknownArticle(StoreError):
    """No article in the store has this id."""
