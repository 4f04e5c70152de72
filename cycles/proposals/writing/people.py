"""Who writes along: the owner's page about it, and the buttons of whoever is asked or wants to join."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.prompts.sharing import choices
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.writing import authoring, doing
from cycles.proposals.writing.forms import PersonForm
from cycles.questions.lifecycle import NotYet
from teams.structure.access import get_or_404, require, signed_in, viewer_of

Part = ProposalAuthor.State


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    require(viewer, "proposal.own", proposal)
    rows = list(proposal.authors.exclude(state=Part.OUT).select_related("person"))
    known = {row.person_id for row in rows}
    people = [one for one in choices(viewer)["colleagues"] if one.pk not in known]
    form = PersonForm(people, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = form.cleaned_data["who"]
        try:
            state = authoring.invite(proposal, person, by=viewer.person)
        except NotYet as refused:
            form.add_error("who" if "who" in refused.missing else None, next(iter(refused.missing.values())))
        else:
            said = (
                _("%(name)s doet mee.")
                if state == Part.IN
                else _("Gevraagd. %(name)s ziet het bij Voorstellen.")
            )
            messages.success(request, said % {"name": person.given_name})
            return redirect("cycles:proposal-coauthor-invite", pk=pk)
    context = {
        "proposal": proposal,
        "form": form,
        "rows": rows,
        "people": people,
        "may_join": proposal.state in authoring.JOINABLE,
    }
    status = 422 if form.is_bound else 200
    return render(request, "cycles/proposals/writing/people.html", context, status=status)


@require_POST
@signed_in
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Doe hieraan mee" of somebody who reads it."""
    doing.say_joined(request, get_or_404(InnovationProposal, viewer_of(request), pk=pk))
    return redirect("cycles:proposal", pk=pk)


@require_POST
@signed_in
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    said = _("Je doet mee. Jullie schrijven nu samen.")
    doing.say_yes(request, lambda: authoring.accept(proposal, by=viewer.person), said)
    return redirect("cycles:proposal", pk=pk)


@require_POST
@signed_in
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    if authoring.refuse(proposal, by=viewer.person):
        messages.success(request, _("Je doet niet mee. Een reden hoeft niet."))
    return redirect("cycles:proposals")


@require_POST
@signed_in
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    if authoring.leave(proposal, by=viewer.person):
        messages.success(request, _("Je doet niet meer mee. Wat je schreef, blijft staan."))
    return redirect("cycles:proposals")


@require_POST
@signed_in
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    row = of_own(request, pk)
    said = _("%(name)s doet mee.") % {"name": row.person.given_name}
    doing.say_yes(request, lambda: authoring.admit(row, by=viewer_of(request).person), said)
    return redirect("cycles:proposal-coauthor-invite", pk=row.proposal_id)


@require_POST
@signed_in
def turn_down(request: HttpRequest, pk: int) -> HttpResponse:
    row = of_own(request, pk)
    if authoring.turn_down(row, by=viewer_of(request).person):
        messages.success(request, _("%(name)s doet niet mee.") % {"name": row.person.given_name})
    return redirect("cycles:proposal-coauthor-invite", pk=row.proposal_id)


def of_own(request: HttpRequest, pk: int) -> ProposalAuthor:
    """Somebody's place in a proposal of this owner; for anybody else it is not there."""
    rows = ProposalAuthor.objects.select_related("proposal", "person")
    row = rows.filter(pk=pk, proposal__owner=viewer_of(request).person).first()
    if row is None:
        raise Http404
    return row
