"""The one thing that an "eigen vraag" puts on the frame's agenda: a sentence that its owner writes for it (S19)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from cycles.framework.models import FrameSuggestion
from cycles.questions.models import LearningQuestion
from lerendwerken.lib.typed import Sentence
from teams.structure.access import Viewer, get_or_404, signed_in, viewer_of, visible
from teams.structure.models import Membership, Unit

FEWEST = 5  # W9: with fewer people a sentence without a name still points at somebody


class SuggestionForm(forms.Form):
    text = Sentence(
        300,
        _("Schrijf een zin voor het kader."),
        label=_("Wat zou je in het kader willen zien?"),
        help_text=_("Alleen deze zin gaat mee. Je leervraag zelf niet."),
    )
    named = forms.TypedChoiceField(
        label=_("Komt je naam erbij?"),
        choices=[("", _("Nee, zonder naam")), ("1", _("Ja, met mijn naam"))],
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Kies een van deze mogelijkheden.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Typed, shown as its reader will see it, and only then sent."""
    viewer = viewer_of(request)
    question = get_or_404(LearningQuestion, viewer, pk=pk, is_own=True)
    form = SuggestionForm(request.POST) if request.method == "POST" else SuggestionForm(initial={"named": ""})
    mine = visible(FrameSuggestion, viewer).filter(person=viewer.person).select_related("unit")
    context: dict[str, Any] = {"question": question, "form": form, "mine": mine}
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        status = 422 if request.method == "POST" and "change" not in request.POST else 200
        if "change" in request.POST:
            context["form"] = SuggestionForm(initial=request.POST.dict())
        return render(request, "cycles/questions/suggest.html", context, status=status)
    text, named = form.cleaned_data["text"], form.cleaned_data["named"]
    unit = goes_to(viewer, named=named)
    if "send" not in request.POST:
        context |= {"text": text, "named": named, "unit": unit}
        return render(request, "cycles/questions/suggest_preview.html", context)
    send(viewer, text, named=named)
    messages.success(request, _now("Je zin staat bij het kader. Wie het kader maakt, leest hem."))
    return redirect("cycles:question", pk=pk)


@require_POST
@signed_in
def take_back(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    """What carries the own name; of a nameless sentence nobody knows whose it is, so it stays."""
    viewer = viewer_of(request)
    question = get_or_404(LearningQuestion, viewer, pk=pk)
    get_or_404(FrameSuggestion, viewer, pk=suggestion, person=viewer.person).delete()
    messages.success(request, _now("Je zin staat niet meer bij het kader."))
    return redirect("cycles:question-suggest", pk=question.pk)


def goes_to(viewer: Viewer, *, named: bool) -> Unit | None:
    """The unit whose frame it is for; a nameless sentence from a small unit goes to the whole organisation."""
    team = viewer.home_team
    if team is None:
        return None
    people = Membership.objects.on(viewer.day).filter(team__unit=team.unit_id, person__is_active=True)
    is_small = people.values("person").distinct().count() < FEWEST
    return None if is_small and not named else team.unit


def send(viewer: Viewer, text: str, *, named: bool) -> FrameSuggestion:
    """Once, however often it is pressed on one day; without a name no row says who wrote it."""
    return FrameSuggestion.objects.get_or_create(
        text=text,
        person=viewer.person if named else None,
        unit=goes_to(viewer, named=named),
        sent_on=viewer.day,
    )[0]
