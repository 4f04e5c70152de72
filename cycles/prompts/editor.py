"""Beheer, Vragen: the pages where administrators change what is asked. Nothing of anybody's answers is here."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cycles.prompts import default_set, editing
from cycles.prompts.editing import Gone, Outdated, Refused
from cycles.prompts.forms import PreviewForm, QuestionForm
from cycles.prompts.models import PromptSet, Question
from cycles.prompts.planning import turn_of
from cycles.prompts.preview import LENGTHS, preview
from cycles.weekly.models import Kind
from lerendwerken.lib import clock
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.access import administrator, get_or_404, viewer_of, visible

UNDO = "question"
DELIVERED = 0  # stands for the questions that came with the product, where a version is named


@administrator
@require_safe
def question_sets(request: HttpRequest) -> HttpResponse:
    """Every kind of moment, with the version that is asked now."""
    newest: dict[str, PromptSet] = {}
    drafts: set[str] = set()
    rows = visible(PromptSet, viewer_of(request)).annotate(count=Count("questions")).order_by("version")
    for row in rows.select_related("published_by"):
        if row.is_draft:
            drafts.add(row.kind)
        else:
            newest[row.kind] = row
    kinds = [(kind, newest.get(kind), kind.value in drafts) for kind in Kind]
    return render(request, "cycles/prompts/editor/sets.html", {"kinds": kinds})


@administrator
@require_safe
def question_set(request: HttpRequest, kind: str, version: int | None = None) -> HttpResponse:
    """One version with its questions, and the other versions to go back to."""
    named = _kind(kind)
    sets = visible(PromptSet, viewer_of(request)).filter(kind=kind)
    versions = list(sets.published().select_related("published_by"))  # type: ignore[attr-defined]
    newest = versions[0].version if versions else DELIVERED
    shown = next((v for v in versions if v.version == (version or newest)), None)
    if shown is None and (version or versions):
        raise Http404
    return render(
        request,
        "cycles/prompts/editor/set.html",
        {
            "kind": named,
            "shown": shown,
            "questions": list(shown.questions.all()) if shown else [],
            "newest": newest,
            "versions": versions,
            "draft": sets.filter(published_at=None).first(),
            "is_delivered": not shown or _is_delivered(named, shown),
        },
    )


def _is_delivered(kind: Kind, shown: PromptSet) -> bool:
    """Whether these are the questions that came with the product, so that there is nothing to put back."""
    rows = default_set.rows(kind, shown)
    same = [[getattr(q, name) for name in editing.COPIED] for q in shown.questions.all()]
    return same == [[getattr(q, name) for name in editing.COPIED] for q in rows]


@administrator
@require_POST
def question_restore(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """An earlier version, or version 0 for the delivered questions, becomes the newest."""
    named, viewer = _kind(kind), viewer_of(request)
    source = None
    if version != DELIVERED:
        source = get_or_404(PromptSet, viewer, kind=kind, version=version, published_at__isnull=False)
    expected = _number(request, "newest")
    try:
        made = editing.restore(named, source, expected=expected, by=viewer.person)
    except Outdated:
        messages.info(request, _("Er geldt intussen een andere versie. Kijk eerst welke vragen er nu staan."))
    else:
        _offer_way_back(
            request, made, expected, _("Deze vragen gelden weer, vanaf de weken die nog niet klaarstaan.")
        )
    return redirect("cycles:question-set", kind=kind)


# The draft ----------------------------------------------------------------------------------------


@administrator
@require_POST
def draft_begin(request: HttpRequest, kind: str) -> HttpResponse:
    editing.begin(_kind(kind), by=viewer_of(request).person)
    return redirect("cycles:question-draft", kind=kind)


@administrator
@require_safe
def draft(request: HttpRequest, kind: str) -> HttpResponse:
    return _draft_page(request, _draft(request, kind))


def _draft_page(request: HttpRequest, of: PromptSet, *, status: int = 200) -> HttpResponse:
    questions = list(of.questions.all())
    room = editing.room(of.kind)
    context = {
        "kind": Kind(of.kind),
        "draft": of,
        "questions": questions,
        "room": room,
        "pinned": editing.pinned_minutes(questions),
        "problems": editing.problems(questions, room),
        "untranslated": sum(not (q.text_nl and q.text_en) for q in questions),
    }
    return render(request, "cycles/prompts/editor/draft.html", context, status=status)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest, kind: str) -> HttpResponse:
    of = _draft(request, kind) if request.method != "POST" else _draft_or_none(request, kind)
    return _question(request, _kind(kind), of, Question(minutes=5) if of else None)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if request.method != "POST":
        of = _draft(request, kind)
        return _question(
            request, _kind(kind), of, get_or_404(Question, viewer_of(request), pk=pk, prompt_set=of)
        )
    found = _draft_or_none(request, kind)
    return _question(request, _kind(kind), found, found.questions.filter(pk=pk).first() if found else None)


def _question(
    request: HttpRequest, kind: Kind, of: PromptSet | None, question: Question | None
) -> HttpResponse:
    """Saves one question. Whatever others did to the draft in the meantime, what was typed stays on the page."""
    if request.method != "POST":
        assert of is not None
        assert question is not None
        return _question_page(request, kind, QuestionForm(instance=question), question, of.revision)
    person = viewer_of(request).person
    revision = _number(request, "revision")
    if "anew" in request.POST:
        # The draft was gone, and the administrator chose to go on: in a new one, on the same question.
        of = editing.begin(kind, by=person)
        question = of.questions.filter(code=request.POST.get("code", "")).first() or Question()
        revision = of.revision
    if of is None or question is None:
        return _question_page(
            request, kind, QuestionForm(request.POST), Question(code=_code(request)), 0, gone=True, status=409
        )
    stored = Question.objects.filter(pk=question.pk).first()
    form = QuestionForm(request.POST, instance=question)
    if not form.is_valid():
        return _question_page(request, kind, form, question, revision, status=422)
    try:
        editing.put(of, form.save(commit=False), revision=revision, by=person)
    except Outdated as now:
        return _question_page(request, kind, form, question, now.revision, stored=stored, status=409)
    except Gone:
        return _question_page(request, kind, form, question, 0, gone=True, status=409)
    messages.success(request, _("Bewaard in het concept. Er wordt nog niets anders gevraagd."))
    return redirect("cycles:question-draft", kind=kind.value)


def _question_page(
    request: HttpRequest,
    kind: Kind,
    form: QuestionForm,
    question: Question,
    revision: int,
    *,
    gone: bool = False,
    stored: Question | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "kind": kind,
        "form": form,
        "question": question,
        "revision": revision,
        "gone": gone,
        "outdated": status == 409 and not gone,
        "stored": stored,
        "action": request.path,
    }
    return render(request, "cycles/prompts/editor/question.html", context, status=status)


@administrator
@require_POST
def question_move(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    def move(of: PromptSet) -> None:
        editing.move(
            of,
            _held(of, pk),
            up="up" in request.POST,
            revision=_number(request, "revision"),
            by=viewer_of(request).person,
        )

    return _change(request, kind, move)


@administrator
@require_POST
def question_remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    def remove(of: PromptSet) -> None:
        before = editing.remove(
            of, _held(of, pk), revision=_number(request, "revision"), by=viewer_of(request).person
        )
        keep_before(request, UNDO, before, kind)
        offer_undo(
            request, _("De vraag is uit het concept."), reverse("cycles:question-put-back", args=[kind])
        )

    return _change(request, kind, remove)


@administrator
@require_POST
def question_put_back(request: HttpRequest, kind: str) -> HttpResponse:
    named = _kind(kind)
    before = take_before(request, UNDO, kind)
    if before and editing.put_back(named, before, by=viewer_of(request).person):
        messages.success(request, _("De vraag staat er weer."))
    else:
        messages.info(request, _("Er is niets meer om ongedaan te maken."))
    return redirect(
        "cycles:question-draft" if _draft_or_none(request, kind) else "cycles:question-set", kind=kind
    )


def _change(request: HttpRequest, kind: str, change: Callable[[PromptSet], None]) -> HttpResponse:
    """One press in the list of a draft; what others did in the meantime is looked at first."""
    of = _draft_or_none(request, kind)
    try:
        if of is None:
            raise Gone
        change(of)
    except Gone:
        messages.info(request, _("Dit concept is intussen klaargezet of weggegooid."))
        return redirect("cycles:question-set", kind=kind)
    except Outdated:
        messages.error(
            request, _("Iemand anders veranderde intussen dit concept. Kijk eerst hoe het er nu uitziet.")
        )
    return redirect("cycles:question-draft", kind=kind)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def draft_discard(request: HttpRequest, kind: str) -> HttpResponse:
    """Asks first; after that the draft is gone, and what is asked now stays."""
    if request.method != "POST":
        of = _draft(request, kind)
        return render(request, "cycles/prompts/editor/discard.html", {"kind": Kind(kind), "draft": of})

    def discard(of: PromptSet) -> None:
        editing.discard(of, revision=_number(request, "revision"), by=viewer_of(request).person)
        messages.success(request, _("Het concept is weg. De vragen blijven zoals ze waren."))

    response = _change(request, kind, discard)
    return response if _draft_or_none(request, kind) else redirect("cycles:question-set", kind=kind)


@administrator
@require_POST
def draft_publish(request: HttpRequest, kind: str) -> HttpResponse:
    of = _draft_or_none(request, kind)
    before = editing.newest(kind)

    def publish(of: PromptSet) -> None:
        made = editing.publish(of, revision=_number(request, "revision"), by=viewer_of(request).person)
        _offer_way_back(
            request,
            made,
            before.version if before else DELIVERED,
            _("De nieuwe vragen gelden, vanaf de weken die nog niet klaarstaan."),
        )

    try:
        response = _change(request, kind, publish)
    except Refused:
        assert of
        return _draft_page(request, of, status=422)
    return response if _draft_or_none(request, kind) else redirect("cycles:question-set", kind=kind)


@administrator
@require_safe
def question_preview(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """As somebody will read it; for a draft the last look before it is published."""
    named, viewer = _kind(kind), viewer_of(request)
    of = get_or_404(PromptSet, viewer, kind=kind, version=version)
    questions = list(of.questions.all())
    room = editing.room(kind)
    lengths = sorted({*LENGTHS, room})
    usual = {
        "language": viewer.person.language,
        "experience": User.Experience.EXPERIENCED,
        "work": User.Work.PROFESSIONAL,
        "minutes": room,
    }
    form = PreviewForm(lengths, {**usual, **request.GET.dict()})
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else usual
    shown = preview(
        questions,
        lengths=lengths,
        language=chosen["language"],
        experience=chosen["experience"],
        work=chosen["work"],
        turn=turn_of(IsoWeek.of(clock.today(viewer.person.time_zone))),
    )
    context = {
        "kind": named,
        "of": of,
        "form": form,
        "language": chosen["language"],
        "shown": next(one for one in shown if one.minutes == chosen["minutes"]),
        "lengths": shown,
        "problems": editing.problems(questions, room) if of.is_draft else [],
    }
    return render(request, "cycles/prompts/editor/preview.html", context)


# ------------------------------------------------------------------------------------------------


def _offer_way_back(request: HttpRequest, made: PromptSet, before: int, said: str) -> None:
    """Undo publishes what was asked before; nothing is lost either way."""
    back = reverse("cycles:question-restore", args=[made.kind, before])
    offer_undo(request, said, f"{back}?newest={made.version}")


def _held(of: PromptSet, pk: int) -> Question:
    """A question of this draft. One that somebody else took out just now was there when the page was made."""
    question = of.questions.filter(pk=pk).first()
    if question is None:
        raise Outdated(of.revision)
    return question


def _kind(kind: str) -> Kind:
    if kind not in Kind.values:
        raise Http404
    return Kind(kind)


def _draft(request: HttpRequest, kind: str) -> PromptSet:
    _kind(kind)
    return get_or_404(PromptSet, viewer_of(request), kind=kind, published_at=None)


def _draft_or_none(request: HttpRequest, kind: str) -> PromptSet | None:
    _kind(kind)
    return visible(PromptSet, viewer_of(request)).filter(kind=kind, published_at=None).first()


def _number(request: HttpRequest, name: str) -> int:
    """A revision or version as the page had it; undo carries it in the address."""
    given = request.POST.get(name) or request.GET.get(name) or ""
    return int(given) if given.isdecimal() and len(given) < 10 else -1


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:40]
