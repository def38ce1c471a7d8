"""The command line of the archive: python -m index add | list | show | remove | check | rebuild."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

from . import Progress, Store, add, options, print_json, run, source_json

_MOST_SHOWN = 20  # rejected files named on a terminal; --json has all


def main() -> None:
    """Parses and runs one command."""
    parser = argparse.ArgumentParser(prog="python -m index", description="The archive: articles in, out, and in order.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    adding = options(commands.add_parser("add", help="add files and folders of articles"), _add)
    adding.add_argument("paths", nargs="+", metavar="PATH", help="a .txt or .jsonl file, or a folder of them")
    options(commands.add_parser("list", help="list the articles"), _list)
    showing = options(commands.add_parser("show", help="print one article"), _show)
    showing.add_argument("article_id", metavar="ID")
    removing = options(commands.add_parser("remove", help="remove articles"), _remove)
    removing.add_argument("article_ids", nargs="+", metavar="ID")
    options(commands.add_parser("check", help="say whether the archive is sound"), _check)
    options(commands.add_parser("rebuild", help="make the vector index anew from the catalogue"), _rebuild)
    run(parser)


def _add(args: argparse.Namespace) -> None:
    from tqdm import tqdm

    store = Store.open(args.store, create=True)
    with tqdm(unit=" articles", disable=None, file=sys.stderr, leave=False) as bar:

        def report(progress: Progress) -> None:
            bar.update(progress.articles - bar.n)
            bar.set_postfix(passages=progress.passages)

        result = add(store, args.paths, report=report)
    if args.json:
        print_json(asdict(result))
        return
    print(f"{result.added} added, {result.changed} changed, {result.unchanged} unchanged, {len(result.rejected)} rejected.")
    for rejected in result.rejected[:_MOST_SHOWN]:
        print(f"  rejected {rejected.path}: {rejected.reason}")
    if len(result.rejected) > _MOST_SHOWN:
        print(f"  ... and {len(result.rejected) - _MOST_SHOWN} more (--json names all)")
    print(f"The archive in {store.folder} holds {result.articles} articles, {result.passages} passages.")


def _list(args: argparse.Namespace) -> None:
    listed = Store.open(args.store).articles()
    if args.json:
        print_json({"articles": [{**source_json(row.source), "passages": row.passages} for row in listed]})
        return
    for row in listed:
        source = row.source
        print(f"{source.article_id}  {source.day or 'date unknown':12}  {source.outlet or 'outlet unknown'}  {source.title}")


def _show(args: argparse.Namespace) -> None:
    article = Store.open(args.store).article(args.article_id)
    if args.json:
        marked = [list(span) for span in article.furniture]
        print_json(
            {**source_json(article.source), "text": article.text, "fingerprint": article.fingerprint, "furniture": marked}
        )
        return
    source = article.source
    authors = ", ".join(source.authors) or "author unknown"
    print(f"{source.title}\n{source.outlet or 'outlet unknown'} · {authors} · {source.published or 'date unknown'}")
    print(f"{source.url or 'no address'} · {source.article_id}\n\n{article.text}")


def _remove(args: argparse.Namespace) -> None:
    removed = Store.open(args.store).remove(args.article_ids)
    print_json({"removed": removed}) if args.json else print(f"{removed} removed.")


def _check(args: argparse.Namespace) -> None:
    report = Store.open(args.store).check()
    if args.json:
        print_json(asdict(report))
        return
    for problem in report.problems:
        print(problem)
    print(f"{report.articles} articles, {report.passages} passages: {'sound' if report.ok else 'not sound'}.")


def _rebuild(args: argparse.Namespace) -> None:
    passages = Store.open(args.store).rebuild()
    print_json({"passages": passages}) if args.json else print(f"The vector index is new: {passages} passages.")


if __name__ == "__main__":
    main()
