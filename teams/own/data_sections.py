"""The two ways to everything of oneself, on Mijn gegevens; and at its top, that it will be erased."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from teams.own.sections import Context, notice, section
from teams.privacy.models import BroughtAlong, Erasure
from teams.structure.access import viewer_of


@notice("wordt-gewist", "teams/own/erasure_notice.html")
def _erasure(request: HttpRequest, forms: Context) -> Context:
    row = Erasure.objects.filter(person=viewer_of(request).person).first()
    return {"erasure": row} if row else {}


@section("meenemen", _("Meenemen en wissen"), "teams/own/data_section.html")
def _own_data(request: HttpRequest, forms: Context) -> Context:
    return {"has_brought": BroughtAlong.objects.filter(person=viewer_of(request).person).exists()}
