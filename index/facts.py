"""What the catalogue remembers of itself: values by name, who writes to it, and its backups."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from . import files
from .database import Database
from .errors import StoreError
from .types import Progress
from .writer import Writer


class Facts:
    """The file of one store, one connection a thread. Whoever writes does so within a `transaction`."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.database = Database(folder, create=create)
        self.write = Writer(self.database)
        self.transaction = self.database.transaction
        self.close = self.database.close
        self._sql = self.database.sql

    def fact(self, key: str) -> str | None:
        """A remembered value, None when there is none."""
        row = self._sql("SELECT value FROM facts WHERE key = ?", key).fetchone()
        return row[0] if row else None

    def generation(self) -> tuple[int, int]:
        """Which vector index serves (0: none), and the number of the newest passage in it; read together."""
        rows = dict(self._sql("SELECT key, value FROM facts WHERE key IN ('generation', 'generation_newest')").fetchall())
        return int(rows.get("generation", 0)), int(rows.get("generation_newest", 0))

    def begin(self) -> None:
        """Notes that this process writes."""
        with self.transaction():
            self.write.remember(writing=os.getpid(), progress=None)

    def end(self) -> None:
        """Notes that this process has come to its end."""
        with self.transaction():
            self.write.remember(writing=None, progress=None)

    def is_unfinished(self) -> bool:
        """Whether the last one who wrote did not come to its end and is gone."""
        writer = self.fact("writing")
        return writer is not None and not files.is_alive(int(writer))

    def note(self, progress: Progress) -> None:
        """Notes how far an addition has come, for those who read meanwhile."""
        with self.transaction():
            self.write.remember(progress=json.dumps(asdict(progress)))

    def progress(self) -> Progress | None:
        """How far an addition has come that is going on; None when there is none."""
        noted = self.fact("progress")
        return Progress(**json.loads(noted)) if noted and not self.is_unfinished() else None

    def backup(self, target: Path) -> None:
        """Writes a whole, consistent copy to a file, and notes that it is there. Raises StoreError when the file exists."""
        if target.exists():
            raise StoreError(f"{target} exists; name a file that does not, so that no backup is written over")
        try:
            self.database.backup(target)
        except BaseException:  # also Ctrl-C: half a backup is none
            target.unlink(missing_ok=True)
            raise
        known = [*self.backups(), str(target.resolve())]
        with self.transaction():
            self.write.remember(backups=json.dumps(known))

    def backups(self) -> tuple[str, ...]:
        """The backups that were made and still exist, oldest first."""
        return tuple(path for path in json.loads(self.fact("backups") or "[]") if Path(path).exists())
