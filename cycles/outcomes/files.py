"""Downloads of the page Opbrengsten."""

from datetime import date
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from cycles.outcomes.exporting import TABLES
from cycles.outcomes.managing import Outcomes
from cycles.yields.showing import said
from lerendwerken.lib.tables import KINDS, Cell, as_file
from teams.structure.access import manager, viewer_of

PRINT = "afdruk"


@require_safe
@manager
def outcomes_file(request: HttpRequest, table: str, kind: str) -> HttpResponse:
    """One table as CSV, as XLSX or as a page to print, with what the page itself shows to this viewer."""
    if table not in TABLES or kind not in (*KINDS, PRINT):
        raise Http404
    viewer = viewer_of(request)
    made = TABLES[table](Outcomes(viewer, request.GET.get("kwartaal", "")))
    if kind == PRINT:
        rows = [
            [(str(heading), _printed(cell)) for heading, cell in zip(made.headings, row, strict=True)]
            for row in made.rows
        ]
        context = {"table": made, "rows": rows}
        return render(request, "cycles/outcomes/print.html", context)
    name = f"{table}-{viewer.day:%Y-%m-%d}.{kind}"
    return HttpResponse(
        as_file(made, kind),
        content_type=KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _printed(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return said(cell)
    if isinstance(cell, date):
        return date_format(cell, "j F Y")
    return "" if cell is None else str(cell)
