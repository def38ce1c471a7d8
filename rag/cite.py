"""Numbers, spans and quotes: what was found becomes an answer in which every quote is proven."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index import Coverage

from .errors import QuoteError
from .speech import speech
from .types import DATED, Answer, Citation, Claim, Evidence, Form, NearMiss, Question, Sentence, Sources, Status, Verdict

TextOf = Callable[[str], str]


def cite(question: Question, evidence: Evidence, *, text_of: TextOf, coverage: Coverage) -> Answer:
    """The answer that the evidence allows. `text_of` gives an article's text by its id. Raises QuoteError."""
    claims = _claims(evidence.groups, text_of)
    citations = tuple(c for claim in claims for c in claim.citations)
    near = tuple(NearMiss(s.passage.source, s.span.start, s.span.end, s.text) for s in evidence.nearest)
    prove(citations, text_of)
    prove(near, text_of)
    return Answer(
        question=question.text,
        status=Status.ANSWERED if claims else Status.NOT_FOUND,
        confidence=round(evidence.confidence, 4),
        text="\n".join(_line(c, evidence.form) for c in claims) if claims else refusal(coverage),
        claims=claims,
        citations=citations,
        near_misses=near,
        coverage=coverage,
        notes=evidence.notes,
        seconds=0.0,
        form=evidence.form,
    )


def join(question: str, answers: Sequence[Answer]) -> Answer:
    """One answer from those to the parts of a question: each sentence once, numbered anew; what is not answered is named."""
    claims: list[Claim] = []
    numbers: dict[tuple[str, int, int], int] = {}
    for claim in (claim for answer in answers for claim in answer.claims):
        places = [(c.source.article_id, c.start, c.end) for c in claim.citations]
        if all(place in numbers for place in places):
            continue
        for place in places:
            numbers.setdefault(place, len(numbers) + 1)
        numbered = (replace(c, number=numbers[p]) for c, p in zip(claim.citations, places, strict=True))
        claims.append(replace(claim, citations=tuple(numbered)))
    open_parts = [answer for answer in answers if not answer.claims]
    notes = [f"No answer to: {answer.question}" for answer in open_parts] if claims else []
    notes += [note for answer in answers for note in answer.notes]
    status = Status.NOT_FOUND if not claims else Status.PARTIAL if open_parts else Status.ANSWERED
    unique = {(c.source.article_id, c.start, c.end): c for claim in claims for c in claim.citations}
    sources = {c.source.article_id for c in unique.values()}
    independent = sum(answer.sources.independent for answer in answers)
    return Answer(
        question=question,
        status=status,
        confidence=min(answer.confidence for answer in answers),
        text="\n".join(_line(c, Form.ANSWER) for c in claims) if claims else answers[0].text,
        claims=tuple(claims),
        citations=tuple(sorted(unique.values(), key=lambda c: c.number)),
        near_misses=() if claims else tuple(dict.fromkeys(miss for answer in answers for miss in answer.near_misses)),
        coverage=answers[0].coverage,
        notes=tuple(dict.fromkeys(notes)),
        seconds=max(answer.seconds for answer in answers),
        sources=Sources(max(len(sources), *(a.sources.articles for a in answers)), min(len(sources), independent)),
    )


def prove(quotes: Iterable[Citation | NearMiss], text_of: TextOf) -> None:
    """Raises QuoteError unless each quote is, code point for code point, what its article says at its place."""
    for quote in quotes:
        if text_of(quote.source.article_id)[quote.start : quote.end] != quote.quote or not quote.quote:
            raise QuoteError(
                f"a quote differs from article {quote.source.article_id} at {quote.start}: the archive changed meanwhile or is "
                "damaged. Ask again; if it stays, run: python -m index check"
            )


def refusal(coverage: Coverage) -> str:
    """The words for 'no article answers this', with what was looked through."""
    if not coverage.articles:
        return "Not in the archive: there are no articles to look through."
    searched = "the one article" if coverage.articles == 1 else f"any of the {coverage.articles:,} articles"
    return f"Not in the archive: no answer in {searched} searched."


def _claims(groups: Sequence[Sequence[Sentence]], text_of: TextOf) -> tuple[Claim, ...]:
    claims, number = [], 0
    for group in groups:
        citations = []
        for sentence in group:
            number += 1
            citations.append(_citation(number, sentence, text_of))
        claims.append(Claim(group[0].text, tuple(citations), Verdict.VERBATIM))
    return tuple(claims)


def _citation(number: int, sentence: Sentence, text_of: TextOf) -> Citation:
    source, span = sentence.passage.source, sentence.span
    said = speech(text_of(source.article_id), span)
    speaker = said.speaker if said else None
    return Citation(number, source, span.start, span.end, sentence.text, sentence.focus, said is not None, speaker)


def _line(claim: Claim, form: Form) -> str:
    """The claim as a line: its words and numbers; in brackets its day in a digest, and who speaks, if its words do not tell."""
    first = claim.citations[0]
    day = f"({first.source.day or 'date unknown'}) " if form in DATED else ""
    said_by = f" ({first.said_by})" if first.said_by else ""
    return f"{day}{claim.text} " + "".join(f"[{c.number}]" for c in claim.citations) + said_by
