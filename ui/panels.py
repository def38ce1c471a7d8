"""The page's head: its name, the way to each panel, and what the archive holds now."""

from __future__ import annotations

from index import Coverage, Progress

from .html import clean, escape
from .phrases import counted

PANELS = {"ask": "Ask", "search": "Search", "quotes": "Quotes", "library": "Library"}


def navigation() -> str:
    """The page's name and a link to each panel; the address's fragment says which one is shown, so no server learns it."""
    links = "".join(f'<a href="#panel={name}" data-panel="{name}">{title}</a>' for name, title in PANELS.items())
    return clean(f'<header class="masthead"><h1>Cuttings</h1><nav class="panels" aria-label="Panels">{links}</nav></header>')


def holdings(coverage: Coverage, progress: Progress | None) -> str:
    """What is in the archive now, and how far an addition that is going on has come."""
    adding = f'<p class="adding">{escape(progress_line(progress))}</p>' if progress else ""
    return clean(f'<div class="holdings">{adding}<p class="held">{counted(coverage.articles, "article")}</p></div>')


def progress_line(progress: Progress) -> str:
    """How far an addition has come, in words."""
    done = f"Adding articles: {progress.read:,} of {max(progress.total, progress.read):,} read"
    if progress.left is None or not progress.passages:
        return done
    rate = f"{progress.passages / max(progress.seconds, 0.1):.0f} passages a second"
    left = f"about {progress.left / 60:.0f} minutes left" if progress.left >= 90 else f"about {progress.left:.0f} seconds left"
    return f"{done}, {rate}, {left}"
