"""Leaf: what an answer, a conversation or the clippings can be taken along as."""

from __future__ import annotations

_KINDS = {"md": "Markdown", "docx": "Word with footnotes", "bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
_SOURCES = {"bib", "ris", "json"}


def export_buttons(words: str) -> str:
    """A button for each kind, the whole first, then its sources alone. Not yet cleaned."""

    def buttons(sources: bool) -> str:
        kinds = [(kind, name) for kind, name in _KINDS.items() if (kind in _SOURCES) is sources]
        return "".join(f'<button type="button" class="small" data-export="{kind}">{name}</button>' for kind, name in kinds)

    return f'<p class="take"><span>{words}:</span>{buttons(False)}<span>Sources:</span>{buttons(True)}</p>'
