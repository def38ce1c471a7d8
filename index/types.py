"""The values that pass between the steps of indexing and searching; all frozen, none knows where it is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# float32; `Vectors` has the shape (n, dimension), `Vector` (dimension,). Named only: numpy is imported where it is used.
Vectors: TypeAlias = "npt.NDArray[np.float32]"
Vector: TypeAlias = "npt.NDArray[np.float32]"

DENSE = "dense"
FULL_TEXT = "full text"
FUSED = "fused"


class Span(NamedTuple):
    """A half-open range of Unicode code points in an article's text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """All that a citation shows of where a sentence stands. What is not known is None or empty, never guessed."""

    article_id: str
    title: str
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None  # ISO 8601, a day or a moment
    url: str | None = None

    @property
    def day(self) -> str | None:
        """The day of publication as printed, YYYY-MM-DD, or None when unknown."""
        return self.published[:10] if self.published else None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the store holds it: its source and its text, to the letter."""

    source: Source
    text: str
    furniture: tuple[Span, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The sha256 of the text as UTF-8, in hexadecimal."""
        return fingerprint_of(self.text)


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was before an edit. Moments are ISO 8601; `seen` is None for what an older Cuttings stored."""

    article: Article
    seen: str | None
    replaced: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A text that was printed: an article as it is now, or as it was until the moment `replaced` (ISO 8601)."""

    article: Article
    replaced: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences that stand together: `article.text[start:end] == text`."""

    source: Source
    ordinal: int
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...] = ()  # offsets into the article's text, in order


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, its score and the method that gave it. Scores of different methods do not compare."""

    passage: Passage
    score: float
    method: str
    copies: tuple[Source, ...] = ()  # other articles with the same text, or nearly


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may fit, before it is read: its nearness in meaning (cosine) and in words (BM25; 0: not found so)."""

    number: int
    article_id: str
    day: str | None
    cluster: int  # the same for copies of one text
    meaning: float
    words: float


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a reader made of one file or row: an article that has no id yet, or one that brings its own."""

    origin: str  # the file's absolute path; for a row of a file, path#key
    path: str
    text: str
    article_id: str | None = None
    title: str | None = None  # None: the first line of the text
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file or row that was not taken, and why, in words a reporter understands."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to. Days are both ends inclusive; an article without a date passes every date filter."""

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    outlets: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any((self.since, self.until, self.as_of, self.outlets, self.authors))


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of articles."""

    source: Source
    passages: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an archive, or the filtered part of it, covers. Days are None when no article has a date."""

    articles: int
    outlets: int
    earliest: str | None
    latest: str | None
    undated: int


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of everything that `add` was given."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0
    rejected: tuple[Rejected, ...] = ()
    articles: int = 0  # in the store afterwards
    passages: int = 0  # in the store afterwards
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Whether the store is sound: every problem in words, and what was done about it."""

    ok: bool
    articles: int
    passages: int
    problems: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stats:
    """What a store holds and how much room it takes. Sizes in bytes; `changed` is the moment of the last change."""

    articles: int
    versions: int
    passages: int
    catalogue_bytes: int
    vectors_bytes: int
    model: str | None
    schema: int
    changed: str | None
    backups: tuple[str, ...] = ()
    uploads_bytes: int = 0
    left_out: int = 0  # files and rows of past additions that were not taken


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an `add` has come: files and rows read, of how many there are, passages stored, and seconds since it began."""

    read: int
    total: int
    passages: int
    seconds: float

    @property
    def left(self) -> float | None:
        """How many seconds are left at the rate so far; None when there is none yet."""
        return self.seconds / self.read * max(0, self.total - self.read) if self.read else None


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A string for the embedder, and where in it the sentences stand whose vectors are wanted too."""

    text: str
    sentences: tuple[Span, ...]

    @property
    def key(self) -> bytes:
        """The same for the same string and sentences: what has been embedded once is not embedded again."""
        return hashlib.sha256(f"{self.text}\0{self.sentences}".encode("utf-8", "surrogatepass")).digest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be stored: its passages, what is embedded for each, and where it came from."""

    article: Article
    origin: str
    path: str
    passages: tuple[Passage, ...]
    embedded: tuple[Embedded, ...]


class Tokenizer(Protocol):
    """Counts as the embedding model counts."""

    max_tokens: int

    def token_ends(self, texts: Sequence[str]) -> list[list[int]]:
        """For each text, the offset in code points where each of its tokens ends, in order."""


class Embedder(Tokenizer, Protocol):
    """Turns strings into vectors of length 1, shape (n, dimension)."""

    dimension: int
    fingerprint: str

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, in order, float32, shape (n, dimension)."""

    def encode_parts(self, texts: Sequence[str], parts: Sequence[Sequence[Span]]) -> tuple[Vectors, list[Vectors]]:
        """One unit vector a text, and for each text one unit vector a part of it, read in the context of the whole."""


def fingerprint_of(text: str) -> str:
    """The sha256 of a text as UTF-8, in hexadecimal. Lone surrogates, which UTF-8 lacks, count as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def source_json(source: Source) -> dict[str, Any]:
    """A source as the command line prints it."""
    return {
        "article_id": source.article_id,
        "title": source.title,
        "outlet": source.outlet,
        "authors": list(source.authors),
        "published": source.published,
        "url": source.url,
    }
