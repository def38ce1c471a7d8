"""Leaf: the filters of a question in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

DAYS = {"since": "published since", "until": "published until", "as_of": "as of"}
NAMES = {"outlets": "outlet", "authors": "author"}


def limits_line(filters: Mapping[str, Any]) -> str:
    """The filters that are set (days as ISO text, names in lists), in words; empty when none is."""
    days = [f"{words} {filters[name]}" for name, words in DAYS.items() if filters.get(name)]
    names = [f"{words} {' or '.join(filters[name])}" for name, words in NAMES.items() if filters.get(name)]
    return f"Only articles {', '.join([*days, *names])}" if days or names else ""
