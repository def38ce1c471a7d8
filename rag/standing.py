"""Leaf: how a quote that was cited once stands in the archive as it is now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index import Article, ArticleDamaged, UnknownArticle, Version

SAME, EDITED, REMOVED, DAMAGED, FORGED = "same", "edited", "removed", "damaged", "forged"


@dataclass(frozen=True, slots=True)
class Cited:
    """What was cited: `article.text[start:end] == quote`, of the text with this fingerprint; None where it is not known."""

    article_id: str
    start: int | None
    end: int | None
    quote: str
    fingerprint: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a citation, with a note where it is not the same; the article as it is now; whether the quote stands at
    its place in it; whether its words are proved: they are the article's, now or before an edit. FORGED: the text that was
    cited does not have the quote at its place.
    """

    state: str
    note: str
    article: Article | None = None
    in_place: bool = False
    proved: bool = False


ArticleOf = Callable[[str], Article]
VersionsOf = Callable[[str], Sequence[Version]]


def standing(cited: Cited, article_of: ArticleOf, versions_of: VersionsOf | None = None) -> Standing:
    """How a citation stands now. With `versions_of`, the text before an edit is looked at too, where it is kept."""
    try:
        article = article_of(cited.article_id)
    except UnknownArticle:
        return Standing(REMOVED, "the article is not in this archive any more")
    except ArticleDamaged:
        return Standing(DAMAGED, "the article is damaged on the disk: python -m index check --repair")
    in_place = _stands(cited, article)
    if article.fingerprint == cited.fingerprint:
        if in_place:
            return Standing(SAME, "", article, in_place, proved=True)
        return Standing(FORGED, "the receipt's quote is not what stands at its place", article)
    if in_place:
        return Standing(EDITED, "the article was edited; the quote still stands at its place", article, True, True)
    kept = versions_of(cited.article_id) if versions_of else ()
    earlier = next((v.article for v in kept if v.article.fingerprint == cited.fingerprint), None)
    if earlier and not _stands(cited, earlier):
        return Standing(FORGED, "the receipt's quote is not what stood at its place before the article was edited", article)
    if cited.quote and cited.quote in article.text:
        return Standing(EDITED, "the article was edited; the quote stands at another place now", article, proved=True)
    return Standing(EDITED, "the article was edited; the quote does not stand in it any more", article, proved=bool(earlier))


def _stands(cited: Cited, article: Article) -> bool:
    """A negative place, or one past the text's end, is no place, whatever a slice makes of it."""
    if cited.start is None or cited.end is None or not cited.quote or not 0 <= cited.start < cited.end <= len(article.text):
        return False
    return article.text[cited.start : cited.end] == cited.quote
