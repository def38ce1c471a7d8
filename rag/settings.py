"""What a user may set for answering, by environment variables that start with CUTTINGS_."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Which cross-encoder reads the best passages, when one is wanted."""

    model_config = SettingsConfigDict(env_prefix="CUTTINGS_", frozen=True, extra="forbid")

    reranker: str | None = None  # a folder with a sentence-transformers CrossEncoder; None is our own reading by sentences
