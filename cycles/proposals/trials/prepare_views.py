"""Vóór een proef vragen we nog: one page for the authors, saved per part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.claims.forms import ClaimForm
from cycles.proposals import readiness
from cycles.proposals.holding import BEFORE_A_TRIAL
from cycles.proposals.merging import Changed, stamp
from cycles.proposals.models import InnovationProposal
from cycles.proposals.trials import preparing
from cycles.proposals.trials.forms import PARTS, Part, SidesForm, YieldForm
from cycles.proposals.trials.showing import sides_of
from cycles.questions.partner import has_ai
from cycles.questions.posting import done, still_there
from cycles.yields.showing import rows
from lerendwerken.lib.refusal import Refused
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from teams.structure.access import get_or_404, require, signed_in, viewer_of

Forms = dict[str, Any]
AnyForm = Part | SidesForm | YieldForm


@dataclass(frozen=True)
class Rows:
    """A kind of row that hangs under a proposal before its trial: the words, the form and the verbs for it."""

    kind: str
    manager: str  # its name at a proposal
    anchor: str
    title: Promise
    is_gone: Promise
    restore: str
    form: Any
    names: Sequence[str]
    add: Callable[..., object]
    change: Callable[..., object]
    remove: Callable[..., dict[str, Any]]

    def found(self, proposal: InnovationProposal, pk: int) -> Any:
        row = getattr(proposal, self.manager).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row


SIDES = Rows(
    kind="sides",
    manager="sides",
    anchor="kanten",
    title=gettext_lazy("Kans en bedreiging"),
    is_gone=gettext_lazy("Het paar is weg."),
    restore="cycles:proposal-side-restore",
    form=SidesForm,
    names=preparing.SIDES,
    add=preparing.add_sides,
    change=preparing.change_sides,
    remove=preparing.remove_sides,
)
YIELDS = Rows(
    kind="yield",
    manager="yields",
    anchor="opbrengsten",
    title=gettext_lazy("Opbrengst"),
    is_gone=gettext_lazy("De opbrengst is weg."),
    restore="cycles:proposal-yield-restore",
    form=YieldForm,
    names=preparing.YIELD,
    add=preparing.add_yield,
    change=preparing.change_yield,
    remove=preparing.remove_yield,
)

# Where on the page something that is still missing is filled in.
PLACES = {name: f"{slug}-{name}" for slug, part in PARTS.items() for name in part.base_fields} | {
    "sides": "kanten",
    "yields": "opbrengsten",
    "claims": "beweringen",
}


@require_safe
@signed_in
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = of_author(request, pk)
    if proposal.state not in BEFORE_A_TRIAL:
        return redirect("cycles:proposal", pk=pk)
    return prepare_page(request, proposal)


@still_there
@signed_in
def part(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The texts of one part."""
    proposal = of_author(request, pk)
    if slug not in PARTS:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    person = viewer_of(request).person
    form = PARTS[slug](proposal, request.POST, with_ai=has_ai(person))
    if not form.is_valid():
        return prepare_page(request, proposal, {slug: form}, status=422)
    try:
        preparing.write(proposal, form.cleaned_data, form.names, form.seen, by=person)
    except Refused as refusal:
        return gone(request, proposal, refusal)
    except Changed as changed:
        other = both(form, changed, form.names)
        return prepare_page(request, proposal, {slug: form}, status=409, other=other)
    messages.success(request, _("Bewaard."))
    return back(proposal, f"deel-{slug}")


# Both sides, and yields: rows of their own --------------------------------------------------------


@still_there
@signed_in
def side_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _added(request, pk, SIDES)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def side_edit(request: HttpRequest, pk: int, side: int) -> HttpResponse:
    return _edited(request, pk, SIDES, side)


@require_POST
@signed_in
def side_remove(request: HttpRequest, pk: int, side: int) -> HttpResponse:
    return _removed(request, pk, SIDES, side)


@require_POST
@signed_in
def side_restore(request: HttpRequest, pk: int, side: int) -> HttpResponse:
    return _restored(request, pk, SIDES, side)


@still_there
@signed_in
def yield_add(request: HttpRequest, pk: int) -> HttpResponse:
    return _added(request, pk, YIELDS)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def yield_edit(request: HttpRequest, pk: int, outcome: int) -> HttpResponse:
    return _edited(request, pk, YIELDS, outcome)


@require_POST
@signed_in
def yield_remove(request: HttpRequest, pk: int, outcome: int) -> HttpResponse:
    return _removed(request, pk, YIELDS, outcome)


@require_POST
@signed_in
def yield_restore(request: HttpRequest, pk: int, outcome: int) -> HttpResponse:
    return _restored(request, pk, YIELDS, outcome)


# Shared -------------------------------------------------------------------------------------------


def of_author(request: HttpRequest, pk: int) -> InnovationProposal:
    """A proposal that this person writes; for anybody else it is not there."""
    viewer = viewer_of(request)
    proposal = get_or_404(InnovationProposal, viewer, pk=pk)
    if proposal.state in BEFORE_A_TRIAL:
        require(viewer, "proposal.prepare", proposal)
    elif not InnovationProposal.objects.of(viewer.person).filter(pk=pk).exists():
        raise Http404
    return proposal


