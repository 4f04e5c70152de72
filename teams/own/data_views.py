"""Everything of oneself: as a file to take along, and erased."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerendwerken.lib import clock
from teams.accounts.recently import recently_signed_in
from teams.own import erasing
from teams.own.data_forms import EraseForm, ReadForm, refusal
from teams.privacy import bringing, erase
from teams.privacy.export import export
from teams.privacy.keeping import DAY, YEAR
from teams.privacy.models import BroughtAlong, Erasure, ReadFile
from teams.privacy.opening import Opened, opened
from teams.privacy.readable import groups
from teams.privacy.signing import Changed, public_key, spoken
from teams.structure.access import signed_in, viewer_of


@signed_in
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    return page(request)


@signed_in
@require_POST
@recently_signed_in(back="teams:own-data")
def own_data_file(request: HttpRequest) -> HttpResponse:
    """Made while somebody waits, and kept nowhere: a year of learning takes about a second."""
    person = viewer_of(request).person
    day = clock.today(person.time_zone)
    answer = HttpResponse(export(by=person), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="lerendwerken-{day}.zip"'
    return answer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def erase_all(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; and the question, which asks to say so twice."""
    if request.method != "POST":
        return _erase_page(request, EraseForm())
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _erase_page(request, form, status=422)
    try:
        erasing.ask(by=viewer_of(request).person)
    except erase.Hindered:
        return _erase_page(request, form, status=422)
    messages.success(request, _("Over een week wissen we alles. Tot die tijd kun je het afzeggen."))
    return redirect("teams:erase")


@signed_in
@require_POST
def erase_call_off(request: HttpRequest) -> HttpResponse:
    if erase.call_off(by=viewer_of(request).person):
        messages.success(request, _("Er wordt niets gewist. Alles blijft zoals het is."))
    return redirect("teams:my-data")


@signed_in
@require_POST
def own_data_read(request: HttpRequest) -> HttpResponse:
    """Looks at a file; nothing of it counts before it is brought in."""
    person = viewer_of(request).person
    form = ReadForm(person, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, read_form=form, status=422)
    ReadFile.objects.update_or_create(person=person, defaults={"data": form.whole, "at": clock.now()})
    return redirect("teams:own-data-bring")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_data_bring(request: HttpRequest) -> HttpResponse:
    """What would come in, and bringing it in."""
    person = viewer_of(request).person
    kept = ReadFile.objects.filter(person=person, at__gt=clock.now() - DAY.length).first()
    if kept is None:
        messages.info(request, _("Er staat geen bestand klaar. Kies het opnieuw."))
        return redirect("teams:own-data")
    try:
        file = opened(bytes(kept.data))
        if request.method != "POST":
            return _preview(request, file, bringing.look(file, by=person))
        bringing.bring(file, by=person)
    except (Changed, bringing.SomebodyElses) as error:
        # It was theirs when it was read: since then their address became another, or this app reads less.
        kept.delete()
        messages.error(request, refusal(error))
        return redirect("teams:own-data")
    kept.delete()
    messages.success(request, _("Je gegevens staan er. Alleen jij ziet ze."))
    return redirect("teams:brought-along" if BroughtAlong.objects.filter(person=person) else "teams:own-data")


def _preview(request: HttpRequest, file: Opened, brought: bringing.Brought) -> HttpResponse:
    context = {
        "file": file,
        "made_at": parse_datetime(file.made_at),
        "living": _counted(brought.living),
        "to_read": _counted(brought.to_read),
        "left": _counted(brought.left),
        "here": brought.here.total(),
        "is_new": bool(brought.living or brought.to_read),
    }
    return render(request, "teams/own/bring.html", context)


@signed_in
@require_safe
def brought_along(request: HttpRequest) -> HttpResponse:
    """What came along to read, from wherever; it goes with its term, or with everything else."""
    rows = BroughtAlong.objects.filter(person=viewer_of(request).person)
    shown = [(row, row.came_at + YEAR.length, groups(row.records)) for row in rows]
    return render(request, "teams/own/brought_along.html", {"shown": shown})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def brought_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Away for good, after asking."""
    row = BroughtAlong.objects.filter(person=viewer_of(request).person, pk=pk).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return render(request, "teams/own/brought_away.html", {"row": row})
    row.delete()
    messages.success(request, _("Het is weg."))
    return redirect("teams:brought-along")


def _counted(found: Counter[str]) -> list[tuple[str, int]]:
    return list(found.items())


def page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """What can be taken along and brought in; `read_form` comes back when it was wrong."""
    form = more.pop("read_form", None) or ReadForm(viewer_of(request).person)
    context = {"key": spoken(public_key()), "read_form": form}
    return render(request, "teams/own/own_data.html", context | more, status=status)


def _erase_page(request: HttpRequest, form: EraseForm, status: int = 200) -> HttpResponse:
    person = viewer_of(request).person
    kinds = erase.preview(person)
    context = {
        "form": form,
        "erasure": Erasure.objects.filter(person=person).first(),
        "going": [kind for kind in kinds if kind.goes],
        "staying": [kind for kind in kinds if kind.stays],
        "hindrances": erase.hindrances(person),
    }
    return render(request, "teams/own/erase.html", context, status=status)
