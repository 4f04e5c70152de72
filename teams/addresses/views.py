"""One's own address on Mijn gegevens, and the link that went to the old one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lerendwerken.lib.refusal import Refused
from teams.accounts.recently import came_back, recently_signed_in
from teams.addresses import changing
from teams.addresses.forms import AddressForm
from teams.addresses.models import AddressChange
from teams.own.sections import Context, section
from teams.own.views import page
from teams.structure.access import anyone, signed_in, viewer_of
from teams.structure.models import Organisation


@section("e-mail", gettext_lazy("E-mailadres"), "teams/addresses/own_section.html")
def own(request: HttpRequest, forms: Context) -> Context:
    person = viewer_of(request).person
    waiting = AddressChange.objects.filter(person=person).select_related("asked_by").first()
    before = came_back(request)  # from proving who they are: what was typed stands there again
    initial = {"email": before.typed.get("email", "")} if before else None
    return {
        "person": person,
        "waiting": waiting,
        "until": waiting and waiting.asked_at + waiting.WAITS,
        "address_form": forms.get("address_form")
        or AddressForm(person, initial=initial, auto_id="id_address_%s"),
    }


@signed_in
@require_POST
@recently_signed_in(back="teams:my-data")
def ask(request: HttpRequest) -> HttpResponse:
    person = viewer_of(request).person
    form = AddressForm(person, request.POST, auto_id="id_address_%s")
    if form.is_valid():
        try:
            changing.ask(person, form.cleaned_data["email"], by=person)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.sentence)
    if not form.is_valid():
        return page(request, address_form=form, status=422)
    messages.success(request, _("We vragen het eerst aan je oude adres."))
    return redirect(f"{reverse('teams:my-data')}#e-mail")


@signed_in
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    person = viewer_of(request).person
    change = AddressChange.objects.filter(person=person).first()
    if change and changing.stop(change, by=person):
        messages.success(request, _("Je adres blijft zoals het is."))
    return redirect(f"{reverse('teams:my-data')}#e-mail")


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: scanners and previews open links too."""
    change = changing.find(token)
    done = ""
    if change and request.method == "POST":
        if request.POST.get("answer") == "yes":
            done = "changed" if changing.confirm(change) else ""
        elif request.POST.get("answer") == "no":
            done = "stopped" if changing.stop(change, by=change.person) else ""
        change = None if done else changing.find(token)
    context = {
        "change": change,
        "done": done,
        "token": token,
        "until": change and change.asked_at + change.WAITS,
        "organisation": Organisation.get(),
    }
    status = 200 if change or done else 404
    response = render(request, "teams/addresses/link.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
