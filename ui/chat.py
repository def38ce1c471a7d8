"""The conversation as HTML: questions, answers with numbered citations, near misses that are visibly no answer."""

from __future__ import annotations

import time
from collections.abc import Sequence

from index import Coverage
from rag import Answer, Citation, Claim, Form, NearMiss, Status

from .html import clean, escape
from .phrases import coverage_line, source_line
from .turn import Turn


def turn_html(turn: Turn, run: str = "") -> str:
    """A question and what came of it so far. When it is done, it says so and carries its receipt for the exports.

    `run` is what the page calls this asking, so that it takes no other one's answer for it.
    """
    if turn.answer:
        body = _answer(turn, turn.answer)
    elif turn.error:
        body = f'<p class="error" role="alert">{escape(turn.error)}</p>'
    else:
        body = f'<p class="stage" role="status" aria-busy="true">{escape(turn.stage)}…</p>'
    done = f' data-done="{time.monotonic_ns()}"' if turn.done else ""
    receipt = f'<span class="receipt" hidden>{escape(turn.receipt)}</span>' if turn.receipt else ""
    question = f'<h2 class="question">{escape(turn.question)}</h2>'
    limits = f'<p class="limits">{escape(turn.limits)}</p>' if turn.limits else ""
    return clean(f'<article class="turn"{done} data-run="{escape(run)}">{question}{limits}{body}{receipt}</article>')


def welcome(coverage: Coverage, examples: Sequence[str]) -> str:
    """What is shown before the first question: what the archive covers and questions that it answers."""
    return clean(_welcome(coverage, examples))


def _welcome(coverage: Coverage, examples: Sequence[str]) -> str:
    if not coverage.articles:
        return (
            '<section class="welcome"><h2>The archive is empty</h2><p>Add articles in a terminal, then ask here: '
            "<strong>python -m index add FOLDER</strong></p></section>"
        )
    asked = "".join(
        f'<li><button type="button" class="example" data-ask="{escape(q)}">{escape(q)}</button></li>' for q in examples
    )
    offered = f"<p>The archive can answer, for example:</p><ul>{asked}</ul>" if asked else ""
    return (
        '<section class="welcome"><h2>What do the cuttings say?</h2>'
        "<p>Answers are the articles’ own sentences, each with the place where it stands. "
        f"What is not in the archive is not answered.</p>{offered}"
        f'<p class="coverage">In the archive: {escape(coverage_line(coverage))}.</p></section>'
    )


def _answer(turn: Turn, answer: Answer) -> str:
    question = turn.question
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in answer.notes)
    said_otherwise = len(question) < len(answer.question) and answer.question.startswith(question)
    understood = f'<p class="note">Understood as: {escape(answer.question)}</p>' if said_otherwise else ""
    if answer.status is Status.NOT_FOUND:
        body = f'<p class="refusal">{escape(answer.text)}</p>{notes}{_near_misses(answer.near_misses)}'
    else:
        claims = "".join(_claim(claim, dated=answer.dated) for claim in answer.claims)
        sources = "".join(_source(cited) for cited in _by_article(answer.citations))
        kind = "claims" if answer.form is Form.ANSWER else "claims digest"
        body = f'{_heading(answer)}<div class="{kind}">{claims}</div>{notes}<ul class="sources">{sources}</ul>'
    return (
        f'<div class="answer {answer.status.value}">{understood}{body}<p class="coverage">{_footer(answer)}{_take(turn)}</p>'
        f"{_followups(turn.followups)}{_peeks(turn, answer.citations)}</div>"
    )


def _take(turn: Turn) -> str:
    """What takes the answer's receipt along, where it has one."""
    words = "What was asked and cited, to be compared with the archive later: python -m rag receipt FILE"
    button = f'<button type="button" class="opens" data-take="receipt" title="{words}">Receipt</button>'
    return f" · {button}" if turn.receipt else ""


def _heading(answer: Answer) -> str:
    """What a digest is, in words; nothing above the answer to a question."""
    words = {
        Form.NAME: "What the archive says, oldest first",
        Form.KEYWORD: "Sentences that speak of it, oldest first",
        Form.TIMELINE: "By day of publication, oldest first",
        Form.SUMMARY: "The article’s main sentences, in its order",
    }
    return f'<p class="form">{words[answer.form]}</p>' if answer.form in words else ""


