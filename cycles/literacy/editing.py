"""Changing the norms: typed, looked at as people will read it, and only then the next version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cycles.literacy.forms import NormsForm
from cycles.literacy.models import BasicNorms
from cycles.literacy.publishing import Outdated, publish
from cycles.literacy.reading import current, in_language
from teams.structure.access import administrator, get_or_404, viewer_of


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def norms_edit(request: HttpRequest) -> HttpResponse:
    """`preview` shows it, `publish` makes the version, `again` goes back to the words; nothing typed is lost."""
    newest = current()
    if request.method != "POST":
        return _page(request, NormsForm(instance=_from(request) or newest), newest)
    form = NormsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, newest, status=422)
    if "again" in request.POST:
        return _page(request, form, newest)
    text_nl, text_en = form.cleaned_data["text_nl"], form.cleaned_data["text_en"]
    if "publish" not in request.POST:
        return _preview(request, text_nl, text_en, newest)
    try:
        made = publish(text_nl, text_en, expected=_seen(request), by=viewer_of(request).person)
    except Outdated as now:
        return _page(request, form, now.newest, outdated=True, status=409)
    messages.success(request, _("Versie %(number)s van de basisnormen geldt nu.") % {"number": made.version})
    return redirect("cycles:norms")


def _page(
    request: HttpRequest,
    form: NormsForm,
    newest: BasicNorms | None,
    *,
    outdated: bool = False,
    status: int = 200,
) -> HttpResponse:
    """On an older version it says so, and the next press is on the newest: then these words hold."""
    seen = newest.version if newest and (outdated or request.method != "POST") else _seen(request)
    context = {"form": form, "newest": newest, "seen": seen, "outdated": outdated}
    return render(request, "cycles/literacy/edit.html", context, status=status)


def _preview(request: HttpRequest, text_nl: str, text_en: str, newest: BasicNorms | None) -> HttpResponse:
    typed = BasicNorms(text_nl=text_nl, text_en=text_en)
    context = {
        "typed": typed,
        "shown": [in_language(typed, language) for language in ("nl", "en")],
        "seen": _seen(request),
        "next_version": newest.version + 1 if newest else 1,
        "is_same": newest is not None and (newest.text_nl, newest.text_en) == (text_nl, text_en),
    }
    return render(request, "cycles/literacy/preview.html", context)


def _from(request: HttpRequest) -> BasicNorms | None:
    """An earlier version to begin from, when the address names one."""
    given = request.GET.get("version", "")
    if not given:
        return None
    number = int(given) if given.isdecimal() and len(given) < 10 else 0
    return get_or_404(BasicNorms, viewer_of(request), version=number)


def _seen(request: HttpRequest) -> int:
    """The version that held when the editor opened the page."""
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 10 else -1
