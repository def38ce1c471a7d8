"""Leaf: what the command lines of the packages share: options, JSON on stdout, one readable line for an error."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NoReturn

from .errors import CuttingsError

Command = Callable[[argparse.Namespace], None]


def options(parser: argparse.ArgumentParser, command: Command) -> argparse.ArgumentParser:
    """Adds what every command takes, and notes which function it runs."""
    parser.add_argument("--store", metavar="DIR", help="the archive's folder (default: $CUTTINGS_STORE, else .store)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(command=command)
    return parser


def filter_options(parser: argparse.ArgumentParser) -> None:
    """Adds the filters of a search."""
    for name, words in (("since", "published on this day or later"), ("until", "published on this day or earlier")):
        parser.add_argument(f"--{name}", type=day, metavar="YYYY-MM-DD", help=words)
    parser.add_argument("--as-of", type=day, metavar="YYYY-MM-DD", help="hide what was published after this day")
    parser.add_argument("--outlet", action="append", default=[], dest="outlets", help="only this outlet (may be repeated)")
    parser.add_argument("--author", action="append", default=[], dest="authors", help="only this author (may be repeated)")


def filters_of(args: argparse.Namespace) -> dict[str, Any]:
    """The filters given on the command line, as keyword arguments."""
    return {name: getattr(args, name) for name in ("since", "until", "as_of", "outlets", "authors")}


def day(text: str) -> date:
    """A day from YYYY-MM-DD, also from the start of a longer ISO 8601 moment. Raises ValueError."""
    return date.fromisoformat(text.strip()[:10])


def print_json(value: object) -> None:
    """One JSON object on one line of stdout."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def fail(message: str, status: int = 1) -> NoReturn:
    """Ends the program with one line on stderr."""
    print(f"cuttings: {' '.join(message.split())}", file=sys.stderr)
    raise SystemExit(status)


def run(parser: argparse.ArgumentParser, arguments: Sequence[str] | None = None) -> None:
    """Runs the command that the arguments name; 0 done, 1 failed with one line on stderr, 2 wrong usage."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = parser.parse_args(arguments)
    try:
        args.command(args)
    except CuttingsError as error:
        fail(str(error))
    except sqlite3.Error as error:
        fail(f"the archive's database gave up: {error}. Is the disk full, or another program using it? What was stored is kept")
    except KeyboardInterrupt:
        fail("stopped; what was stored until now is kept", 130)
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        fail(f"{error.filename or 'a file'} cannot be used: {error.strerror or error}")
