"""The page of a conversation, what is new on it, and leading it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cycles.harvest import leading, noting, trials
from cycles.harvest.access import conversations
from cycles.harvest.answering import does, moment_of, number, page, typed
from cycles.insights import digesting
from cycles.weekly.models import Kind, Moment
from lerendwerken.lib.refusal import Refused
from teams.structure.access import Viewer, signed_in, viewer_of


@require_safe
@signed_in
def harvest(request: HttpRequest, moment: int) -> HttpResponse:
    return page(request, *moment_of(request, moment))


@require_safe
@signed_in
def news(request: HttpRequest, moment: int) -> HttpResponse:
    """The main part of the page when something changed since `sinds`, else nothing. Asked every two seconds by
    everybody in the conversation: one query as long as it is quiet."""
    found = conversations(viewer_of(request)).filter(pk=moment).values_list("harvest__revision").first()
    if found is None:
        return HttpResponse(status=404)
    revision = str(found[0] or 0)
    if request.GET.get("sinds") == revision:
        return HttpResponse(status=204, headers={"ETag": f'"{revision}"'})
    return page(request, *moment_of(request, moment))


# Leading --------------------------------------------------------------------------------------------


@require_POST
@signed_in
def begin(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> None:
        leading.begin(moment, by=viewer.person)
        if moment.kind == Kind.MONTHLY_REVIEW and digesting.may_make(moment.cycle.team_id, viewer.person):
            digesting.draft_for(moment.cycle.team, trials.month_of(moment), viewer.person)

    return does(request, moment, verb)


@require_POST
@signed_in
def take_over(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        leading.take_over(moment, by=viewer.person)
        return _("Jij leidt nu het gesprek.")

    return does(request, moment, verb)


@require_POST
@signed_in
def go(request: HttpRequest, moment: int) -> HttpResponse:
    """`seen`: the step that stood on the page; `to`: verder or terug."""
    seen, steps = number(request.POST.get("seen")), -1 if request.POST.get("to") == "terug" else 1

    def verb(viewer: Viewer, moment: Moment) -> None:
        if seen is None:
            raise Refused(_("Kies of jullie verder gaan of terug."))
        leading.go(moment, seen, steps, by=viewer.person)

    return does(request, moment, verb)


@require_POST
@signed_in
def pause(request: HttpRequest, moment: int) -> HttpResponse:
    return does(request, moment, lambda viewer, moment: leading.pause(moment, by=viewer.person))


@require_POST
@signed_in
def go_on(request: HttpRequest, moment: int) -> HttpResponse:
    return does(request, moment, lambda viewer, moment: leading.go_on(moment, by=viewer.person))


@require_POST
@signed_in
def close(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        leading.close(moment, by=viewer.person)
        return _("Het gesprek is afgerond.")

    return does(request, moment, verb, undo="cycles:harvest-reopen")


@require_POST
@signed_in
def reopen(request: HttpRequest, moment: int) -> HttpResponse:
    def verb(viewer: Viewer, moment: Moment) -> str:
        leading.reopen(moment, by=viewer.person)
        return _("Het gesprek is weer open.")

    return does(request, moment, verb)


# From memory ----------------------------------------------------------------------------------------


@require_POST
@signed_in
def note(request: HttpRequest, moment: int) -> HttpResponse:
    """Kept while it is typed (a line of status), or by its button."""
    text, revision = typed(request, "note"), number(request.POST.get("revision"))
    if "autosave" in request.POST:
        viewer, row = moment_of(request, moment)
        return _status(request, viewer, row, text, revision)

    def verb(viewer: Viewer, moment: Moment) -> str:
        noting.write(moment, text, revision, by=viewer.person)
        return _("Je notitie is bewaard.")

    return does(request, moment, verb, at="notitie")


def _status(
    request: HttpRequest, viewer: Viewer, moment: Moment, text: str, revision: int | None
) -> HttpResponse:
    try:
        saved = noting.write(moment, text, revision, by=viewer.person)
    except Refused as no:
        return render(request, "cycles/harvest/_status.html", {"problem": no.sentence}, status=422)
    both = saved.text if saved.text != text.strip() else ""
    answer = render(request, "cycles/harvest/_status.html", {"saved": saved, "both": both})
    answer.headers["X-Revision"] = str(saved.revision)
    return answer
