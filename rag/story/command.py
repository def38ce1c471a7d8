"""The command `python -m rag story`: reads a story, checks it, prints the report and writes it as HTML, Word or CSV."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from index import filter_options, filters_of, options, print_json

from ..assistant import Assistant
from ..errors import StoryUnreadable
from .file import read_story
from .reports import REPORTS, report
from .reports.plain import plain
from .types import story_json


def add_story(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command to those of `python -m rag`."""
    parser = options(commands.add_parser("story", help="check every quotation of a story, and look up its details"), _story)
    parser.add_argument("file", type=Path, metavar="FILE", help=".txt, .md or .docx; - for standard input")
    for kind in REPORTS:
        parser.add_argument(f"--{kind}", type=Path, metavar="OUT", help=f"write the report as {kind.upper()}")
    filter_options(parser)


def _story(args: argparse.Namespace) -> None:
    wanted = {kind: path for kind in REPORTS if (path := getattr(args, kind)) is not None}
    _check_outputs(args.file, list(wanted.values()))
    text = read_story(args.file)
    story = Assistant.open(args.store).check_story(text, **filters_of(args))
    title = "Story" if str(args.file) == "-" else args.file.stem
    for kind, path in wanted.items():
        path.write_bytes(report(kind, story, title))
        print(f"Written: {path}", file=sys.stderr)
    print_json(story_json(story)) if args.json else print(plain(story))


def _check_outputs(given: Path, outputs: list[Path]) -> None:
    """Raises StoryUnreadable where an output would overwrite the story or another output."""
    for number, path in enumerate(outputs):
        same = path.exists() and given.exists() and path.samefile(given)
        if same or path.resolve() in (given.resolve(), *(other.resolve() for other in outputs[:number])):
            raise StoryUnreadable(f"{path} would be overwritten: give each output a name of its own")