def _footer(answer: Answer) -> str:
    answers = answer.status is not Status.NOT_FOUND and answer.form is Form.ANSWER
    sure = f"{_confidence(answer.confidence)} · " if answers else ""
    return f"{sure}{_printed(answer)}searched {escape(coverage_line(answer.coverage))} · {answer.seconds * 1000:.0f} ms"


def _printed(answer: Answer) -> str:
    """In how many articles the quoted sentences stand, where copies are among them."""
    found = answer.sources
    return f"{found.articles:,} articles, {found.independent:,} independent · " if found.articles > found.independent else ""


def _confidence(confidence: float) -> str:
    """The probability that the archive answers, in words."""
    if confidence >= 0.75:
        return "very likely answers the question"
    return "likely answers the question" if confidence >= 0.5 else "may not answer the question: read it in its article"


def _claim(claim: Claim, *, dated: bool) -> str:
    said_by = claim.citations[0].said_by
    speaker = f' <span class="said-by">{escape(said_by)}</span>' if said_by else ""
    marks = "".join(_mark(c) for c in claim.citations)
    day = f'<span class="day">{escape(claim.citations[0].source.day or "date unknown")}</span> ' if dated else ""
    return f'<p class="claim">{day}{_with_focus(claim.citations[0])} {marks}{speaker}</p>'


def _with_focus(citation: Citation) -> str:
    """The quote, the words in it that answer in bold."""
    quote, focus = citation.quote, citation.focus
    if focus is None:
        return escape(quote)
    start, end = focus.start - citation.start, focus.end - citation.start
    return f"{escape(quote[:start])}<strong>{escape(quote[start:end])}</strong>{escape(quote[end:])}"


def _mark(citation: Citation) -> str:
    label = f"Citation {citation.number}: {citation.source.title}. Open the article at this sentence"
    return (
        f'<button type="button" class="cite" aria-label="{escape(label)}" data-number="{citation.number}" '
        f"{_place(citation)}>{citation.number}</button>"
    )


def _by_article(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations of each article together, in the order of the first of each."""
    grouped: dict[str, list[Citation]] = {}
    for citation in citations:
        grouped.setdefault(citation.source.article_id, []).append(citation)
    return list(grouped.values())


def _source(cited: Sequence[Citation]) -> str:
    """One article that is cited, with the numbers that lead to it."""
    source = cited[0].source
    marks = "".join(_mark(citation) for citation in cited)
    return f'<li><span class="title">{escape(source.title)}</span> {marks}<span class="where">{source_line(source)}</span></li>'


def _near_misses(near: Sequence[NearMiss]) -> str:
    if not near:
        return ""
    rows = "".join(
        f'<li><button type="button" class="near" {_place(miss)}>{escape(miss.quote)}</button>'
        f'<span class="where">{escape(miss.source.title)} · {source_line(miss.source)}</span></li>'
        for miss in near
    )
    return f'<section class="near-misses"><h3>Closest, but no answer</h3><ul>{rows}</ul></section>'


def _place(place: Citation | NearMiss) -> str:
    """Where a click leads, as attributes."""
    return f'data-article="{escape(place.source.article_id)}" data-start="{place.start}" data-end="{place.end}"'


def _peeks(turn: Turn, citations: Sequence[Citation]) -> str:
    """Each cited sentence in its paragraph, for the one who points at its number."""
    shown = "".join(
        f'<div class="peek" data-peek="{c.number}"><p class="title">{escape(c.source.title)}</p>'
        f'<p class="where">{source_line(c.source)}</p><p class="context">{escape(p.before)}<mark>{escape(p.quote)}</mark>'
        f"{escape(p.after)}</p></div>"
        for c in citations
        if (p := turn.peeks.get(c.number))
    )
    return f'<div class="peeks" hidden>{shown}</div>' if shown else ""


def _followups(questions: Sequence[str]) -> str:
    asked = "".join(
        f'<li><button type="button" class="followup" data-ask="{escape(q)}">{escape(q)}</button></li>' for q in questions
    )
    return f'<div class="followups"><p>The archive also answers:</p><ul>{asked}</ul></div>' if asked else ""
