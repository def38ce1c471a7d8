"""The command `python -m rag receipt FILE`: is what an answer cited still there?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from index import options, print_json

from .assistant import Assistant
from .receipt import checked, read_receipt
from .standing import SAME


def add_receipt(commands: Any) -> None:
    """Adds the command."""
    parser = options(commands.add_parser("receipt", help="is what an answer cited still there?"), _receipt)
    parser.add_argument("file", type=Path, metavar="FILE", help="a receipt that the page has made")


def _receipt(args: argparse.Namespace) -> None:
    found = checked(read_receipt(args.file), Assistant.open(args.store).article)
    if args.json:
        print_json(found)
        return
    print(f"{found['question']}\nasked on {found['made'] or 'an unknown day'}")
    for row in found["citations"]:
        note = "" if row["state"] == SAME else f": {row['note']}"
        print(f"[{row['number']}] {row['state']}{note}\n    {row['title']} ({row['article_id']})")
