"""Reading insights in: a list or a file, a look at every row, and then all the right ones at once."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cycles.insights import reading_in, taking_in
from cycles.insights.forms import teams_of
from cycles.insights.models import InsightImport
from cycles.insights.views import PAGE
from lerendwerken.lib.undo import keep_before, offer_undo, take_before
from teams.structure.access import Viewer, signed_in, viewer_of, visible
from teams.structure.models import Team

UNDO = "insights-import"
A_PAGE = 100
TOO_BIG = _("Dit is groter dan 5 MB. Splits de lijst en lees de stukken na elkaar in.")


class ImportForm(forms.Form):
    text = forms.CharField(
        label=_("Plak je lijst"),
        help_text=_("Eén inzicht op een regel. Zet er een puntkomma achter en dan de bron."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    file = forms.FileField(
        label=_("Of kies een csv-bestand"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv"}),
    )

    def clean_file(self) -> "UploadedFile[Any] | None":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > reading_in.MAX_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return file

    @property
    def data_read(self) -> bytes:
        file: UploadedFile[Any] | None = self.cleaned_data.get("file")
        return file.read() if file else str(self.cleaned_data.get("text") or "").encode()


class TakeForm(forms.Form):
    """For whom: only the reader, or one of the own teams at once."""

    audience = forms.ChoiceField(
        label=_("Wie leest ze straks?"),
        widget=forms.RadioSelect,
        initial="",
        required=False,
        error_messages={"invalid_choice": _("Kies voor wie deze inzichten zijn.")},
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams_of(viewer)}
        field: Any = self.fields["audience"]
        field.choices = [("", _now("Alleen ik, als concept"))] + [
            (pk, _now("Team %(team)s: wie erbij hoort, leest wat een bron heeft") % {"team": team.name})
            for pk, team in self.teams.items()
        ]

    @property
    def team(self) -> Team | None:
        return self.teams.get(self.cleaned_data["audience"])


@PAGE
@signed_in
def start(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = reading_in.read(form.data_read)
        except reading_in.NotRead as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", refusal.sentence)
        else:
            taking_in.keep(rows, by=viewer_of(request).person)
            return redirect("cycles:insights-import-preview")
    status = 422 if request.method == "POST" else 200
    return render(request, "cycles/insights/import.html", {"form": form}, status=status)


@require_safe
@signed_in
def preview(request: HttpRequest) -> HttpResponse:
    row = _waiting(request)
    if row is None:
        return redirect("cycles:insights-import")
    return _preview_page(request, row, TakeForm(viewer=viewer_of(request)))


@require_POST
@signed_in
def take(request: HttpRequest) -> HttpResponse:
    viewer, row = viewer_of(request), _waiting(request)
    if row is None or request.POST.get("seen") != row.at.isoformat():
        messages.error(request, _now("Deze lijst is er niet meer. Lees hem opnieuw in."))
        return redirect("cycles:insights-import")
    form = TakeForm(request.POST, viewer=viewer)
    if not form.is_valid():
        return _preview_page(request, row, form, status=422)
    home = next(iter(teams_of(viewer)), None)
    made = taking_in.take(row, team=form.team or home, for_team=form.team is not None, by=viewer.person)
    said = ngettext("%(count)s inzicht ingelezen.", "%(count)s inzichten ingelezen.", len(made))
    if made:
        keep_before(request, UNDO, {"at": made[0].made_at.isoformat()})
        offer_undo(request, said % {"count": len(made)}, reverse("cycles:insights-import-undo"))
    return redirect(reverse("cycles:insights") + ("" if form.team else "?soort=concepten"))


@require_POST
@signed_in
def drop(request: HttpRequest) -> HttpResponse:
    visible(InsightImport, viewer_of(request)).delete()
    messages.success(request, _now("Weggegooid. Er is niets ingelezen."))
    return redirect("cycles:insights-import")


@require_POST
@signed_in
def undo(request: HttpRequest) -> HttpResponse:
    before = take_before(request, UNDO)
    if before is None:
        messages.error(request, _now("Dit is al ongedaan gemaakt."))
    else:
        taking_in.undo(datetime.fromisoformat(before["at"]), by=viewer_of(request).person)
        messages.success(
            request, _now("Het inlezen is ongedaan gemaakt. Waar iemand al aan werkte, bleef staan.")
        )
    return redirect("cycles:insights")


def _waiting(request: HttpRequest) -> InsightImport | None:
    return visible(InsightImport, viewer_of(request)).first()


def _preview_page(
    request: HttpRequest, row: InsightImport, form: TakeForm, status: int = 200
) -> HttpResponse:
    rows = taking_in.waiting(row, viewer_of(request))
    right = [one for one in rows if one.is_right]
    context = {
        "form": form,
        "seen": row.at.isoformat(),
        "wrong": [one for one in rows if one.wrong],
        "known": [one for one in rows if one.is_known and not one.wrong],
        "right": right,
        "without_source": len(reading_in.without_source(rows)),
        "page": Paginator(right, A_PAGE).get_page(request.GET.get("pagina")),
    }
    return render(request, "cycles/insights/import_preview.html", context, status=status)
