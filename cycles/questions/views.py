"""Leermoment: written in two minutes, read back by its writer only."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from cycles.questions.models import LogEntry
from cycles.questions.posting import still_there
from lerendwerken.lib import clock
from teams.structure.access import get_or_404, signed_in, viewer_of, visible

SAME_PRESS = timedelta(minutes=1)  # the same words within it are a button pressed twice


class LogForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = LogEntry
        fields = ["text"]
        labels = {"text": gettext_lazy("Wat viel je net op in je werk?")}
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "text": {
                "required": gettext_lazy("Schrijf eerst wat je opviel. Eén zin is genoeg."),
                "max_length": gettext_lazy(
                    "Dit is te lang: er passen 5000 tekens in. Je tekst staat er nog."
                ),
            }
        }


@still_there
@signed_in
def write(request: HttpRequest) -> HttpResponse:
    if request.method == "HEAD":
        return HttpResponse()
    form = LogForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    form.instance.person = viewer_of(request).person
    again = visible(LogEntry, viewer_of(request)).filter(
        text=form.instance.text, written_at__gt=clock.now() - SAME_PRESS
    )
    if not again.exists():
        form.save()
    messages.success(request, _("Je leermoment is bewaard. Alleen jij leest het."))
    return redirect("cycles:log" if "log" in request.POST else "cycles:my-week")


@require_safe
@signed_in
def log(request: HttpRequest) -> HttpResponse:
    return _page(request, LogForm())


@require_POST
@signed_in
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first; after that it is gone."""
    entry = get_or_404(LogEntry, viewer_of(request), pk=pk)
    if "sure" not in request.POST:
        return render(request, "cycles/questions/remove.html", {"entry": entry})
    entry.delete()
    messages.success(request, _("Je leermoment is weg."))
    return redirect("cycles:log")


def _page(request: HttpRequest, form: LogForm, status: int = 200) -> HttpResponse:
    entries = Paginator(visible(LogEntry, viewer_of(request)), 50).get_page(request.GET.get("page"))
    return render(request, "cycles/questions/log.html", {"form": form, "entries": entries}, status=status)
