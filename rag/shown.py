"""Leaf: a text as others may see it: what no font shows, or what changes what the eye reads, is made visible."""

from __future__ import annotations

# Characters that no font shows and that change what the eye reads: directions, invisible joiners, tags, controls.
_UNSEEN = "\N{REPLACEMENT CHARACTER}"
_RANGES = ((0x00, 0x09), (0x0B, 0x20), (0x7F, 0xA0), (0x200B, 0x200C), (0x200E, 0x2010), (0x202A, 0x202F), (0x2060, 0x2070))
_INVISIBLE: dict[int, str] = {
    **{code: _UNSEEN for start, end in (*_RANGES, (0xFFF9, 0xFFFC), (0xE0000, 0xE0080)) for code in range(start, end)},
    **dict.fromkeys((0x61C, 0x180E, 0xFEFF), _UNSEEN),
    0x0D: "",
}


def visible(text: object) -> str:
    """The text with invisible and direction-changing characters and controls, but line feed and tab, as U+FFFD; no returns."""
    return str(text).translate(_INVISIBLE)
