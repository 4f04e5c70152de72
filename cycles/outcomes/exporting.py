"""The tables of the page Opbrengsten as files: made of what the page shows, so that no file tells more."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from cycles.outcomes.managing import Outcomes
from lerendwerken.lib.tables import Table


def yields(outcomes: Outcomes) -> Table:
    headings = (
        _("Opbrengst"), _("Soort"), _("Voorstel"), _("Team"), _("Eerst"), _("Verwacht"), _("Gemeten"),
        _("Gemeten op"), _("Wat dit getal niet zegt"),
    )  # fmt: skip
    rows = []
    for row in outcomes.yields:
        one, last = row.outcome, row.last
        assert one.proposal
        rows.append(
            (
                row.name, str(one.get_kind_display()), one.proposal.name, one.proposal.team.name,
                one.baseline, one.target, last.value if last else None, last.measured_on if last else None,
                last.note if last else "",
            )
        )  # fmt: skip
    return Table(_("Opbrengsten"), headings, rows)


def kept(outcomes: Outcomes) -> Table:
    """Teams of five or more, a line a week; of a smaller one not even its name."""
    headings = (_("Team"), _("Week"), _("Doorgegaan"), _("Gepland"))
    rows = [
        (group.name, str(week.iso), week.held, week.planned)
        for group in outcomes.kept.shown
        for week in group.value.weeks
        if week.row
    ]
    return Table(_("Momenten die doorgingen"), headings, rows)


TABLES: dict[str, Callable[[Outcomes], Table]] = {"opbrengsten": yields, "momenten": kept}
"""Name in the address -> the table."""
