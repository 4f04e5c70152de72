"""Beheer: sending, settings, teams and roles, the log. Administrators only, and never a private word."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Field, Prefetch
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lerendwerken.lib import clock
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from teams.accounts.models import User
from teams.addresses.forms import AddressOfForm
from teams.administration import forms, people
from teams.administration.sending import Sending
from teams.audit.log import LABELS, labels, record
from teams.audit.models import AuditEntry
from teams.council.recording import changed
from teams.ending import ending
from teams.ending.models import TeamEnding
from teams.hours.models import ClosedDay
from teams.notifications import outbox
from teams.notifications.models import Channel, Notification
from teams.structure.access import administrator, get_or_404, viewer_of, visible
from teams.structure.models import Membership, Organisation, Role, Team, Unit

labels(
    settings_changed=gettext_lazy("wijzigde instellingen"),
    settings_put_back=gettext_lazy("zette instellingen terug"),
    closed_day_added=gettext_lazy("voegde een vrije dag toe"),
    closed_day_removed=gettext_lazy("haalde een vrije dag weg"),
    message_retried=gettext_lazy("probeerde een bericht opnieuw"),
    message_put_away=gettext_lazy("legde een bericht weg"),
    channel_released=gettext_lazy("gaf verzenden weer vrij"),
)
LOG_PAGE = 50
UNDO = "settings"


@administrator
@require_GET
def sending(request: HttpRequest) -> HttpResponse:
    context = {"sending": Sending(viewer_of(request)), "council_changed": bool(changed())}
    return render(request, "teams/administration/sending.html", context)


@administrator
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    letter = get_or_404(Notification, viewer, pk=pk)
    with transaction.atomic():
        if outbox.retry(letter, by=viewer.person):
            record("message_retried", by=viewer.person, obj=letter)
            messages.success(request, _("Het bericht gaat in de volgende ronde opnieuw weg."))
    return redirect("teams:administration")


@administrator
@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    letter = get_or_404(Notification, viewer, pk=pk)
    with transaction.atomic():
        if outbox.put_away(letter, by=viewer.person):
            record("message_put_away", by=viewer.person, obj=letter)
            messages.success(request, _("Het bericht is weggelegd."))
    return redirect("teams:administration")


@administrator
@require_POST
def release(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        if Channel.objects.filter(name="email", on_hold=True).exists():
            Channel.release("email")
            record("channel_released", by=viewer_of(request).person)
            messages.success(request, _("Verzenden gaat weer door."))
    return redirect("teams:administration")


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    row = Organisation.get()
    before = model_to_dict(row, fields=forms.SettingsForm.Meta.fields)
    form = forms.SettingsForm(request.POST or None, instance=row)
    if request.method != "POST":
        return _settings_page(request, form, forms.ClosedDayForm())
    if not form.is_valid():
        return _settings_page(request, form, forms.ClosedDayForm(), status=422)
    if form.changed_data:
        with transaction.atomic():
            row = form.save()
            record(
                "settings_changed", by=viewer_of(request).person, obj=row, fields=", ".join(form.changed_data)
            )
        kept = {name: before[name] for name in form.changed_data}
        keep_before(request, UNDO, kept)
        offer_undo(request, _("De instellingen zijn bewaard."), reverse("teams:settings-undo"))
    return redirect("teams:settings")


@administrator
@require_POST
def settings_undo(request: HttpRequest) -> HttpResponse:
    """What this administrator changed last goes back to what it was; the rest stays."""
    kept = take_before(request, UNDO) or {}
    row = Organisation.get()
    for name, value in kept.items():
        field = Organisation._meta.get_field(name)
        assert isinstance(field, Field)
        setattr(row, name, field.to_python(value))
    if kept:
        with transaction.atomic():
            row.save(update_fields=list(kept))
            record("settings_put_back", by=viewer_of(request).person, obj=row, fields=", ".join(kept))
        messages.success(request, _("De instellingen zijn weer zoals ze waren."))
    return redirect("teams:settings")


@administrator
@require_POST
def closed_day_add(request: HttpRequest) -> HttpResponse:
    # Undoing a removal names the day in the address, so that it needs nothing stored.
    form = forms.ClosedDayForm(request.POST if "day" in request.POST else request.GET)
    if not form.is_valid():
        return _settings_page(request, forms.SettingsForm(instance=Organisation.get()), form, status=422)
    with transaction.atomic():
        row = form.save()
        record("closed_day_added", by=viewer_of(request).person, obj=row, day=row.day.isoformat())
    messages.success(request, _("De vrije dag staat erbij."))
    return redirect(reverse("teams:settings") + "#vrij")


@administrator
@require_POST
def closed_day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = get_or_404(ClosedDay, viewer, pk=pk)
    with transaction.atomic():
        record("closed_day_removed", by=viewer.person, obj=row, day=row.day.isoformat())
        row.delete()
    again = urlencode({"day": row.day.isoformat(), "name": row.name})
    offer_undo(request, _("De vrije dag is weg."), f"{reverse('teams:closed-day-add')}?{again}")
    return redirect(reverse("teams:settings") + "#vrij")


@administrator
@require_GET
def log(request: HttpRequest) -> HttpResponse:
    entries = visible(AuditEntry, viewer_of(request)).select_related("actor")
    page = Paginator(entries, LOG_PAGE).get_page(request.GET.get("pagina"))
    lines = [(entry, LABELS.get(entry.action, entry.action)) for entry in page]
    return render(request, "teams/administration/log.html", {"page": page, "lines": lines})


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def teams_and_roles(request: HttpRequest) -> HttpResponse:
    """Each form names itself in its button: `what`."""
    made = _forms(request)
    if request.method != "POST":
        return _teams_page(request, made)
    what = request.POST.get("what", "")
    if what not in made:
        return _teams_page(request, made, status=422)
    made[what] = bound = _forms(request, what)[what]
    if what == "person" and not people.may_come_in():
        messages.error(request, _("Leg eerst de instemming en de DPIA vast. Dat doe je bij Instellingen."))
        return _teams_page(request, made, status=422)
    if not bound.is_valid():
        return _teams_page(request, made, status=422)
    try:
        messages.success(request, str(people.ADD[what](bound, by=viewer_of(request).person)))
    except Refused as refusal:  # what changed since the form was looked at
        bound.add_error(refusal.field or None, refusal.sentence)
        return _teams_page(request, made, status=422)
    return redirect("teams:teams-and-roles")


@administrator
@require_GET
def team(request: HttpRequest, pk: int) -> HttpResponse:
    return _team_page(request, get_or_404(Team, viewer_of(request), pk=pk))


@administrator
@require_POST
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = get_or_404(Membership, viewer, pk=pk)
    form = forms.EndForm(row, request.POST, auto_id=f"id_{pk}_%s")
    if not form.is_valid():
        return _team_page(request, row.team, wrong=(pk, form), status=422)
    before = people.end(row, form.cleaned_data["until"], by=viewer.person)
    undo = reverse("teams:membership-reopen", args=[pk])
    offer_undo(request, _("De laatste dag is bewaard."), f"{undo}?tot={before or ''}")
    return redirect("teams:administration-team", row.team_id)


@administrator
@require_POST
def reopen_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """Undoes an end: back to the last day from before, or none."""
    viewer = viewer_of(request)
    row = get_or_404(Membership, viewer, pk=pk)
    _reopen(request, row)
    return redirect("teams:administration-team", row.team_id)


@administrator
@require_POST
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = get_or_404(Role, viewer, pk=pk)
    form = forms.EndForm(row, request.POST, auto_id=f"id_{pk}_%s")
    if form.is_valid() and people.is_last_administrator(row, form.cleaned_data["until"]):
        form.add_error("until", _("Dit is de laatste beheerder. Maak eerst een ander beheerder."))
    if not form.is_valid():
        return _teams_page(request, _forms(request), wrong=(pk, form), status=422)
    before = people.end(row, form.cleaned_data["until"], by=viewer.person)
    undo = reverse("teams:role-reopen", args=[pk])
    offer_undo(request, _("De laatste dag is bewaard."), f"{undo}?tot={before or ''}")
    return redirect("teams:teams-and-roles")


@administrator
@require_POST
def reopen_role(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_or_404(Role, viewer_of(request), pk=pk)
    _reopen(request, row)
    return redirect("teams:teams-and-roles")


def _reopen(request: HttpRequest, row: Membership | Role) -> None:
    try:
        until = date.fromisoformat(request.GET["tot"]) if request.GET.get("tot") else None
    except ValueError as error:
        raise Http404 from error
    try:
        if people.reopen(row, until, by=viewer_of(request).person):
            messages.success(request, _("De laatste dag is weer zoals hij was."))
        else:
            messages.error(request, _("Dat kan niet meer: er is intussen een ander thuisteam."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)


def _settings_page(request: HttpRequest, form: Any, closed: Any, status: int = 200) -> HttpResponse:
    today = clock.today(Organisation.get().time_zone)
    context = {
        "form": form,
        "closed_form": closed,
        "closed_days": visible(ClosedDay, viewer_of(request)).filter(day__gte=today),
        "wrong": form if form.errors else closed,
    }
    return render(request, "teams/administration/settings.html", context, status=status)


def _forms(request: HttpRequest, bound: str = "") -> dict[str, Any]:
    viewer = viewer_of(request)
    today = clock.today(Organisation.get().time_zone)
    known = visible(User, viewer).filter(is_active=True)
    teams = visible(Team, viewer).select_related("unit").open_on(today)  # type: ignore[attr-defined]
    units = visible(Unit, viewer).filter(closed_on=None)
    makers = {
        "unit": (forms.UnitForm, ()),
        "team": (forms.TeamForm, ()),
        "person": (forms.PersonForm, (teams, today)),
        "membership": (forms.MembershipForm, (known, teams, today)),
        "role": (forms.RoleForm, (known, teams, units, today)),
        "address": (AddressOfForm, (known,)),
    }
    return {
        what: made(*given, request.POST if what == bound else None, auto_id=f"id_{what}_%s")
        for what, (made, given) in makers.items()
    }


def _teams_page(
    request: HttpRequest, made: dict[str, Any], *, status: int = 200, wrong: Any = None
) -> HttpResponse:
    viewer = viewer_of(request)
    today = clock.today(Organisation.get().time_zone)
    present = Membership.objects.on(today).select_related("person")
    teams = Prefetch(
        "teams", Team.objects.prefetch_related(Prefetch("memberships", present, to_attr="present"))
    )
    roles = [
        (
            role,
            wrong[1] if wrong and wrong[0] == role.pk else forms.EndForm(role, auto_id=f"id_{role.pk}_%s"),
        )
        for role in visible(Role, viewer).on(today).select_related("person", "team", "unit", "deputy")  # type: ignore[attr-defined]
    ]
    context = {
        "units": visible(Unit, viewer).prefetch_related(teams),
        "roles": roles,
        "forms": made,
        "may_come_in": people.may_come_in(),
        "wrong": wrong[1] if wrong else next((f for f in made.values() if f.errors), None),
    }
    return render(request, "teams/administration/teams.html", context, status=status)


def _team_page(request: HttpRequest, found: Team, *, wrong: Any = None, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    rows = (
        visible(Membership, viewer)
        .filter(team=found)
        .select_related("person")
        .order_by("until", "from_date", "pk")
    )
    members = [
        (
            row,
            wrong[1] if wrong and wrong[0] == row.pk else forms.EndForm(row, auto_id=f"id_{row.pk}_%s"),
        )
        for row in rows
    ]
    kept = TeamEnding.objects.filter(team=found).select_related("team").first()
    context = {
        "team": found,
        "members": members,
        "may_go_on": kept is not None and ending.may_go_on(kept),
        "wrong": wrong[1] if wrong else None,
    }
    return render(request, "teams/administration/team.html", context, status=status)
