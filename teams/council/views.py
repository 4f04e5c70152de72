"""The pack for the works council: as it is now, for administrators; as it was recorded, for everybody."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from teams.council import pack, recording
from teams.council.models import CouncilPack
from teams.structure.access import administrator, get_or_404, signed_in, viewer_of, visible


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def council(request: HttpRequest) -> HttpResponse:
    """GET shows it, POST records what was shown."""
    if request.method != "POST":
        return _page(request)
    try:
        kept = recording.keep(request.POST.get("digest", ""), by=viewer_of(request).person)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _page(request, status=422)
    messages.success(request, _("Versie %(number)s is vastgelegd.") % {"number": kept.number})
    return redirect("teams:council")


@require_safe
@signed_in
def version(request: HttpRequest, number: int) -> HttpResponse:
    kept = get_or_404(CouncilPack, viewer_of(request), number=number)
    return render(request, "teams/council/version.html", {"kept": kept, **_shown(kept.content)})


def _page(request: HttpRequest, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    content = pack.live()
    versions = list(visible(CouncilPack, viewer).select_related("by").defer("content")[1:])
    last = CouncilPack.latest()
    context = {
        **_shown(content),
        "now": clock.now(),
        "last": last,
        "versions": versions,
        "changes": pack.changes(last.content, content) if last else [],
        "organisation": viewer.organisation,
    }
    return render(request, "teams/council/council.html", context, status=status)


def _shown(content: pack.Content) -> dict[str, Any]:
    return {"parts": list(pack.parts(content)), "digest": pack.digest(content)}
