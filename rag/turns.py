"""Leaf: words of which one more or less turns a sentence round, though it stays alike."""

from __future__ import annotations

_NEGATIONS = """
no not never none nobody nothing neither nor without cannot hardly barely scarcely nowhere
"""
NEGATIONS = frozenset(_NEGATIONS.split())
_MODALS = "may might will would shall should must can could ought"
MODALS = frozenset(_MODALS.split())
