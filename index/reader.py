"""What is read from a store: articles, passages by meaning and by words. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import beside, holdings, leftout
from .catalogue import Catalogue
from .embed import open_embedder
from .errors import StoreMismatch
from .generations import Generations
from .packing import unpack_small
from .shelf import Counts, LeftOut, Part, Wanted
from .types import (
    DENSE,
    FULL_TEXT,
    NO_FILTERS,
    Article,
    Candidate,
    Coverage,
    Embedder,
    Filters,
    Hit,
    Listed,
    Passage,
    Printed,
    Progress,
    Source,
    Vector,
    Vectors,
    Version,
)
from .words import phrases, searchable, terms

# A word in more than this share of the passages tells little and takes longest to look up: tests/eval/LOG.md.
_COMMON = 0.2
_BEFORE_BESIDE = 4  # texts as they are now, before those that hold a quote only in furniture or held it earlier
_LONGEST_RUN = 40  # terms
_ENOUGH = 5  # articles that have words of a quote in a row


class Reader:
    """Reads an archive. Safe to share between threads."""

    def __init__(self, folder: Path, catalogue: Catalogue, embedder: Embedder | None = None) -> None:
        self.folder = folder
        self._catalogue = catalogue
        self._generations = Generations(folder, catalogue)
        self._embedder = embedder

    def close(self) -> None:
        """Lets go of all files."""
        self._generations.close()
        self._catalogue.close()

    @property
    def embedder(self) -> Embedder:
        """The model that this store's vectors are made with. Raises StoreMismatch when another one is configured."""
        if self._embedder is None:
            from .settings import Settings

            self._embedder = open_embedder(Settings().embedder)
        made_with = self._catalogue.fact("model")
        if made_with not in (None, self._embedder.fingerprint):
            raise StoreMismatch(
                f"{self.folder} was made with the model {made_with!r}, this is {self._embedder.fingerprint!r}. "
                "Set CUTTINGS_EMBEDDER to the model it was made with, or add the articles to a new --store"
            )
        return self._embedder

    def article(self, article_id: str) -> Article:
        """One article, whole. Raises UnknownArticle."""
        return self._catalogue.article(article_id)

    def articles(self) -> list[Listed]:
        """Every article with its number of passages, in the order in which they came."""
        return self._catalogue.listing()

    def listed(self, wanted: Wanted, start: int = 0, count: int = 50) -> Part:
        """So many of the articles that are wanted, from a place in their order on, and how many are wanted in all."""
        return holdings.listed(self._catalogue.database, wanted, start, count)

    def tally(self) -> Counts:
        """How many articles there are of each outlet and of each month."""
        return holdings.counts(self._catalogue.database)

    def left_out(self) -> tuple[LeftOut, ...]:
        """The files and rows of past additions that were not taken and not given again since, oldest first."""
        return leftout.parsed(self._catalogue.fact("left_out"))

    def versions(self, article_id: str) -> list[Version]:
        """The earlier texts of an article, oldest first; empty when it was never edited."""
        return self._catalogue.versions(article_id)

    def counts(self) -> tuple[int, int]:
        """How many articles and how many passages there are."""
        return self._catalogue.counts()

    def coverage(self, filters: Filters = NO_FILTERS) -> Coverage:
        """How many articles pass the filters, of how many outlets, from when to when."""
        return self._catalogue.coverage(filters)

    def progress(self) -> Progress | None:
        """How far an addition has come that is going on now, in this process or another; None when there is none."""
        return self._catalogue.progress()

    def occurrences(self, stems: Sequence[str]) -> int:
        """In how many passages, titles included, these stems (as `terms` gives them) stand one after the other.

        Where they do not, in how many the words do that an acronym stands for, or the acronym.
        """
        found = self._catalogue.occurrences(stems)
        if found:
            return found
        return max((self._catalogue.occurrences(other.split()) for other in self._catalogue.explained(stems)), default=0)

    def dense(self, text: str, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The passages whose vectors are nearest to that of `text`, best first, score: cosine similarity."""
        vector = self.embedder.encode([text])[0]
        return self._hits(self._near(vector, limit, filters), limit, DENSE)

    def full_text(self, text: str, limit: int, filters: Filters = NO_FILTERS) -> list[Hit]:
        """The passages that hold the content words of `text`, best first, score: BM25 (higher is better)."""
        return self._hits(self._catalogue.matching(self._sought(text), limit, filters), limit, FULL_TEXT)

    def candidates(self, text: str, pool: int, filters: Filters = NO_FILTERS) -> list[Candidate]:
        """The `pool` nearest in meaning and the `pool` best in words, together, in no order, each with both measures."""
        vector = self.embedder.encode([text])[0]
        near = self._near(vector, pool, filters)
        worded = dict(self._catalogue.matching(self._sought(text), pool, filters))
        cosines = dict([*near, *self._generations.exact(vector, [n for n in worded if n not in dict(near)])])
        known = self._catalogue.candidates(list(cosines))
        return [Candidate(n, *known[n], cosine, worded.get(n, 0.0)) for n, cosine in cosines.items() if n in known]

    def mentioning(self, names: Sequence[str], filters: Filters = NO_FILTERS, *, after: str | None = None) -> int:
        """How many articles, of those published after a day (YYYY-MM-DD), mention all of these names in one passage."""
        return self._catalogue.mentioning([terms(name) for name in names], filters, after=after)

    def holding(self, text: str, limit: int, filters: Filters = NO_FILTERS) -> list[Printed]:
        """The printed texts that hold most of a text's rarest words, those in a row above all, best first; among the first five
        some that hold them only in furniture or held them earlier. Finds, proves nothing.
        """
        runs, rare = beside.telling(self._catalogue.database, terms(text))
        present = self._articles_of(self._catalogue.matching(runs, 5 * limit, filters), limit)
        if len(present) < _ENOUGH:  # words alone find more, and take longest
            more = self._articles_of(self._catalogue.matching([*runs, *rare], 5 * limit, filters), limit)
            present = list(dict.fromkeys([*present, *more]))[:limit]
        outside = beside.matching(self._catalogue.database, [*runs, *rare], limit // 2, filters)
        found = [p for article_id in present if (p := self._catalogue.printed(article_id)) is not None]
        known = {(p.article.source.article_id, p.replaced) for p in found}
        others = [p for place in outside if (p := self._catalogue.printed(*place)) is not None]
        fresh = [p for p in others if (p.article.source.article_id, p.replaced) not in known]
        return [*found[:_BEFORE_BESIDE], *fresh, *found[_BEFORE_BESIDE:]]

    def carrying(self, text: str, limit: int, filters: Filters = NO_FILTERS) -> list[Printed]:
        """The articles of which a passage has all the content words of a text in a row, at most `limit`; for a text without
        content words, those that have it letter for letter.
        """
        run = " ".join(terms(text)[:_LONGEST_RUN])
        if run:
            found = self._articles_of(self._catalogue.matching([run], 5 * limit, filters), limit)
        else:
            found = self._catalogue.containing(text, limit, filters) if text else []
        return [p for article_id in found if (p := self._catalogue.printed(article_id)) is not None]

    def _articles_of(self, found: Sequence[tuple[int, float]], limit: int) -> list[str]:
        known = self._catalogue.candidates([number for number, _ in found])
        return list(dict.fromkeys(known[n][0] for n, _ in found if n in known))[:limit]

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The passages with these numbers, those that exist and are what was stored."""
        return self._catalogue.passages(numbers)

    def passages_of(self, article_id: str) -> list[Passage]:
        """An article's passages in order; none when there is no such article."""
        return self._catalogue.passages_of(article_id)

    def copies(self, article_id: str, filters: Filters = NO_FILTERS) -> list[Source]:
        """The other articles with the same text, or nearly, in the order in which they came."""
        return self._catalogue.copies(article_id, filters)

    def _sought(self, text: str) -> list[str]:
        """What a text asks the full text for: its terms, what stands together in it, and other words for both."""
        found = list(dict.fromkeys(searchable(text)))
        most = _COMMON * self.counts()[1]
        telling = [term for term in found if self._catalogue.occurrences([term]) <= most]
        return [*(telling or found), *(" ".join(part) for part in phrases(text)), *self._catalogue.explained(found)]

    def _near(self, vector: Vector, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """(number, cosine) of the nearest passages, nearest first."""
        if filters:
            return self._generations.passing(vector, limit, filters)
        return sorted(self._generations.nearest(vector, limit), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def sentence_vectors(self, passages: Sequence[Passage]) -> list[Vectors]:
        """For each passage, a unit vector for each of its sentences, in order: (k, dimension)."""
        places = [(p.source.article_id, p.ordinal) for p in passages]
        packed = self._catalogue.sentence_vectors(places)
        return [unpack_small(packed.get(place, b""), self.embedder.dimension) for place in places]

    def _hits(self, found: Sequence[tuple[int, float]], limit: int, method: str) -> list[Hit]:
        passages = self._catalogue.passages([n for n, _ in found[:limit]])
        return [Hit(passages[n], score, method) for n, score in found[:limit] if n in passages]
