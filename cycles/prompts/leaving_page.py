"""From Mijn week: leave the rest of this week out, and take part again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cycles.prompts import leaving
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from lerendwerken.lib.weeks import IsoWeek
from teams.structure.access import signed_in, viewer_of

UNDO = "week"


@require_POST
@signed_in
def leave(request: HttpRequest, week: str) -> HttpResponse:
    iso = _week(week)
    left = leaving.leave_out(viewer_of(request).person, iso)
    if left:
        keep_before(request, UNDO, {"prompts": left}, which=str(iso))
        said = _("Deze week vragen we je niets meer. Niemand hoort dit.")
        offer_undo(request, said, reverse("cycles:week-come-back", args=[str(iso)]))
    else:
        messages.info(request, _("Er was deze week niets meer te vragen."))
    return redirect("cycles:my-week-of", week=str(iso))


@require_POST
@signed_in
def come_back(request: HttpRequest, week: str) -> HttpResponse:
    """Right after leaving it all comes back as it was; later, what is still to come."""
    iso = _week(week)
    kept = take_before(request, UNDO, which=str(iso))
    if leaving.come_back(viewer_of(request).person, iso, kept["prompts"] if kept else None):
        messages.success(request, _("De vragen van deze week komen weer."))
    else:
        messages.info(request, _("Er is niets meer om terug te zetten."))
    return redirect("cycles:my-week-of", week=str(iso))


def _week(week: str) -> IsoWeek:
    try:
        return IsoWeek.parse(week)
    except ValueError as error:
        raise Http404 from error
