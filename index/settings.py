"""What a user may set, by environment variables that start with CUTTINGS_."""

from __future__ import annotations

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where the store is and which embedding model it is made with."""

    model_config = SettingsConfigDict(env_prefix="CUTTINGS_", frozen=True, extra="forbid")

    store: Path = Path(".store")
    embedder: Path | None = None  # a folder with a sentence-transformers model; None is the packaged one


def store_path(given: str | Path | None = None) -> Path:
    """The folder of the store: the one given, else CUTTINGS_STORE, else .store. A relative one is relative to the project."""
    path = Path(given) if given is not None else Settings().store
    return (PROJECT / path.expanduser()).resolve()
