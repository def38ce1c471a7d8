"""Leaf: the catalogue's SQLite file: made, recognised, one connection a thread, transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import schema
from .errors import NoStore, StoreDamaged, StoreMismatch
from .words import fold

FILE = "catalogue.sqlite3"

_BUSY_SECONDS = 10.0
_SETTINGS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"


class Database:
    """The file in a store's folder. Raises NoStore, StoreMismatch or StoreDamaged when it is not to be had."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / FILE
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        if not create and not self.path.exists():
            raise NoStore(f"there is no archive in {folder}. Make one with: python -m index add FOLDER --store {folder}")
        try:
            if create and self._is_blank():
                self._create()
            self._recognise()
        except sqlite3.DatabaseError as error:
            advice = "Restore a backup, or use a new --store"
            raise StoreDamaged(f"{self.path} cannot be read as a catalogue ({error}). {advice}") from error

    def close(self) -> None:
        """Closes the connections of all threads."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._local = threading.local()

    def sql(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Runs one statement."""
        return self._connection.execute(statement, values)

    def many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Runs one statement for each row."""
        self._connection.executemany(statement, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is stored, or nothing of it."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            connection.executescript(_SETTINGS)
            connection.create_function("fold", 1, lambda value: fold(value) if value else value, deterministic=True)
            self._local.connection = connection
            self._connections.append(connection)
        return connection

    def _is_blank(self) -> bool:
        """Whether the file has no tables: new, or left so by a process that died while it made them."""
        return int(self.sql("SELECT count(*) FROM sqlite_master").fetchone()[0]) == 0

    def _create(self) -> None:
        with self.transaction():
            for statement in schema.TABLES.split(";\n"):
                self.sql(statement)
            self.sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            self.sql(f"PRAGMA user_version = {schema.VERSION}")

    def _recognise(self) -> None:
        application, version = (self.sql(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
        if application != schema.APPLICATION_ID:
            raise StoreMismatch(f"{self.path} is no catalogue of Cuttings. Use another --store")
        if version > schema.VERSION:
            formats = f"format {version}, this one knows {schema.VERSION}"
            raise StoreMismatch(f"{self.path} was made by a newer Cuttings ({formats}). Update it, or use another --store")
