"""The library's own routes. What changes the archive is done for this page alone, not for another website in the browser."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import urlsplit

from index import CuttingsError, StoreBusy

from .library_desk import BUSY, Library, words_of
from .uploads import LARGEST_FILE, Incoming

_LARGEST_REQUEST = 1_000_000  # bytes, of what is no file
_TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE // 1_000_000} MB. Split it, or add it in a terminal: python -m index add FILE"
)
_ELSEWHERE = "Only the page of Cuttings may do this. Open it in this browser and do it there."


def add_library_routes(app: Any, library: Library) -> None:
    """Adds the routes to an ASGI application (Starlette's)."""
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response, StreamingResponse

    def refused(words: object, status: int = 400) -> JSONResponse:
        return JSONResponse({"error": str(words)}, status)

    def route(path: str, act: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """A route that takes and gives JSON; the work is done in a thread."""

        async def answer(request: Request) -> Response:
            if _is_from_elsewhere(request):
                return refused(_ELSEWHERE, 403)
            try:
                asked = await _asked(request)
                return JSONResponse(await run_in_threadpool(act, asked))
            except StoreBusy:
                return refused(BUSY, 409)
            except CuttingsError as error:
                return refused(words_of(error))
            except (ValueError, TypeError, KeyError):
                return refused("That is not what the page asks. Load the page again.")

        app.add_route(path, answer, methods=["POST"])

    async def add(request: Request) -> Response:
        """A file's bytes in; lines of JSON out: how far it has come, and at last what became of it."""
        if _is_from_elsewhere(request):
            return refused(_ELSEWHERE, 403)
        try:
            incoming = await _received(request, library)
        except OSError as error:
            return refused(f"The file cannot be kept in the archive’s folder: {error.strerror or error}.", 507)
        if incoming is None:
            return refused(_TOO_LARGE, 413)
        name = request.query_params.get("name", "")
        return StreamingResponse(_adding(library, incoming, name), media_type="application/x-ndjson")

    app.add_route("/library/add", add, methods=["POST"])
    route("/library/overview", lambda _: dict(library.overview()))
    route("/library/list", library.listed)
    route("/library/remove", lambda asked: {"said": library.remove([str(i) for i in asked["ids"]])})
    route("/library/undo", lambda asked: {"said": library.undo(str(asked["key"]))})
    route("/library/check", lambda _: {"html": library.check()})
    route("/library/repair", lambda _: {"html": library.repair()})


def _is_from_elsewhere(request: Any) -> bool:
    """Whether a request may come from another website.

    A page elsewhere cannot send the header without being allowed to, which nothing here does; a browser says whose page asks.
    """
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    return request.headers.get("x-cuttings") != "1" or (origin is not None and urlsplit(origin).netloc.lower() != host.lower())


async def _asked(request: Any) -> dict[str, Any]:
    """What was sent, as JSON. Raises ValueError."""
    data = b""
    async for part in request.stream():
        data += part
        if len(data) > _LARGEST_REQUEST:
            raise ValueError("too much")
    asked = json.loads(data or b"{}")
    if not isinstance(asked, dict):
        raise ValueError("no object")
    return asked


async def _received(request: Any, library: Library) -> Incoming | None:
    """The file that was sent, None where it is too large. Nothing stays of one that did not come whole."""
    incoming = Incoming(library.store.folder)
    try:
        async for part in request.stream():
            incoming.write(part)
            if incoming.size > LARGEST_FILE:
                incoming.drop()
                return None
    except BaseException:  # also when the browser goes away
        incoming.drop()
        raise
    return incoming


async def _adding(library: Library, incoming: Incoming, name: str) -> AsyncIterator[str]:
    """The lines of one addition. It goes on when nobody reads them any more: what has been sent is added."""
    from starlette.concurrency import run_in_threadpool

    lines: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def tell(line: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(lines.put_nowait, line)

    work = asyncio.ensure_future(run_in_threadpool(lambda: tell(library.add(incoming, name, tell))))
    _GOING_ON.add(work)
    work.add_done_callback(_GOING_ON.discard)
    while True:
        line = await lines.get()
        yield json.dumps(line) + "\n"
        if line.get("done"):
            return


_GOING_ON: set[asyncio.Future[None]] = set()  # asyncio itself holds work only weakly
