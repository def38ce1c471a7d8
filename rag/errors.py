"""What can go wrong with a question, as a tree under index's CuttingsError.

CuttingsError
├── QuestionError    the question cannot be worked: empty, too long, a filter that is no date
├── StoryUnreadable  a file with a story cannot be read, or an output would overwrite it
└── QuoteError       a quote is not, to the letter, what its article says: it is not shown
"""

from __future__ import annotations

from index import CuttingsError


class QuestionError(CuttingsError):
    """The question or one of its filters cannot be worked."""


class StoryUnreadable(CuttingsError):
    """A file that should hold a story cannot be read, or what is to be written would overwrite it."""


class QuoteError(CuttingsError):
    """A quote is not what its article says at its place; nothing of the answer is shown."""