def prepare_page(
    request: HttpRequest,
    proposal: InnovationProposal,
    refused: Forms | None = None,
    status: int = 200,
    other: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """The whole page. `refused` keeps what was typed, `other` is what somebody else saved meanwhile."""
    if proposal.state not in BEFORE_A_TRIAL:
        return gone(request, proposal, Refused(""))
    forms_ = refused or {}
    with_ai = has_ai(viewer_of(request).person)
    missing = readiness.to_try(proposal)
    context = {
        "proposal": proposal,
        "with_ai": with_ai,
        "missing": [(PLACES[name], sentence) for name, sentence in missing.items()],
        "parts": [forms_.get(slug) or one(proposal, with_ai=with_ai) for slug, one in PARTS.items()],
        "sides": sides_of(proposal),
        "sides_form": forms_.get("sides") or SidesForm(),
        "rows": rows(proposal.yields.all()),
        "yield_form": forms_.get("yield") or YieldForm(),
        "claims": proposal.claims.all(),
        "claim_form": forms_.get("claim") or ClaimForm(auto_id="bewering-%s"),
        "refused": next(iter(forms_.values()), None),
        "opened": next(iter(forms_), ""),
        "other": other,
        "typed_at": f"deel-{next(iter(forms_))}" if other else "",
    }
    return render(request, "cycles/proposals/trials/prepare.html", context, status=status)


def both(form: AnyForm, changed: Changed, names: Any) -> list[tuple[str, str]]:
    """What the other one wrote, to stand beside what was typed. Saving once more puts the typed words there."""
    form.seen = stamp(changed.row, names)
    return [(str(form.fields[name].label), _words(changed.row, name)) for name in changed.names]


def _words(row: Any, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    return (_("Ja") if value else _("Nee")) if isinstance(value, bool) else str(value)


def gone(request: HttpRequest, proposal: InnovationProposal, refusal: Refused) -> HttpResponse:
    """It went on while somebody was typing."""
    sentence = refusal.sentence or _("Dit voorstel is al verder. Wat hier stond, staat vast.")
    messages.error(request, sentence)
    return redirect("cycles:proposal", pk=proposal.pk)


def back(proposal: InnovationProposal, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('cycles:proposal-prepare', args=[proposal.pk])}#{anchor}")


def _row_page(
    request: HttpRequest, proposal: InnovationProposal, form: AnyForm, context: Forms, status: int = 200
) -> HttpResponse:
    if proposal.state not in BEFORE_A_TRIAL:
        return gone(request, proposal, Refused(""))
    context |= {"proposal": proposal, "form": form}
    return render(request, "cycles/proposals/trials/row.html", context, status=status)


def _added(request: HttpRequest, pk: int, rows: Rows) -> HttpResponse:
    proposal = of_author(request, pk)
    if request.method == "HEAD":
        return HttpResponse()
    form = rows.form(request.POST)
    if done(form, lambda given: rows.add(proposal, given, by=viewer_of(request).person)):
        messages.success(request, _("Bewaard."))
        return back(proposal, rows.anchor)
    return prepare_page(request, proposal, {rows.kind: form}, status=422)


def _edited(request: HttpRequest, pk: int, rows: Rows, which: int) -> HttpResponse:
    proposal = of_author(request, pk)
    row = rows.found(proposal, which)
    form = rows.form(request.POST if request.method == "POST" else None, row)
    context = {"title": rows.title, "anchor": rows.anchor}
    if request.method != "POST":
        return _row_page(request, proposal, form, context)
    person = viewer_of(request).person
    try:
        is_saved = done(form, lambda given: rows.change(row, given, form.seen, by=person))
    except Changed as changed:
        return _row_page(request, proposal, form, context | {"other": both(form, changed, rows.names)}, 409)
    if not is_saved:
        return _row_page(request, proposal, form, context, 422)
    messages.success(request, _("Bewaard."))
    return back(proposal, rows.anchor)


def _removed(request: HttpRequest, pk: int, rows: Rows, which: int) -> HttpResponse:
    proposal = of_author(request, pk)
    row = rows.found(proposal, which)
    try:
        before = rows.remove(row, by=viewer_of(request).person)
    except Refused as refusal:
        return gone(request, proposal, refusal)
    keep_before(request, rows.kind, before, str(which))
    offer_undo(request, str(rows.is_gone), reverse(rows.restore, args=[pk, which]))
    return back(proposal, rows.anchor)


def _restored(request: HttpRequest, pk: int, rows: Rows, which: int) -> HttpResponse:
    proposal = of_author(request, pk)
    before = take_before(request, rows.kind, str(which))
    if before is None:
        messages.info(request, _("Dit staat er al weer."))
        return back(proposal, rows.anchor)
    try:
        rows.add(proposal, preparing.from_session(before), by=viewer_of(request).person)
    except Refused as refusal:
        return gone(request, proposal, refusal)
    messages.success(request, _("Het staat er weer."))
    return back(proposal, rows.anchor)
