"""The command line of the archive: python -m index add | list | show | remove | check | rebuild."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from . import CheckReport, Progress, Store, add, options, print_json, repair, restore, run, source_json

_MOST_SHOWN = 20  # rejected files named on a terminal; --json has all


def main() -> None:
    """Parses and runs one command."""
    parser = argparse.ArgumentParser(prog="python -m index", description="The archive: articles in, out, and in order.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    adding = options(commands.add_parser("add", help="add files and folders of articles"), _add)
    adding.add_argument("paths", nargs="+", metavar="PATH", help="a .txt or .jsonl file, or a folder of them")
    adding.add_argument("--sync", action="store_true", help="also retire what has gone from these folders, and only from them")
    options(commands.add_parser("list", help="list the articles"), _list)
    showing = options(commands.add_parser("show", help="print one article"), _show)
    showing.add_argument("article_id", metavar="ID")
    removing = options(commands.add_parser("remove", help="remove articles"), _remove)
    removing.add_argument("article_ids", nargs="+", metavar="ID")
    checking = options(commands.add_parser("check", help="say whether the archive is sound"), _check)
    checking.add_argument("--repair", action="store_true", help="put right what can be, from files, backups and the catalogue")
    options(commands.add_parser("rebuild", help="make the vector index anew from the catalogue"), _rebuild)
    options(commands.add_parser("stats", help="what the archive holds and how much room it takes"), _stats)
    for name, command, words in (("backup", _backup, "write a copy to a file"), ("restore", _restore, "go back to a copy")):
        options(given := commands.add_parser(name, help=words), command)
        given.add_argument("file", metavar="FILE", type=Path)
    run(parser)


def _add(args: argparse.Namespace) -> None:
    from tqdm import tqdm

    store = Store.open(args.store, create=True)
    with tqdm(unit=" files and rows", disable=None, file=sys.stderr, leave=False) as bar:

        def report(progress: Progress) -> None:
            bar.total = max(progress.total, progress.read)
            bar.update(progress.read - bar.n)
            elapsed = bar.format_dict["elapsed"] or 1
            bar.set_postfix_str(f"{progress.passages} passages, {progress.passages / elapsed:.1f} a second")

        result = add(store, args.paths, sync=args.sync, report=report)
    if args.json:
        print_json(asdict(result))
        return
    retired = f", {result.retired} retired" if args.sync else ""
    counts = f"{result.added} added, {result.changed} changed, {result.unchanged} unchanged{retired}"
    print(f"{counts}, {len(result.rejected)} rejected.")
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
    store = Store.open(args.store)
    article, versions = store.article(args.article_id), store.versions(args.article_id)
    source = article.source
    if args.json:
        earlier = [
            {"seen": v.seen, "replaced": v.replaced, "fingerprint": v.article.fingerprint, "text": v.article.text}
            for v in versions
        ]
        kept = {
            "fingerprint": article.fingerprint,
            "furniture": [list(span) for span in article.furniture],
            "versions": earlier,
        }
        print_json({**source_json(source), "text": article.text, **kept})
        return
    authors = ", ".join(source.authors) or "author unknown"
    edited = f" · edited {len(versions)} times, last on {versions[-1].replaced[:10]}" if versions else ""
    print(f"{source.title}\n{source.outlet or 'outlet unknown'} · {authors} · {source.published or 'date unknown'}")
    print(f"{source.url or 'no address'} · {source.article_id}{edited}\n\n{article.text}")


def _remove(args: argparse.Namespace) -> None:
    removed = Store.open(args.store).remove(args.article_ids)
    print_json({"removed": removed}) if args.json else print(f"{removed} removed.")


def _check(args: argparse.Namespace) -> None:
    store = Store.open(args.store)
    report: CheckReport = repair(store) if args.repair else store.check()
    if args.json:
        print_json(asdict(report))
        return
    for line in (*report.problems, *report.repaired):
        print(line)
    print(f"{report.articles} articles, {report.passages} passages: {'sound' if report.ok else 'not sound'}.")


def _stats(args: argparse.Namespace) -> None:
    stats = asdict(Store.open(args.store).stats())
    if args.json:
        print_json(stats)
        return
    for name, value in stats.items():
        shown = f"{value / 1e6:.1f} MB" if name.endswith("_bytes") else ", ".join(value) if name == "backups" else value
        print(f"{name.removesuffix('_bytes').replace('_', ' '):10} {shown if shown not in (None, '') else 'none'}")


def _backup(args: argparse.Namespace) -> None:
    Store.open(args.store).backup(args.file)
    print_json({"backup": str(args.file)}) if args.json else print(f"The archive is copied to {args.file}.")


def _restore(args: argparse.Namespace) -> None:
    articles, passages = restore(args.file, args.store).counts()
    restored = {"articles": articles, "passages": passages}
    print_json(restored) if args.json else print(
        f"The archive is that of {args.file}: {articles} articles, {passages} passages."
    )


def _rebuild(args: argparse.Namespace) -> None:
    passages = Store.open(args.store).rebuild()
    print_json({"passages": passages}) if args.json else print(f"The vector index is new: {passages} passages.")


if __name__ == "__main__":
    main()
