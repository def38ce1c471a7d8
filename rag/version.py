"""Leaf: the version of the program."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def program_version() -> str:
    """The version of the program, as pyproject.toml has it; 'unknown' where that file is not beside it."""
    file = Path(__file__).resolve().parent.parent / "pyproject.toml"
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return "unknown"
