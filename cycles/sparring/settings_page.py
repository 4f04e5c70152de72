"""Where sparring with AI is turned on and off: by the organisation, per team, and by everybody for themselves."""

from typing import Any

from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cycles.sparring import switches
from cycles.sparring.forms import SettingsForm
from cycles.sparring.models import PartnerSettings, Spending, TeamSwitch
from cycles.sparring.partner import budget, endpoints
from lerendwerken.lib import clock
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from teams.accounts.recently import came_back, recently_signed_in
from teams.own.sections import Context, section
from teams.structure.access import Viewer, administrator, get_or_404, require, signed_in, viewer_of, visible
from teams.structure.models import Organisation, Team

UNDO = "sparring-team"
UNDO_SETTINGS = "sparring-settings"


# Beheer -------------------------------------------------------------------------------------------


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
@recently_signed_in
def settings(request: HttpRequest) -> HttpResponse:
    row = PartnerSettings.get()
    before = model_to_dict(row, fields=SettingsForm.Meta.fields)
    if request.method != "POST":
        return _page(request, SettingsForm(_typed_before(request), instance=row))
    form = SettingsForm(request.POST, instance=row)
    if not form.is_valid():
        return _page(request, form, status=422)
    if form.changed_data:
        switches.save_settings(form, by=viewer_of(request).person)
        keep_before(request, UNDO_SETTINGS, {name: before[name] for name in form.changed_data})
        offer_undo(request, _("De instellingen zijn bewaard."), reverse("cycles:spar-settings-undo"))
    return redirect("cycles:spar-settings")


def _typed_before(request: HttpRequest) -> dict[str, Any] | None:
    """What waited while an administrator said again who they are. A button is offered or named once more."""
    waited = came_back(request) if request.method == "GET" else None
    if waited is None:
        return None
    if waited.path == request.path:
        messages.info(request, _("Je bent het. Wat je typte, staat er nog. Bewaar het nu."))
        return waited.typed
    if waited.typed:
        messages.info(request, _("Je bent het. Druk nog een keer op de knop."))
    else:
        offer_undo(request, _("Je bent het. Nu kun je het ongedaan maken."), waited.path)
    return None


@administrator
@require_POST
@recently_signed_in(back="cycles:spar-settings")
def settings_undo(request: HttpRequest) -> HttpResponse:
    """What this administrator changed last goes back to what it was; the rest stays."""
    if kept := take_before(request, UNDO_SETTINGS):
        switches.put_back(kept, by=viewer_of(request).person)
        messages.success(request, _("De instellingen zijn weer zoals ze waren."))
    return redirect("cycles:spar-settings")


def _page(request: HttpRequest, form: SettingsForm, status: int = 200) -> HttpResponse:
    today = clock.today(Organisation.get().time_zone)
    off = set(TeamSwitch.objects.filter(is_off=True).values_list("team_id", flat=True))
    teams = visible(Team, viewer_of(request)).select_related("unit").open_on(today)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "is_on": PartnerSettings.get().is_on,  # as it is, whatever was typed
        "allowed": endpoints.allowed(),
        "chosen": endpoints.chosen(),
        "teams": [(team, team.pk in off) for team in teams],
    }
    return render(request, "cycles/sparring/settings.html", context, status=status)


@administrator
@require_POST
@recently_signed_in(back="cycles:spar-settings")
def team_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """To what the button says: pressing twice is pressing once. Taking it back says the other in the address."""
    viewer = viewer_of(request)
    team = get_or_404(Team, viewer, pk=pk)
    off = request.POST.get("off", request.GET.get("off")) == "1"
    if switches.switch_team(team, off=off, by=viewer.person):
        said = _("%(team)s leert nu zonder AI.") if off else _("%(team)s kan weer sparren met AI.")
        undo = f"{reverse('cycles:spar-team', args=[team.pk])}?off={int(not off)}"
        offer_undo(request, said % {"team": team.name}, undo)
    return redirect(reverse("cycles:spar-settings") + "#teams")


# Mijn gegevens ------------------------------------------------------------------------------------


@section("sparren", gettext_lazy("Sparren"), "cycles/sparring/own_section.html")
def _section(request: HttpRequest, forms: Context) -> Context:
    """Nothing at all where nobody can spar with AI; and a team that is off says so to its lead only."""
    if not switches.is_offered():
        return {}
    viewer = viewer_of(request)
    led = list(visible(Team, viewer).filter(pk__in=viewer.led_team_ids))
    off = set(TeamSwitch.objects.filter(is_off=True).values_list("team_id", flat=True))
    home = viewer.home_team
    may_choose = home is None or home.pk not in off
    if not (may_choose or led):
        return {}
    return {
        "may_choose": may_choose,
        "is_off": switches.is_off(viewer.person),
        "allowance": _allowance(viewer) if switches.is_available(viewer.person) else None,
        "led": [(team, team.pk in off) for team in led],
    }


def _allowance(viewer: Viewer) -> dict[str, int]:
    """What is left of the own tokens of this week. Nobody reads anybody else's."""
    account, most = budget.Account.of(viewer.person), PartnerSettings.get().person_tokens
    mine = Spending.objects.filter(
        person=viewer.person, team=None, year=account.year, week=account.week
    ).first()
    return {"left": max(most - (mine.used + mine.reserved if mine else 0), 0), "most": most}


@signed_in
@require_POST
def own_choice(request: HttpRequest) -> HttpResponse:
    if not switches.is_offered():
        raise Http404
    off = request.POST.get("off") == "1"
    switches.choose(viewer_of(request).person, off=off)
    said = _("Je leert nu zonder AI. De vaste vragen antwoorden.") if off else _("Je kunt sparren met AI.")
    messages.success(request, said)
    return _back()


@signed_in
@require_POST
def team_off(request: HttpRequest, pk: int) -> HttpResponse:
    """A lead turns it off for the own team; turning it on again is for an administrator, or at once by undo."""
    viewer = viewer_of(request)
    team = get_or_404(Team, viewer, pk=pk)
    require(viewer, "team.lead", team)
    if switches.switch_team(team, off=True, by=viewer.person):
        keep_before(request, UNDO, {"team": team.pk}, str(team.pk))
        undo = reverse("cycles:spar-team-off-undo", args=[team.pk])
        offer_undo(request, _("%(team)s leert nu zonder AI.") % {"team": team.name}, undo)
    return _back()


@signed_in
@require_POST
def team_off_undo(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    team = get_or_404(Team, viewer, pk=pk)
    require(viewer, "team.lead", team)
    if take_before(request, UNDO, str(team.pk)) is None:
        messages.info(request, _("Er is niets meer om ongedaan te maken."))
    elif switches.switch_team(team, off=False, by=viewer.person):
        messages.success(request, _("%(team)s kan weer sparren met AI.") % {"team": team.name})
    return _back()


def _back() -> HttpResponse:
    return redirect(f"{reverse('teams:my-data')}#sparren")
