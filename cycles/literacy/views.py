"""The basic norms, read at first use; and what one person learnt about working with AI (AI14)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.literacy import exporting, reading, recording
from cycles.literacy.forms import EntryForm
from cycles.literacy.models import BasicNorms, LiteracyEntry
from cycles.literacy.roles import IDEAS
from lerendwerken.lib import clock
from teams.structure.access import get_or_404, signed_in, viewer_of, visible

A_PAGE = 50
FILES = {
    "json": (exporting.as_json, "application/json"),
    "html": (exporting.as_page, "text/html; charset=utf-8"),
}

# The norms ----------------------------------------------------------------------------------------


@require_safe
@signed_in
def norms(request: HttpRequest) -> HttpResponse:
    """The version that holds now; with `next` it is read at first use, and leads on from there."""
    newest = reading.current()
    if newest is None:
        raise Http404
    return _norms_page(request, newest, newest)


@require_safe
@signed_in
def norms_version(request: HttpRequest, version: int) -> HttpResponse:
    shown = get_or_404(BasicNorms, viewer_of(request), version=version)
    return _norms_page(request, shown, reading.current() or shown)


@require_POST
@signed_in
def norms_read(request: HttpRequest, version: int) -> HttpResponse:
    person = viewer_of(request).person
    reading.read(get_or_404(BasicNorms, viewer_of(request), version=version), by=person)
    onward = _next(request)
    if not reading.has_read(person):
        messages.info(request, _("Er is intussen een nieuwere versie. Lees die ook even."))
        return redirect(
            f"{reverse('cycles:norms')}?{urlencode({'next': onward})}" if onward else "cycles:norms"
        )
    messages.success(request, _("Bewaard: je las de basisnormen. Dat staat alleen in je eigen overzicht."))
    return redirect(onward or "cycles:norms")


def _norms_page(request: HttpRequest, shown: BasicNorms, newest: BasicNorms) -> HttpResponse:
    viewer = viewer_of(request)
    context = {
        "shown": shown,
        "newest": newest,
        "text": reading.in_language(shown, get_language() or "nl"),
        "read": reading.reading_of(viewer.person, shown),
        "versions": visible(BasicNorms, viewer).select_related("published_by"),
        "next": _next(request),
    }
    return render(request, "cycles/literacy/norms.html", context)


def _next(request: HttpRequest) -> str:
    """Where somebody came from: a path of ours, or nothing."""
    given = request.POST.get("next") or request.GET.get("next") or ""
    # A browser leaves out tabs and line ends, which would turn "/<tab>/host" into another host.
    is_path = given.startswith("/") and given.isprintable()
    is_path = is_path and url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    return given if is_path else ""


# The own record -----------------------------------------------------------------------------------


@require_safe
@signed_in
def record(request: HttpRequest) -> HttpResponse:
    return _record_page(request, EntryForm())


@require_POST
@signed_in
def entry_add(request: HttpRequest) -> HttpResponse:
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _record_page(request, form, status=422)
    given = form.cleaned_data
    recording.write(LiteracyEntry.Kind(given["kind"]), given["text"], by=viewer_of(request).person)
    messages.success(request, _("Bewaard in je overzicht. Alleen jij leest het."))
    return redirect("cycles:literacy")


@require_POST
@signed_in
def entry_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; after that it is gone. A reading of the norms stays: it says what was read, and when."""
    entry = get_or_404(LiteracyEntry, viewer_of(request), pk=pk, kind__in=recording.OWN)
    if "sure" not in request.POST:
        return render(request, "cycles/literacy/remove.html", {"entry": entry})
    entry.delete()
    messages.success(request, _("Het is weg uit je overzicht."))
    return redirect("cycles:literacy")


@require_safe
@signed_in
def take_along(request: HttpRequest, form: str) -> HttpResponse:
    if form not in FILES:
        raise Http404
    make, content_type = FILES[form]
    today = clock.today(viewer_of(request).person.time_zone)
    name = "-".join((_("werken-met-ai"), f"{today:%Y-%m-%d}.{form}"))
    response = HttpResponse(make(viewer_of(request)), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _record_page(request: HttpRequest, form: EntryForm, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    entries = visible(LiteracyEntry, viewer).select_related("norms")
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    newest = reading.current()
    context = {
        "form": form,
        "entries": page,
        "lines": [(entry, recording.HOW[entry.kind]) for entry in page],
        "ideas": IDEAS[viewer.person.work],
        "work": viewer.person.get_work_display(),
        "newest": newest,
        "read": reading.reading_of(viewer.person, newest) if newest else None,
    }
    return render(request, "cycles/literacy/record.html", context, status=status)
