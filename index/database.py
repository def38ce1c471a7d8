"""Leaf: the catalogue's SQLite file: made, recognised, brought up to date, one connection a thread, transactions, backups."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from . import schema
from .errors import NoStore, StoreDamaged, StoreMismatch
from .words import acronyms, fold, searchable

FILE = "catalogue.sqlite3"

_BUSY_SECONDS = 10.0
_SETTINGS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
_ADVICE = "Restore a backup (python -m index restore FILE), or use a new --store"


class Database:
    """The file in a store's folder. Raises NoStore, StoreMismatch or StoreDamaged when it is not to be had.

    A catalogue of an earlier version is brought up to this one when it is opened, whole or not at all.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.path = folder / FILE
        self.common: dict[str, int] = {}  # in how many texts the terms stand that stand in many: see beside.py
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        if not create and not self.path.exists():
            raise NoStore(f"there is no archive in {folder}. Make one with: python -m index add FOLDER --store {folder}")
        with damage_named(self.path):
            if create or not self._is_blank():
                self._bring_up_to_date()
        self._recognise()

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
        """All that is written inside is stored, and on the disk, or nothing of it."""
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:  # also Ctrl-C: nothing half-written stays
            if connection.in_transaction:  # SQLite itself rolls back when the disk is full
                connection.execute("ROLLBACK")
            raise

    def check(self, *, quick: bool = False) -> list[str]:
        """What SQLite finds wrong with the file's structure; empty when it is sound. Quick: the indexes are not compared."""
        try:
            return [row[0] for row in self.sql(f"PRAGMA {'quick' if quick else 'integrity'}_check") if row[0] != "ok"]
        except sqlite3.DatabaseError as error:
            return [str(error)]

    def backup(self, target: Path) -> None:
        """Writes a whole, consistent copy to a file, while others read and write."""
        with closing(sqlite3.connect(target)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            connection.executescript(_SETTINGS)
            # A text that damage has made undecodable must be read to be named; its fingerprint tells.
            connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
            connection.create_function("fold", 1, lambda value: fold(value) if value else value, deterministic=True)
            connection.create_function("seal_of", -1, seal_of, deterministic=True)
            connection.create_function("searchable", 1, lambda text: " ".join(searchable(text)), deterministic=True)
            connection.create_function("searchable_part", 3, _searchable_part, deterministic=True)
            connection.create_function("searchable_parts", 2, _searchable_parts, deterministic=True)
            connection.create_function("acronyms_of", 1, lambda text: json.dumps(acronyms(text)), deterministic=True)
            self._local.connection = connection
            self._connections.append(connection)
        return connection

    def _is_blank(self) -> bool:
        """Whether the file has no tables: new, or left so by a process that died while it made them."""
        return int(self.sql("SELECT count(*) FROM sqlite_master").fetchone()[0]) == 0

    def _pragma(self, name: str) -> int:
        return int(self.sql(f"PRAGMA {name}").fetchone()[0])

    def _bring_up_to_date(self) -> None:
        if not self._is_blank() and (self._is_foreign() or self._pragma("user_version") >= schema.VERSION):
            return
        with self.transaction():
            for step in schema.STEPS[self._pragma("user_version") :]:  # asked again: another process may have been first
                for statement in step.split(";\n"):
                    self.sql(statement)
            self.sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            self.sql(f"PRAGMA user_version = {schema.VERSION}")

    def _is_foreign(self) -> bool:
        return self._pragma("application_id") != schema.APPLICATION_ID

    def _recognise(self) -> None:
        with damage_named(self.path):
            foreign, version = self._is_foreign(), self._pragma("user_version")
        if foreign:
            raise StoreMismatch(f"{self.path} is no catalogue of Cuttings. Use another --store")
        if version > schema.VERSION:
            formats = f"format {version}, this one knows {schema.VERSION}"
            raise StoreMismatch(f"{self.path} was made by a newer Cuttings ({formats}). Update it, or use another --store")


def _searchable_part(text: str, start: int, end: int) -> str:
    return " ".join(searchable(text[start:end]))


def _searchable_parts(text: str, spans: str) -> str:
    return "\n".join(_searchable_part(text, start, end) for start, end in json.loads(spans))


@contextmanager
def damage_named(path: Path) -> Iterator[None]:
    """SQLite's finding that a file is no sound database, as ours."""
    try:
        yield
    except sqlite3.OperationalError:
        raise  # a full disk or a lock: nothing is wrong with the file
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(f"{path} cannot be read as a catalogue ({error}). {_ADVICE}") from error


def seal_of(*values: Any) -> int:
    """A checksum (CRC-32) of a row's values: any one flipped bit changes it. Against accidents, not against forgers."""
    checksum = 0
    for value in values:
        data = value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")
        checksum = zlib.crc32(len(data).to_bytes(8, "little") + type(value).__name__.encode() + data, checksum)
    return checksum
