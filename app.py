"""Opens the page: python app.py [--host H] [--port N] [--store DIR]."""

from __future__ import annotations

import argparse

from index import run
from rag import Assistant
from ui import serve


def main() -> None:
    """Parses the options and serves the page until stopped."""
    parser = argparse.ArgumentParser(prog="python app.py", description="The page: ask the archive in a browser tab.")
    parser.add_argument("--host", default="127.0.0.1", metavar="H", help="address to serve on (default: this machine only)")
    parser.add_argument("--port", type=int, default=7860, metavar="N", help="port (default 7860)")
    parser.add_argument("--store", metavar="DIR", help="the archive's folder (default: $CUTTINGS_STORE, else .store)")
    parser.set_defaults(command=_serve)
    run(parser)


def _serve(args: argparse.Namespace) -> None:
    serve(Assistant.open(args.store), host=args.host, port=args.port)


if __name__ == "__main__":
    main()
