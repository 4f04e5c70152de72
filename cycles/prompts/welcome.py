"""The page of the first day: are the hours right, who sees what, and how small the beginning is."""

from datetime import datetime
from functools import cached_property

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cycles.prompts.answering import questions
from cycles.prompts.overview import Overview, Row
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours import correcting
from teams.hours.models import WorkingPattern
from teams.own.days import weeks
from teams.own.forms import ChoicesForm
from teams.structure.access import Viewer, signed_in, viewer_of, visible


class FirstWeek:
    """The week in which the first moment comes: this one, or the next when nothing is left of this one."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer, self.now = viewer, clock.now()
        self.this = IsoWeek.of(clock.today(viewer.person.time_zone))

    @cached_property
    def overview(self) -> Overview:
        present = Overview(self.viewer, self.this, self.this)
        if self._ahead(present) or present.rows:
            return present
        coming = Overview(self.viewer, self.this + 1, self.this)
        return coming if coming.rows else present

    @cached_property
    def first(self) -> Row | None:
        return next(iter(self._ahead(self.overview)), None)

    @cached_property
    def question(self) -> str:
        """What will be asked first, when that is known already."""
        asked = questions(self.first.prompt) if self.first and self.first.prompt else []
        return asked[0].text(self.viewer.person.language)[0] if asked else ""

    @cached_property
    def minutes(self) -> int:
        """For learning in a whole week, as the next one is."""
        return Overview(self.viewer, self.this + 1, self.this).budget

    def _ahead(self, overview: Overview) -> list[Row]:
        def ahead(at: datetime | None) -> bool:
            return at is not None and at > self.now

        return [row for row in overview.rows if row.state != "cut" and ahead(row.seat.starts_at)]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Each part posts alone. Only leaving the page with its button says that it was seen."""
    person = viewer_of(request).person
    if request.method != "POST":
        return _page(request, ChoicesForm(instance=person))
    what = request.POST.get("what")
    if what == "hours":
        correcting.confirm(by=person)
        return redirect(reverse("cycles:welcome") + "#wie")
    if what == "choices":
        # A copy: a wrong choice must not stand on the viewer for the rest of this page.
        form = ChoicesForm(request.POST, instance=User.objects.get(pk=person.pk))
        if not form.is_valid():
            return _page(request, form, status=422)
        form.save()
        messages.success(request, _("Bewaard. Op Mijn gegevens kun je het altijd veranderen."))
        return redirect(reverse("cycles:welcome") + "#begin")
    User.objects.filter(pk=person.pk).update(welcomed=True)
    return redirect("cycles:my-week")


def _page(request: HttpRequest, form: ChoicesForm, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    patterns = visible(WorkingPattern, viewer).filter(person=viewer.person)
    shown, _imported = correcting.in_force(list(patterns), viewer.person)
    context = {
        "person": viewer.person,
        "week": FirstWeek(viewer),
        "shown": shown,
        "is_own": shown is not None and shown.source == WorkingPattern.Source.OWN,
        "weeks": weeks(shown),
        "form": form,
    }
    return render(request, "cycles/prompts/welcome.html", context, status=status)
