"""One insight: its page, writing it, and who reads it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.insights import publishing, rubric, writing
from cycles.insights.forms import AudienceForm, InsightForm, teams_of
from cycles.insights.models import Contradiction, DigestInsight, Insight, Objection
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from teams.accounts.models import User
from teams.structure.access import Viewer, can, get_or_404, require, signed_in, viewer_of, visible

PAGE = require_http_methods(["GET", "HEAD", "POST"])
UNDO = "insight"


@require_safe
@signed_in
def insight(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    parts = rubric.parts(found)
    context = {
        "insight": found,
        "source_day": source_day(found),
        "parts": parts,
        "drawing": rubric.drawing([part.points for part in parts]),
        "may": {name: can(viewer, f"insight.{name}", found) for name in ("write", "judge", "withdraw")},
        "may_widen": _may_widen(viewer, found),
        "doubts": visible(Objection, viewer).filter(insight=found).select_related("by"),
        "against": against(viewer, found),
        "digests": DigestInsight.objects.filter(
            insight=found,
            digest__published_at__isnull=False,
            digest__team__in=viewer.team_ids | viewer.led_team_ids,
        ).select_related("digest__team"),
    }
    return render(request, "cycles/insights/insight.html", context)


@PAGE
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method != "POST":
        return _form_page(request, InsightForm(initial={"kind": Insight.Kind.OWN}))
    form = InsightForm(request.POST)
    if form.is_valid():
        team = next(iter(teams_of(viewer)), None)
        try:
            twice = _twice(viewer.person, form.given)
            made = twice or writing.begin(viewer.person, team, **form.given)
            messages.success(request, _("Bewaard. Alleen jij leest dit, tot je het publiceert."))
            return redirect("cycles:insight", pk=made.pk)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    return _form_page(request, form, status=422)


@PAGE
@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    require(viewer, "insight.write", found)
    if request.method != "POST":
        return _form_page(request, InsightForm(instance=found), found)
    form = InsightForm(request.POST, instance=found)
    if form.is_valid():
        try:
            lost = writing.write(found, form.given, by=viewer.person, revision=_revision(request))
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
        except writing.Changed:
            return _form_page(request, form, readable(viewer, pk), status=409, outdated=True)
        else:
            said = _("Bewaard.")
            if lost:
                said = _(
                    "Bewaard. De bron of de zin is anders. Wat eerder is nagekeken of geschat, geldt niet meer."
                )
            messages.success(request, said)
            return redirect("cycles:insight", pk=pk)
    return _form_page(request, form, found, status=422)


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; after that it is gone."""
    viewer = viewer_of(request)
    found = get_or_404(Insight, viewer, pk=pk, author=viewer.person, published_at=None)
    if "sure" not in request.POST:
        return render(request, "cycles/insights/remove.html", {"insight": found})
    if not writing.remove(found, by=viewer.person):
        messages.error(request, _("Dit inzicht blijft staan. Het hoort bij een maandbericht."))
        return redirect("cycles:insight", pk=pk)
    messages.success(request, _("Het concept is weg."))
    return redirect("cycles:insights")


# Who reads it -------------------------------------------------------------------------------------


@PAGE
@signed_in
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    if not (found.author_id == viewer.person.pk or _may_widen(viewer, found)):
        raise Http404
    form = AudienceForm(request.POST if request.method == "POST" else None, viewer=viewer, insight=found)
    if request.method == "POST" and form.is_valid():
        before = _before(found)
        try:
            moved = publishing.publish(found, **form.target, by=viewer.person)
        except Refused as refusal:
            form.add_error("audience" if refusal.field else None, refusal.sentence)
        else:
            if moved:
                said = _("Gepubliceerd. Nog niet gecontroleerd en niet geschat staat er eerlijk bij.")
                _offer(request, found, before, said if found.rated_on is None else _("Gepubliceerd."))
            return redirect("cycles:insight", pk=pk)
    status = 422 if form.is_bound else 200
    return render(request, "cycles/insights/publish.html", {"insight": found, "form": form}, status=status)


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, publishing.take_back, _("Teruggehaald. Nu leest alleen de schrijver het."))


