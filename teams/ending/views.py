"""Beheer: a team that closes, merges or is split on a day. First what would change, then the button that does it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import offer_undo
from teams.ending import ending
from teams.ending.forms import EndingForm
from teams.ending.models import TeamEnding
from teams.structure.access import administrator, get_or_404, viewer_of
from teams.structure.models import Team


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    team = get_or_404(Team, viewer, pk=pk)
    if team.closed_on:
        return redirect("teams:administration-team", pk)
    today = ending.today()
    form = EndingForm(team, ending.coming(team), today, request.POST or None)
    context = {"team": team, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("sure"):
                ending.stop(team, form.cleaned_data["on"], form.where, by=viewer.person)
                said = _("%(team)s stopt.") % {"team": team.name}
                offer_undo(request, said, reverse("teams:team-go-on", args=[pk]))
                return redirect("teams:administration-team", pk)
            found = ending.preview(team, form.cleaned_data["on"], form.where)
            return render(request, "teams/ending/sure.html", context | {"preview": found})
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.sentence)
    return render(request, "teams/ending/end.html", context, status=422 if form.errors else 200)


@administrator
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    team = get_or_404(Team, viewer, pk=pk)
    kept = TeamEnding.objects.filter(team=team).first()
    try:
        if kept and ending.go_on(kept, by=viewer.person):
            messages.success(request, _("%(team)s gaat door.") % {"team": team.name})
        else:
            messages.error(request, _("Dit team is al gestopt. Dat is niet meer terug te draaien."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("teams:administration-team", pk)
