"""A Leermoment stands on the week line of its writer: that it was there and when, never its words."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.prompts.overview import Mark, marks
from cycles.questions.models import LogEntry
from teams.structure.access import Viewer, visible


@marks
def leermomenten(viewer: Viewer, start: datetime, end: datetime) -> list[Mark]:
    written = visible(LogEntry, viewer).filter(written_at__gte=start, written_at__lt=end)
    url = reverse("cycles:log")
    return [Mark(at, _("Leermoment"), url) for at in written.values_list("written_at", flat=True)]