@require_POST
@signed_in
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, publishing.retire, _("Buiten gebruik. Het staat niet meer in de lijst."))


@require_POST
@signed_in
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, publishing.restore, _("Weer in gebruik."))


@require_POST
@signed_in
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to who read it before, by whoever changed that, once."""
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    before = take_before(request, UNDO, str(pk))
    try:
        if before is None:
            messages.error(request, _("Dit is al ongedaan gemaakt."))
        elif _put_back(found, before, viewer.person):
            messages.success(request, _("Het staat weer zoals het was."))
        else:
            messages.error(request, _("Intussen is dit veranderd. Kijk hoe het nu staat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return back(viewer, pk)


def _put_back(found: Insight, before: dict[str, Any], person: User) -> bool:
    if not before["published"]:
        return publishing.take_back(found, by=person)
    if bool(found.retired_at) != before["retired"]:
        return (publishing.retire if before["retired"] else publishing.restore)(found, by=person)
    team = next((team for team in teams_of(Viewer(person)) if team.pk == before["team"]), None)
    if before["reach"] == Insight.Reach.TEAM and found.author_id != person.pk:
        return publishing.narrow(found, by=person)
    return publishing.publish(found, before["reach"], team, by=person)


def _move(request: HttpRequest, pk: int, verb: Any, said: str) -> HttpResponse:
    viewer = viewer_of(request)
    found = readable(viewer, pk)
    require(viewer, "insight.withdraw", found)
    before = _before(found)
    try:
        if verb(found, by=viewer.person):
            _offer(request, found, before, said)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return back(viewer, pk)


def _before(found: Insight) -> dict[str, Any]:
    return {
        "published": found.published_at is not None,
        "retired": found.retired_at is not None,
        "reach": found.reach,
        "team": found.team_id,
    }


def _offer(request: HttpRequest, found: Insight, before: dict[str, Any], said: str) -> None:
    keep_before(request, UNDO, before, str(found.pk))
    offer_undo(request, said, reverse("cycles:insight-undo", args=[found.pk]))


# For this page and its neighbours -----------------------------------------------------------------


def readable(viewer: Viewer, pk: int) -> Insight:
    """With the names that stand on its page; else 404."""
    rows = visible(Insight, viewer).select_related("team", "author", "rated_by", "checked_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def back(viewer: Viewer, pk: int) -> HttpResponse:
    """To its page, or to the list when this viewer does not read it any more."""
    if visible(Insight, viewer).filter(pk=pk).exists():
        return redirect("cycles:insight", pk=pk)
    return redirect("cycles:insights")


def source_day(found: Insight) -> str:
    """1 april 2026; of an older source often only the year is known, see SourceDayField."""
    day = found.source_date
    if day is None:
        return ""
    return str(day.year) if (day.month, day.day) == (1, 1) else date_format(day, "j F Y")


def against(viewer: Viewer, found: Insight) -> list[tuple[Contradiction, Insight]]:
    rows = visible(Contradiction, viewer).filter(Q(one=found) | Q(other=found)).select_related("one", "other")
    return [(row, row.other if row.one_id == found.pk else row.one) for row in rows]


def _may_widen(viewer: Viewer, found: Insight) -> bool:
    """From a team to everybody, by somebody who reads it and may publish for all."""
    narrow = found.published_at is not None and found.reach == Insight.Reach.TEAM and found.retired_at is None
    return narrow and can(viewer, "insight.publish-for-all", found)


def _form_page(
    request: HttpRequest,
    form: InsightForm,
    found: Insight | None = None,
    *,
    status: int = 200,
    outdated: bool = False,
) -> HttpResponse:
    shown = found.revision if found and (outdated or request.method != "POST") else _revision(request)
    context = {"form": form, "insight": found, "revision": shown, "outdated": outdated}
    return render(request, "cycles/insights/form.html", context, status=status)


def _revision(request: HttpRequest) -> int | None:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def _twice(person: User, given: dict[str, Any]) -> Insight | None:
    """The draft of the same words: a button pressed twice."""
    return Insight.objects.filter(author=person, published_at=None, **given).first()
