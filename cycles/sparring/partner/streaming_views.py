"""An answer as it is written, as server-sent events, and stopping it.

`block` {"index", "kind", "text"}: the text so far of one block. It is plain text inside JSON, for a text node.
`again` {}: what is shown is emptied, for the model is asked once more.
`end` {"state"}: it is over; the page has the rest. A line that breaks comes back by itself and goes on where it was.
"""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

from asgiref.sync import async_to_sync, sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from cycles.sparring.models import Turn
from cycles.sparring.partner import asking, streams, turns
from cycles.sparring.partner.streams import Event
from cycles.sparring.partner.turns import Job
from teams.structure.access import get_or_404, signed_in, viewer_of, visible

LAST = "end"
RETRY = 500  # milliseconds, so that a lost line is back before nobody is thought to read along
PATIENCE = 2.0  # seconds that stopping waits for the line to be cut


@require_GET
@signed_in
def stream(request: HttpRequest, turn: int) -> HttpResponseBase:
    """Starts an answer that waits, joins one that is being written, and tells one that ended.

    The view itself is not async, so that signing in and claiming take one thread and no hops; what it gives back
    is, and runs on the server's loop without a thread and without a database connection.
    """
    # Of a conversation that is shut nothing is told: explaining goes without it (AI8).
    mine = visible(Turn, viewer_of(request)).select_related("session")
    row = mine.filter(pk=turn, speaker=Turn.Speaker.PARTNER, session__closed_at=None).first()
    if row is None:
        raise Http404
    if request.headers.get("Last-Event-ID") == LAST:
        return HttpResponse(status=204)  # so that the browser does not come back any more
    job = turns.claim(row)
    if job and isinstance(request, ASGIRequest):
        async_to_sync(streams.begin)(job)
    if not connection.in_atomic_block:
        connection.close()
    response = StreamingHttpResponse(_lines(row, job), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


@require_POST
@signed_in
async def stop(request: HttpRequest, turn: int) -> HttpResponse:
    """Stops an answer and waits until it has, so that the page that follows shows all of it."""
    row = await sync_to_async(_stop)(request, turn)
    writing = streams.WRITING.get(row.pk)
    end = asyncio.get_running_loop().time() + PATIENCE
    while writing and not writing.ended and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.02)
    if getattr(request, "htmx", None):
        return HttpResponse(status=204)
    return redirect("cycles:question", pk=row.session.question_id)


def _stop(request: HttpRequest, turn: int) -> Turn:
    viewer = viewer_of(request)
    row = get_or_404(Turn, viewer, pk=turn, speaker=Turn.Speaker.PARTNER)
    asking.stop(row, viewer.person)
    return row


async def _lines(row: Turn, job: Job | None) -> AsyncGenerator[str]:
    yield f"retry: {RETRY}\n\n"
    async with aclosing(streams.events(row, job)) as events:
        async for event in events:
            yield _line(event)


def _line(event: Event | None) -> str:
    if event is None:
        return ":\n\n"
    name, said = event
    told = json.dumps(said).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    number = f"id: {LAST}\n" if name == LAST else ""
    return f"{number}event: {name}\ndata: {told}\n\n"
