"""Who reads a recorded pack: everybody who is signed in, since members of a works council have no role of their own."""

from django.db.models import QuerySet

from teams.council.models import CouncilPack
from teams.structure.access import Viewer, sees


@sees(CouncilPack)
def _packs(viewer: Viewer) -> QuerySet[CouncilPack]:
    return CouncilPack.objects.all()
