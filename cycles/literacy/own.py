"""The way to one's own record from Mijn gegevens, also for who works without AI by now."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cycles.literacy.models import LiteracyEntry
from teams.own.sections import Context, section
from teams.structure.access import viewer_of, visible


@section("overzicht", _("Je overzicht"), "cycles/literacy/own_section.html")
def _section(request: HttpRequest, forms: Context) -> Context:
    """Nothing without a line: who never wrote one meets no word about it here."""
    count = visible(LiteracyEntry, viewer_of(request)).count()
    return {"count": count} if count else {}
