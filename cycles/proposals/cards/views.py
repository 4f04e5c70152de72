"""Practice cards: found, read, refined, printed, and taken over by another team."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.proposals.cards import adopting, changing
from cycles.proposals.cards.finding import Found
from cycles.proposals.cards.forms import AdoptForm, CardForm
from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.proposals.merging import Changed, stamp
from cycles.proposals.models import InnovationProposal
from cycles.questions.partner import has_ai
from cycles.yields.showing import rows
from lerendwerken.lib.undo import offer_undo
from teams.structure.access import Viewer, can, require, signed_in, viewer_of, visible
from teams.structure.models import Team


@require_safe
@signed_in
def cards(request: HttpRequest) -> HttpResponse:
    words = " ".join(request.GET.get("zoek", "").replace("\0", "").split())[:200]
    given = (request.GET.get(name, "") for name in ("taak", "vaardigheid", "pagina"))
    return render(
        request, "cycles/proposals/cards/list.html", {"found": Found(viewer_of(request), words, *given)}
    )


@require_safe
@signed_in
def card(request: HttpRequest, pk: int) -> HttpResponse:
    found = _card(request, pk)
    return render(request, "cycles/proposals/cards/card.html", _shown(viewer_of(request), found))


@require_safe
@signed_in
def card_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The same without what one can do, for paper."""
    found = _card(request, pk)
    return render(request, "cycles/proposals/cards/print.html", _shown(viewer_of(request), found))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def card_edit(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = _card(request, pk)
    require(viewer, "card.write", found)
    with_ai = has_ai(viewer.person)
    if request.method != "POST":
        return _edit_page(request, found, CardForm(found, with_ai=with_ai))
    form = CardForm(found, request.POST, with_ai=with_ai)
    if not form.is_valid():
        return _edit_page(request, found, form, status=422)
    try:
        changing.refine(found, form.cleaned_data, form.seen, by=viewer.person)
    except Changed as changed:
        other = [(str(form.fields[name].label), _said(changed.row, name)) for name in changed.names]
        form.seen = stamp(changed.row, changing.FIELDS)
        return _edit_page(request, found, form, status=409, other=other)
    messages.success(request, _("De kaart is bewaard. Iedereen in de organisatie leest hem zo."))
    return redirect("cycles:card", pk=pk)


@require_POST
@signed_in
def card_retire(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = _card(request, pk)
    require(viewer, "card.retire", found)
    if changing.retire(found, by=viewer.person):
        offer_undo(request, _("De kaart is niet meer te vinden."), reverse("cycles:card-put-back", args=[pk]))
    return redirect("cycles:cards")


@require_POST
@signed_in
def card_put_back(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    found = _card(request, pk)
    require(viewer, "card.retire", found)
    if changing.put_back(found, by=viewer.person):
        messages.success(request, _("De kaart staat er weer."))
    return redirect("cycles:card", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def card_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """Probeer dit in jouw team: what the team does with it, and why."""
    viewer = viewer_of(request)
    found = _card(request, pk)
    teams = _teams(viewer, found)
    if not teams or found.retired_at:
        raise Http404
    if request.method != "POST":
        return _adopt_page(request, found, teams, AdoptForm(teams, initial=_answer(found, teams)))
    form = AdoptForm(teams, request.POST)
    if not form.is_valid():
        return _adopt_page(request, found, teams, form, status=422)
    team = next(one for one in teams if one.pk == form.cleaned_data["team"])
    given = form.cleaned_data
    try:
        adopting.adopt(found, team, given["verdict"], given["why"], by=viewer.person)
    except adopting.NotForThisTeam:
        messages.error(request, _("Deze kaart is intussen weggehaald. Er is niets bewaard."))
        return redirect("cycles:cards")
    messages.success(request, _("Bewaard. Andere teams lezen wat jullie ermee doen."))
    return redirect(f"{reverse('cycles:card', args=[pk])}#wie")


# What the pages show ------------------------------------------------------------------------------


def _card(request: HttpRequest, pk: int) -> PracticeCard:
    cards = visible(PracticeCard, viewer_of(request))
    found = cards.select_related("proposal__team", "proposal__owner").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(viewer: Viewer, found: PracticeCard) -> dict[str, Any]:
    writers = found.proposal.authors.filter(state="in").select_related("person")
    people = [found.proposal.owner, *(row.person for row in writers)]
    return {
        "card": found,
        "people": [person.full_name for person in people if person],
        "task_group": _said(found, "task_group"),
        "skill": _said(found, "skill"),
        "rows": rows(found.proposal.yields.all()),
        "answers": adopting.answers(found),
        "reads_proposal": visible(InnovationProposal, viewer).filter(pk=found.proposal_id).exists(),
        "may_write": can(viewer, "card.write", found),
        "may_retire": can(viewer, "card.retire", found),
        "may_adopt": found.retired_at is None and can(viewer, "card.adopt", found),
    }


def _said(found: Any, name: str) -> str:
    """A value as people read it."""
    value = str(getattr(found, name))
    choices = dict(CardForm.base_fields[name].choices) if name in ("task_group", "skill") else {}  # type: ignore[attr-defined]
    return str(choices[value]) if value in choices and value else value


def _edit_page(
    request: HttpRequest, found: PracticeCard, form: CardForm, status: int = 200, other: Any = None
) -> HttpResponse:
    context = {"card": found, "form": form, "other": other}
    return render(request, "cycles/proposals/cards/edit.html", context, status=status)


def _adopt_page(
    request: HttpRequest, found: PracticeCard, teams: list[Team], form: AdoptForm, status: int = 200
) -> HttpResponse:
    context = {"card": found, "teams": teams, "form": form, "answers": adopting.answers(found)}
    return render(request, "cycles/proposals/cards/adopt.html", context, status=status)


def _teams(viewer: Viewer, found: PracticeCard) -> list[Team]:
    """Own teams and those that this person leads, without the one it comes from."""
    ids = (viewer.team_ids | viewer.led_team_ids) - {found.proposal.team_id}
    return list(visible(Team, viewer).filter(pk__in=ids).order_by("name"))


def _answer(found: PracticeCard, teams: list[Team]) -> dict[str, Any]:
    """What this team said before, when it is the only one."""
    rows_ = Adoption.objects.filter(card=found, team__in=teams, ended_at=None)
    known = rows_.first() if len(teams) == 1 else None
    return {"verdict": known.verdict, "why": known.why} if known else {}
