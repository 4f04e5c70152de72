"""Writing a proposal: three fields on one page. The draft is a row from the first save on, whoever presses what."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from cycles.proposals import moving, wording
from cycles.proposals.models import InnovationProposal, ProposalAuthor
from cycles.proposals.moving import Forbidden
from cycles.proposals.writing import carrying, doing, drafting, from_question, sheet
from cycles.proposals.writing.drafting import WRITABLE, read_stamp, stamped
from cycles.proposals.writing.forms import DraftForm
from cycles.questions.lifecycle import NotYet
from cycles.questions.models import LearningQuestion
from cycles.questions.posting import still_there
from lerendwerken.lib import clock
from lerendwerken.templatetags.ui import clock_time, listed
from teams.structure.access import Viewer, get_or_404, signed_in, viewer_of, visible

State = InnovationProposal.State
NEXT = {
    "people": "cycles:proposal-coauthor-invite",
    "share": "cycles:proposal-share",
    "naming": "cycles:proposal-name",
}  # value of a button -> where it leads once the draft is kept
NOT_YOURS = gettext_lazy(
    "Je schrijft niet meer aan dit voorstel. Dit is niet bewaard. Kopieer je tekst als je hem wilt houden."
)
HELD_BACK = "\0"  # stands for a text that its writer has not seen: no text of anybody's


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """The empty page; `?leervraag=5` begins with an own learning question."""
    viewer = viewer_of(request)
    question = from_question.asked_for(request, viewer)
    if request.method == "POST":
        return _post(request, viewer, _sent_row(request, viewer), question)
    row = _blank(viewer, question)
    if row is None:
        return render(request, "cycles/proposals/writing/no_team.html", {"why": sheet.NO_TEAM})
    form = sheet.draft_form(viewer, row, initial=from_question.texts(question) if question else None)
    return _page(request, viewer, row, form, question=question)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method == "POST" and _left(viewer, pk):
        return _not_kept(request)
    row = wording.as_written(get_or_404(InnovationProposal, viewer, pk=pk))
    if not moving.is_author(row, viewer.person) or (row.state not in WRITABLE and request.method != "POST"):
        return redirect("cycles:proposal", pk=pk)
    if request.method == "POST":
        return _post(request, viewer, row, None)
    return _page(request, viewer, row, sheet.draft_form(viewer, row))


@still_there
@signed_in
def autosave(request: HttpRequest) -> HttpResponse:
    """Keeps what is right so far. Answers with the line that says so, for app.js or for htmx."""
    if request.method == "HEAD":
        return HttpResponse()
    viewer = viewer_of(request)
    row, form, problem, saved = _sent_row(request, viewer), None, "", None
    if row is None and _is_of_one(request):
        return _said(request, str(NOT_YOURS), None, {})
    question = from_question.asked_for(request, viewer)
    blank = row or _blank(viewer, question)
    if blank is None:
        return _said(request, str(sheet.NO_TEAM), None, {})
    form = sheet.draft_form(viewer, blank, request.POST)
    if not form.is_valid():
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    try:
        saved = _keep(request, viewer, row, form, question)
    except (NotYet, Forbidden):
        return _said(request, drafting.closed(blank), None, {})
    if saved is None:
        return _said(request, problem, None, {}, is_kept=False)
    held = dict.fromkeys(saved.too_long, HELD_BACK)
    if saved.too_long:
        problem = _(
            "Iemand anders schreef hier intussen ook. Samen is het te lang. Druk op ‘Bewaar’ om beide te zien."
        )
    shown = {name: text for name, text in saved.other.items() if name not in held}
    return _said(request, problem, stamped(saved.row, held), shown)


@require_POST
@signed_in
def look(request: HttpRequest) -> HttpResponse:
    """The parts of the page that follow what is typed; nothing is kept by this."""
    viewer = viewer_of(request)
    row = _sent_row(request, viewer) or _blank(viewer, from_question.asked_for(request, viewer))
    if row is None:
        return HttpResponse(status=204)
    form = sheet.draft_form(viewer, row, request.POST)
    form.is_valid()
    context = sheet.living(viewer, sheet.as_typed(row, form.typed())) | {"is_swap": True}
    page = "_living" if request.htmx else "similar"  # type: ignore[attr-defined]
    return render(request, f"cycles/proposals/writing/{page}.html", context)


# What is done -------------------------------------------------------------------------------------


def _blank(viewer: Viewer, question: LearningQuestion | None = None) -> InnovationProposal | None:
    """Not saved yet; from a question it serves the same goal, and its owner sees that before others do."""
    team = sheet.team_of(viewer)
    serves = question.development_question_id if question else None
    return (
        InnovationProposal(owner=viewer.person, team=team, question=question, development_question_id=serves)
        if team
        else None
    )


def _sent_row(request: HttpRequest, viewer: Viewer) -> InnovationProposal | None:
    """Which draft a page writes, by the stamp that it carries; an own page that is older than its draft has it, too."""
    pk, _digests = read_stamp(request.POST.get("revision", ""))
    rows = visible(InnovationProposal, viewer).select_related("team__unit", "owner")
    row = rows.filter(pk=pk).first() if pk else None
    return wording.as_written(row) if row and moving.is_author(row, viewer.person) else None


def _is_of_one(request: HttpRequest) -> bool:
    """Whether a page was made for one proposal. What is typed in it is no new one, whoever has it by now."""
    return read_stamp(request.POST.get("revision", ""))[0] is not None


def _left(viewer: Viewer, pk: int) -> bool:
    """Whether this person wrote along and does so no more."""
    rows = ProposalAuthor.objects.filter(proposal=pk, person=viewer.person, was_in_at__isnull=False)
    return rows.exclude(state=ProposalAuthor.State.IN).exclude(proposal__owner=viewer.person).exists()


def _not_kept(request: HttpRequest) -> HttpResponse:
    """From a page that was open while its writer stopped: what was typed stays on the screen, and nothing of others."""
    form = DraftForm(InnovationProposal(), request.POST)
    page = "cycles/proposals/writing/not_kept.html"
    return render(request, page, {"why": NOT_YOURS, "form": form}, status=409)


def _keep(
    request: HttpRequest,
    viewer: Viewer,
    row: InnovationProposal | None,
    form: DraftForm,
    question: LearningQuestion | None,
) -> drafting.Saved | None:
    """None when there is nothing to keep yet. Raises NotYet, Forbidden."""
    typed = form.typed()
    if row:
        digests = read_stamp(request.POST.get("revision", ""))[1]
        return drafting.save(row, typed, digests, by=viewer.person)
    team = sheet.team_of(viewer)
    if team is None or not any(typed.get(name) for name in drafting.TEXTS):
        return None
    made = drafting.started(viewer.person, team, typed, **({"question": question} if question else {}))
    return drafting.Saved(made)


def _post(
    request: HttpRequest, viewer: Viewer, row: InnovationProposal | None, question: LearningQuestion | None
) -> HttpResponse:
    if row is None and _is_of_one(request):
        return _not_kept(request)
    blank = row or _blank(viewer, question) or InnovationProposal(owner=viewer.person)
    form = sheet.draft_form(viewer, blank, request.POST)
    is_right = form.is_valid()
    if blank.team_id is None:
        return render(
            request,
            "cycles/proposals/writing/no_team.html",
            {"why": sheet.NO_TEAM, "form": form},
            status=422,
        )
    try:
        saved = _keep(request, viewer, row, form, question)
    except (NotYet, Forbidden):
        return _page(
            request, viewer, blank, form, status=409, problem=drafting.closed(blank), question=question
        )
    if saved is None:
        if is_right:
            form.add_error(None, _("Schrijf eerst iets op. Eén zin is genoeg om te bewaren."))
        return _page(request, viewer, blank, form, status=422, question=question)
    row = saved.row
    if saved.too_long:
        problem = _(
            "Iemand anders schreef hier intussen ook. Samen is het te lang. Bewaar je dit, dan vervangt het dat."
        )
        other = [saved.other[name] for name in saved.too_long if name in saved.other]
        return _page(request, viewer, row, form, status=409, problem=problem, other=other)
    if saved.other:
        messages.info(
            request, _("Iemand anders schreef intussen ook. Beide teksten staan er. Haal weg wat dubbel is.")
        )
    if not is_right:
        return _page(request, viewer, row, form, status=422)
    return _pressed(request, viewer, row, form, was_changed=bool(saved.other))


def _pressed(
    request: HttpRequest, viewer: Viewer, row: InnovationProposal, form: DraftForm, *, was_changed: bool
) -> HttpResponse:
    """The draft is kept; then what the button asked for."""
    back = reverse("cycles:proposal-write", args=[row.pk])
    if key := request.POST.get("leave_out", ""):
        return doing.say_left_out(request, row, key)
    if "send" in request.POST and carrying.unseen(row, request.POST.getlist("claim_seen")):
        messages.info(request, carrying.UNSEEN)
        return redirect(f"{back}#gaan-mee")
    if "send" in request.POST and not was_changed:
        why = sheet.not_from_here(row, viewer)
        try:
            if why:
                raise NotYet({"": why})
            moving.submit(row, by=viewer.person)
        except Forbidden:
            messages.error(request, _("Alleen wie het voorstel begon, dient het in. Je tekst is bewaard."))
            return redirect(back)
        except NotYet as missing:
            for name, sentence in missing.missing.items():
                form.add_error(name if name in form.fields else None, sentence)
            return _page(request, viewer, row, form, status=422)
        doing.say_submitted(request, row)
        return redirect("cycles:proposal", pk=row.pk)
    if request.POST.get("join", "").isdecimal():
        found = visible(InnovationProposal, viewer).filter(pk=int(request.POST["join"][:9])).first()
        if found:
            doing.say_joined(request, found)
        return redirect(f"{back}#lijkt")
    if request.POST.get("next") in NEXT:
        return redirect(NEXT[request.POST["next"]], pk=row.pk)
    if "similar" in request.POST:
        return redirect(f"{back}#lijkt")
    messages.success(request, _("Bewaard om %(time)s uur") % {"time": clock_time(clock.now())})
    return redirect(back)


# What is shown ------------------------------------------------------------------------------------


def _page(
    request: HttpRequest,
    viewer: Viewer,
    row: InnovationProposal,
    form: DraftForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    drafts = (
        []
        if row.pk
        else list(visible(InnovationProposal, viewer).filter(owner=viewer.person, state=State.DRAFT)[:3])
    )
    here = reverse("cycles:proposal-write", args=[row.pk]) if row.pk else reverse("cycles:proposal-new")
    context = sheet.context(viewer, row, form, drafts=drafts, here=here, **more)
    return render(request, "cycles/proposals/writing/write.html", context, status=status)


def _said(
    request: HttpRequest, problem: str, stamp: str | None, other: dict[str, str], *, is_kept: bool = True
) -> HttpResponse:
    """The status line. `other`: texts that the page has to show instead of what stands in it."""
    labels = {name: DraftForm.base_fields[name].label for name in other}
    context = {
        "saved_at": clock.now() if is_kept else None,
        "problem": problem,
        "other": other,
        "where": listed(str(label).partition(". ")[2] or label for label in labels.values()),
        "stamp": stamp,
        "is_swap": bool(request.htmx),  # type: ignore[attr-defined]
    }
    status = 200 if not problem else 422 if stamp else 409
    response = render(request, "cycles/proposals/writing/_saved.html", context, status=status)
    if stamp:
        response.headers["X-Revision"] = stamp
    return response
