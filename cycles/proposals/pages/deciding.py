"""The page of who is asked: yes to a trial, a question back, or no; and after the result: go on with it or stop."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cycles.proposals import advice, moving, readiness
from cycles.proposals.deciders import Decider, deciders
from cycles.proposals.models import InnovationProposal
from cycles.proposals.moving import Forbidden
from cycles.proposals.pages.forms import AFTER, BEFORE, BY_VERB, AnswerForm, StopForm
from cycles.proposals.pages.way import history
from cycles.proposals.states import TRANSITIONS
from cycles.proposals.trials.reading import as_read
from cycles.proposals.trials.showing import is_over, prepared
from cycles.proposals.waiting import Lateness, names_of
from cycles.questions.lifecycle import NotYet
from lerendwerken.lib import clock
from teams.accounts.models import User
from teams.structure.access import get_or_404, signed_in, viewer_of

State = InnovationProposal.State
Given = dict[str, Any]

CHANGED = gettext_lazy(
    "De indieners veranderden iets nadat je deze pagina opende. Lees het nog eens en antwoord dan. Wat je schreef, staat er nog."
)

VERBS: dict[str, Callable[[InnovationProposal, Given, User], None]] = {
    "return": lambda row, given, by: moving.give_back(row, given["reason"], by=by),
    "decline": lambda row, given, by: moving.decline(row, given["reason"], given["would_be_yes"], by=by),
    "start_trial": lambda row, given, by: moving.start_trial(
        row, given["reason"], given["trial_from"], given["trial_until"], by=by
    ),
    "adopt": lambda row, given, by: moving.adopt(row, given["reason"], by=by),
    "stop": lambda row, given, by: moving.stop(row, given["reason"], by=by),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """For who is asked only. Whoever comes too late reads who was first, with the own words still there."""
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    asked = deciders(proposal, viewer.day)
    if viewer.person.pk not in {one.person.pk for one in asked}:
        raise Http404
    if request.method != "POST":
        if proposal.state not in (State.SUBMITTED, State.TRIAL):
            messages.info(request, _gone(proposal))
            return redirect("cycles:proposal", pk=pk)
        return _page(request, proposal, asked)
    chosen = BY_VERB.get(request.POST.get("besluit", ""))
    if chosen is None:
        messages.error(request, _("Kies eerst wat je antwoord is."))
        return redirect("cycles:proposal-decide", pk=pk)
    return _answer(request, proposal, asked, chosen(request.POST))


def _answer(
    request: HttpRequest, proposal: InnovationProposal, asked: list[Decider], form: AnswerForm
) -> HttpResponse:
    person = viewer_of(request).person
    if proposal.state not in TRANSITIONS[form.verb].came_from:
        return _too_late(request, proposal, form)
    if not form.is_valid():
        return _page(request, proposal, asked, form, status=422)
    try:
        with transaction.atomic():
            if as_read(moving.held(proposal)) != request.POST.get("gelezen"):
                proposal.refresh_from_db()
                form.add_error(None, CHANGED)
                return _page(request, proposal, asked, form, status=409)
            VERBS[form.verb](proposal, form.cleaned_data, person)
    except Forbidden:
        raise Http404 from None
    except NotYet as refused:
        proposal.refresh_from_db()
        if proposal.state not in TRANSITIONS[form.verb].came_from:
            return _too_late(request, proposal, form)
        for name, sentence in refused.missing.items():
            form.add_error(name if name in form.fields else None, sentence)
        return _page(request, proposal, asked, form, status=422)
    messages.success(request, _("Je antwoord staat erbij. De indieners en wie het volgt, krijgen bericht."))
    return redirect("cycles:proposal", pk=proposal.pk)


def _page(
    request: HttpRequest,
    proposal: InnovationProposal,
    asked: list[Decider],
    form: AnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = viewer_of(request)
    kinds = BEFORE if proposal.state == State.SUBMITTED else AFTER
    mine = next(one for one in asked if one.person.pk == viewer.person.pk)
    waits_for_result = proposal.state == State.TRIAL and proposal.result_at is None
    if waits_for_result:
        kinds = (StopForm,) if is_over(proposal, viewer.day) else ()
    context = {
        "proposal": proposal,
        "names": names_of(proposal),
        "form": form,
        "forms": [form if form and form.verb == kind.verb else kind() for kind in kinds],
        "mine": mine,
        "others": [one for one in asked if one is not mine],
        "missing": readiness.to_try(proposal) if proposal.state == State.SUBMITTED else {},
        "waits_for_result": waits_for_result,
        "advice": advice.lines(proposal),
        "about": prepared(proposal),
        "as_read": as_read(proposal),
        "late": Lateness(viewer.day)(proposal.answer_due),
        "today": clock.today(proposal.team.time_zone),
    }
    return render(request, "cycles/proposals/pages/decide.html", context, status=status)


def _too_late(request: HttpRequest, proposal: InnovationProposal, form: AnswerForm) -> HttpResponse:
    """Somebody else answered first, or the authors took it back."""
    steps = history(proposal)
    context = {
        "proposal": proposal,
        "sentence": _gone(proposal),
        "last": steps[-1] if steps else None,
        "typed": [(bound.label, bound.value()) for bound in form if bound.value()],
    }
    return render(request, "cycles/proposals/pages/too_late.html", context, status=409)


def _gone(proposal: InnovationProposal) -> str:
    words = {"state": proposal.get_state_display()}
    return _("Hierover valt nu niets te besluiten: het voorstel staat op ‘%(state)s’.") % words
