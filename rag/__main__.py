"""The command line of the assistant: python -m rag ask | search | quote | story | receipt."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from index import Coverage, CuttingsError, day, filter_options, filters_of, options, print_json, run

from . import Answer, Assistant, QuestionError, Status, answer_json, hit_json, quote_json
from .receipt_command import add_receipt
from .story.command import add_story
from .story.reports.plain import plain_quote

Row = Mapping[str, Any]


def main() -> None:
    """Parses and runs one command."""
    parser = argparse.ArgumentParser(
        prog="python -m rag", description="Ask the archive: its own sentences, each with its place."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asking = options(commands.add_parser("ask", help="answer a question"), _ask)
    searching = options(commands.add_parser("search", help="find passages"), _search)
    searching.add_argument("--limit", type=int, default=10, metavar="K", help="at most so many passages (default 10)")
    quoting = options(commands.add_parser("quote", help="was this printed, where and when?"), _quote)
    for parser_of_one, words in ((asking, "the question"), (searching, "what to look for"), (quoting, "the quote")):
        given = parser_of_one.add_mutually_exclusive_group(required=True)
        given.add_argument("text", nargs="?", help=words)
        given.add_argument("--batch", metavar="FILE", type=Path, help='JSON lines {"id", "question" or "text", ...} instead')
        filter_options(parser_of_one)
    add_receipt(commands)
    add_story(commands)
    run(parser)


def _ask(args: argparse.Namespace) -> None:
    assistant = Assistant.open(args.store)

    def answered(row: Row) -> dict[str, Any]:
        answer = assistant.ask(_text(row), row.get("history") or (), **_filters(row, args))
        assistant.prove(answer)
        return answer_json(answer)

    if args.batch:
        _warm(assistant)
        _batch(args.batch, answered)
        return
    answer = assistant.ask(args.text, **filters_of(args))
    assistant.prove(answer)
    print_json(answer_json(answer)) if args.json else _print_answer(answer)


def _search(args: argparse.Namespace) -> None:
    assistant = Assistant.open(args.store)

    def found(row: Row) -> dict[str, Any]:
        started = time.monotonic()
        hits = assistant.search(_text(row), args.limit, **_filters(row, args))
        return {"hits": [hit_json(hit) for hit in hits], "seconds": round(time.monotonic() - started, 4)}

    if args.batch:
        _warm(assistant)
        _batch(args.batch, found)
        return
    result = found({"text": args.text})
    if args.json:
        print_json(result)
        return
    for number, hit in enumerate(result["hits"], start=1):
        published = (hit["published"] or "date unknown")[:12]
        place = f"{hit['article_id']}, characters {hit['start']}-{hit['end']}"
        print(f"{number}. {hit['title']}\n   {hit['outlet'] or 'outlet unknown'} · {published} · {place}")
        print(f"   {' '.join(hit['text'].split())}")
        copies = [copy["article_id"] for copy in hit["copies"]]
        print(f"   the same, or nearly, in: {', '.join(copies)}\n" if copies else "")


def _quote(args: argparse.Namespace) -> None:
    assistant = Assistant.open(args.store)

    def checked(row: Row) -> dict[str, Any]:
        started = time.monotonic()
        found = assistant.check_quote(_text(row), **_filters(row, args))
        return {"quotes": [quote_json(check) for check in found], "seconds": round(time.monotonic() - started, 4)}

    if args.batch:
        _batch(args.batch, checked)
    elif args.json:
        print_json(checked({"text": args.text}))
    else:
        for check in assistant.check_quote(args.text, **filters_of(args)):
            print(plain_quote(check))


def _batch(file: Path, worked: Callable[[Row], dict[str, Any]]) -> None:
    """One JSON object a line, in order; a row that cannot be worked gives its id and the error, and the rest go on."""
    rows = list(_rows(file))
    for number, row in enumerate(rows, start=1):
        if isinstance(row, str):
            print_json({"id": None, "error": f"line {number}: {row}"})
            continue
        try:
            print_json({"id": row.get("id"), **worked(row)})
        except CuttingsError as error:
            print_json({"id": row.get("id"), "error": str(error)})


def _warm(assistant: Assistant) -> None:
    """Loads the model, so that the first question of many takes no longer than the others."""
    assistant.store.embedder.encode(["warm"])


def _rows(file: Path) -> Iterator[Row | str]:
    """The rows of a batch file; for a line that is none, the reason. Raises QuestionError when the file cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{file} cannot be read: {error}") from error
    for line in lines:
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            yield "the line is not JSON"
            continue
        yield row if isinstance(row, dict) else "the line is JSON, but no object"


def _text(row: Row) -> str:
    """The question of a row. Raises QuestionError."""
    text = row.get("question", row.get("text"))
    if not isinstance(text, str):
        raise QuestionError('the row has no "question" or "text"')
    return text


def _filters(row: Row, args: argparse.Namespace) -> dict[str, Any]:
    """The row's own filters over those of the command line. Raises QuestionError."""
    given = {name: row[name] for name in ("since", "until", "as_of", "outlets", "authors") if row.get(name)}
    for name in ("since", "until", "as_of"):
        if name in given:
            try:
                given[name] = day(str(given[name]))
            except ValueError as error:
                raise QuestionError(f"{name} is {given[name]!r}: give a day as YYYY-MM-DD") from error
    return {**filters_of(args), **given}


def _print_answer(answer: Answer) -> None:
    """An answer for people: sentences with numbers, then where each stands."""
    print(answer.text)
    for note in answer.notes:
        print(f"\n{note}")
    for citation in answer.citations:
        source = citation.source
        authors = ", ".join(source.authors) or "author unknown"
        known = f"{source.outlet or 'outlet unknown'} · {authors} · {source.day or 'date unknown'}"
        place = f"{source.article_id}, characters {citation.start}-{citation.end}"
        print(f"\n[{citation.number}] {source.title}\n    {known} · {place}")
    if answer.status is Status.NOT_FOUND and answer.near_misses:
        print("\nClosest, but no answer:")
        for near in answer.near_misses:
            print(f"  – {near.quote}\n    ({near.source.title})")
    if answer.sources.articles > answer.sources.independent:
        print(f"\nThese sentences stand in {answer.sources.articles} articles, {answer.sources.independent} independent.")
    print(f"\n{round(answer.confidence * 100)} % sure · searched {_covered(answer.coverage)}", file=sys.stderr)


def _covered(coverage: Coverage) -> str:
    """What was looked through, in words."""
    dates = f"{coverage.earliest} to {coverage.latest}" if coverage.earliest else "none with a date"
    undated = f", {coverage.undated:,} without a date" if coverage.earliest and coverage.undated else ""
    return f"{coverage.articles:,} articles, {coverage.outlets:,} outlets named, {dates}{undated}"


if __name__ == "__main__":
    main()
