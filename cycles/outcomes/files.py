"""Downloads of the page Opbrengsten."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cycles.outcomes.exporting import TABLES
from cycles.outcomes.managing import Outcomes
from lerendwerken.lib.tables import KINDS, as_file
from teams.structure.access import manager, viewer_of


@require_safe
@manager
def outcomes_file(request: HttpRequest, table: str, kind: str) -> HttpResponse:
    """One table as CSV or XLSX, with what the page itself shows to this viewer."""
    if table not in TABLES or kind not in KINDS:
        raise Http404
    viewer = viewer_of(request)
    made = as_file(TABLES[table](Outcomes(viewer)), kind)
    name = f"{table}-{viewer.day:%Y-%m-%d}.{kind}"
    return HttpResponse(
        made, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
