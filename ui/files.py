"""The page's own routes for files: a story becomes text, a checked story a report, answers and clippings what is exported.

Nothing is kept.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from index import CuttingsError
from rag import EXPORTS, LARGEST_STORY, REPORTS, Assistant, export, read_conversation, report, story_of

if TYPE_CHECKING:
    from starlette.responses import Response

_LONGEST_NAME = 200  # code points of a file's name


def add_routes(app: Any, assistant: Assistant) -> None:
    """Adds the routes to an ASGI application (Starlette's)."""
    from starlette.concurrency import run_in_threadpool
    from starlette.requests import Request
    from starlette.responses import JSONResponse

    async def text(request: Request) -> Response:
        """A file's bytes in, its text out."""
        data = await _body(request)
        if data is None:
            return _refused(f"The file is larger than {LARGEST_STORY // 1_000_000} MB: that is no story.", 413)
        name = request.query_params.get("name", "")[-_LONGEST_NAME:]
        try:
            return JSONResponse({"text": await run_in_threadpool(story_of, data, name)})
        except CuttingsError as error:
            return _refused(error)

    async def checked(request: Request) -> Response:
        """A story's text in, the report of its check out."""
        kind = request.path_params["kind"]
        data = await _body(request)
        try:
            story = json.loads(data or b"null")["text"]
            if kind not in REPORTS or not isinstance(story, str):
                raise TypeError(kind)
        except (ValueError, TypeError, KeyError):
            return _refused("That is no story, or no kind of report.")
        try:
            found = await run_in_threadpool(assistant.check_story, story)
            body = await run_in_threadpool(report, kind, found, "Story")
        except CuttingsError as error:
            return _refused(error)
        return _attached(body, REPORTS[kind], f"story-checked.{kind}")

    async def exported(request: Request) -> Response:
        """Answers' receipts and clippings in, what they are taken along as out; each quote compared with the archive."""
        kind = request.path_params["kind"]
        data = await _body(request)
        if data is None:
            return _refused("That is more than can be exported at once: take fewer answers or clippings.", 413)
        if kind not in EXPORTS:
            return _refused("That is no kind of export.")
        try:
            given = json.loads(data)
            conversation = await run_in_threadpool(read_conversation, given, assistant.article, assistant.store.versions)
            body = await run_in_threadpool(export, kind, conversation)
        except CuttingsError as error:
            return _refused(error)
        except (ValueError, RecursionError):
            return _refused("That is no conversation.")
        return _attached(body, EXPORTS[kind], f"cuttings.{kind}")

    app.add_route("/story/text", text, methods=["POST"])
    app.add_route("/story/report/{kind}", checked, methods=["POST"])
    app.add_route("/export/{kind}", exported, methods=["POST"])


def _refused(words: object, status: int = 400) -> Response:
    """What is wrong, in words."""
    from starlette.responses import JSONResponse

    return JSONResponse({"error": str(words)}, status)


def _attached(body: bytes, media_type: str, name: str) -> Response:
    """A file to be saved, never shown in the page's own place."""
    from starlette.responses import Response

    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return Response(body, media_type=media_type, headers=headers)


async def _body(request: Any) -> bytes | None:
    """What was sent, None where it is more than a story may have."""
    parts, size = [], 0
    async for part in request.stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST_STORY:
            return None
    return b"".join(parts)
