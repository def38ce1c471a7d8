"""The filters of a question: their fields, and those that are set, in words."""

from __future__ import annotations

from collections.abc import Sequence

from .html import clean, escape


def filter_form(outlets: Sequence[str], authors: Sequence[str], panel: str) -> str:
    """The fields for a panel; which filters are set stands in the address alone, and the page shows it there."""
    return clean(
        '<div class="limiting"><details class="filtering"><summary>Filters</summary><div class="fields">'
        f"{_field('Published since', 'since', 'date')}{_field('until', 'until', 'date')}"
        f"{_field('As of', 'as_of', 'date', 'Hides what was published after this day')}"
        f"{_named('Outlet', 'outlet', outlets, panel)}{_named('Author', 'author', authors, panel)}"
        '</div></details><div class="chips" role="group" aria-label="Filters in force"></div></div>'
    )


def _field(label: str, name: str, kind: str, title: str = "") -> str:
    told = f' title="{title}"' if title else ""
    return f'<label{told}>{label} <input type="{kind}" data-filter="{name}"></label>'


def _named(label: str, name: str, offered: Sequence[str], panel: str) -> str:
    """A field for a name, those that the archive knows offered."""
    options = "".join(f'<option value="{escape(value)}"></option>' for value in offered)
    known = f"{panel}-{name}s"
    field = f'<label>{label} <input type="text" data-filter="{name}" list="{known}"></label>'
    return f'{field}<datalist id="{known}">{options}</datalist>'
