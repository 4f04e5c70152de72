"""The section on Mijn gegevens about one's own calendar, and the address that calendars ask."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from teams.agenda import choosing
from teams.agenda import feed as feeds
from teams.agenda.forms import WayForm
from teams.agenda.models import AgendaChoice
from teams.own.sections import Context, section
from teams.own.views import page
from teams.structure.access import anyone, signed_in, viewer_of, visible

UNDO = "agenda"
HIDDEN = "••••••••"


@anyone
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """One person's calendar. The secret in the address is the key: a calendar has no session (S13)."""
    choice = feeds.find(token)
    if choice is None:
        # Never was, replaced, stopped or left: one answer to all.
        return _private(HttpResponseNotFound(_("Dit agenda-adres werkt niet."), content_type="text/plain"))
    body = feeds.of(choice)
    # No date beside it: the zone, the language or a second move within a second changes the calendar and no date.
    tag = feeds.etag(body)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Content-Disposition"] = 'inline; filename="lerendwerken.ics"'
    return _private(get_conditional_response(request, tag, response=response) or response)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = (
        "private, no-cache"  # kept by its owner only, and asked after each time
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@signed_in
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    person = viewer_of(request).person
    form = WayForm(request.POST)
    if not form.is_valid():
        return page(request, agenda_form=form, status=422)
    before, way = choosing.as_it_is(person), AgendaChoice.Way(form.cleaned_data["way"])
    if before["way"] == way:
        messages.success(request, _("Dit stond al zo."))
        return _back()
    secret = choosing.choose(way, by=person)
    keep_before(request, UNDO, {"before": before, "after": choosing.as_it_is(person)})
    said = {
        AgendaChoice.Way.SUBSCRIPTION: _("Je agenda-adres is klaar."),
        AgendaChoice.Way.INVITATIONS: _("Je krijgt uitnodigingen per mail, in je werktijd."),
        AgendaChoice.Way.NONE: _("De momenten komen niet meer in je agenda."),
    }
    offer_undo(request, said[way], reverse("teams:agenda-undo"))
    return _shown(request, secret) if secret else _back()


@signed_in
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """There is no undo: who asks for a new address may have lost the old one to somebody else."""
    secret = choosing.renew(by=viewer_of(request).person)
    if not secret:
        messages.info(request, _("Je bent niet geabonneerd. Kies eerst hoe de momenten in je agenda komen."))
        return _back()
    messages.success(request, _("Je nieuwe agenda-adres is klaar. Het oude werkt niet meer."))
    return _shown(request, secret)


@signed_in
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    kept = take_before(request, UNDO) or {}
    if "after" not in kept or not choosing.put_back(**kept, by=viewer_of(request).person):
        messages.info(request, _("Er is niets meer om ongedaan te maken."))
        return _back()
    messages.success(request, _("Je agenda staat weer zoals hij stond."))
    return _back()


@section("agenda", gettext_lazy("Agenda"), "teams/agenda/section.html")
def _section(request: HttpRequest, forms: Context) -> Context:
    viewer = viewer_of(request)
    choice = visible(AgendaChoice, viewer).filter(person=viewer.person).first()
    form = forms.get("agenda_form") or WayForm(way=choice.way if choice else AgendaChoice.Way.NONE)
    has_address = choice is not None and choice.way == AgendaChoice.Way.SUBSCRIPTION
    return {
        "form": form,
        "has_address": has_address,
        "address": form.address,
        "masked": _address(HIDDEN + choice.token_tail) if choice and has_address else "",
        "mail_is_off": not settings.MAIL_ON,
    }


def _shown(request: HttpRequest, secret: str) -> HttpResponse:
    """The answer itself shows the address, once: it is kept nowhere, so no later page could."""
    way = AgendaChoice.Way.SUBSCRIPTION
    return page(request, agenda_form=WayForm(way=way, address=_address(secret)))


def _address(secret: str) -> str:
    path = reverse("teams:agenda-feed", args=["x"])
    return f"{settings.BASE_URL}{path.replace('/x.', f'/{secret}.')}"


def _back() -> HttpResponse:
    return redirect(f"{reverse('teams:my-data')}#agenda")
