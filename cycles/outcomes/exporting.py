"""The tables of the page Opbrengsten as files: made of what the page shows, so that no file tells more."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from cycles.outcomes.figures.kept import CAUSES
from cycles.outcomes.managing import Outcomes
from lerendwerken.lib.tables import Table


def yields(outcomes: Outcomes) -> Table:
    headings = (
        _("Doel"), _("Ontwikkelvraag"), _("Opbrengst"), _("Soort"), _("Draagt bij aan"), _("Voorstel"),
        _("Team"), _("Eerst"), _("Verwacht"), _("Gemeten"), _("Gemeten op"), _("Wat dit getal niet zegt"),
    )  # fmt: skip
    rows = []
    for chain in outcomes.chains:
        asked = chain.question
        serves = (asked.goal.title, asked.text) if asked else ("", "")
        for row in chain.rows:
            one, last = row.outcome, row.last
            assert one.proposal
            rows.append(
                (
                    *serves, row.name, str(one.get_kind_display()), str(one.get_theme_display()),
                    one.proposal.name, one.proposal.team.name, one.baseline, one.target, last.value if last else None,
                    last.measured_on if last else None, last.note if last else "",
                )
            )  # fmt: skip
    return Table(_("Opbrengsten"), headings, rows)


def kept(outcomes: Outcomes) -> Table:
    """Teams of five or more, a line a week; of a smaller one not even its name."""
    headings = (_("Dienst"), _("Team"), _("Week"), _("Doorgegaan"), _("Gepland"))
    rows = [
        (unit.name, team.name, str(row.iso), row.held, row.planned)
        for unit in outcomes.kept
        for team in unit.shown
        for row in team.told
    ]
    return Table(_("Momenten die doorgingen"), headings, rows)


def obstacles(outcomes: Outcomes) -> Table:
    """What fell away in the quarter on the page, a line a team, and the unit's total where it may be told."""
    headings = (_("Dienst"), _("Team"), _("Kwartaal"), _("Gepland"), *(str(cause.label) for cause in CAUSES))
    rows: list[tuple[str | int, ...]] = []
    for unit in outcomes.obstacles:
        sums = [(team.name, team.sum) for team in unit.shown]
        sums += [(_("Samen"), unit.total)] if unit.total else []
        rows += [
            (unit.name, name, str(outcomes.quarter), found.planned, *found.causes) for name, found in sums
        ]
    return Table(_("Wat in de weg stond"), headings, rows)


def bands(outcomes: Outcomes) -> Table:
    """Of the whole organisation; of a band with fewer than five people only its name."""
    headings = (
        _("Contracturen per week"), _("Kwartaal"), _("Collega’s"), _("Momenten met een plek, van de 100"),
        _("Leertijd per week, in minuten"), _("Collega’s met een proef"),
    )  # fmt: skip
    rows = [
        (
            row.name, str(outcomes.band_quarter), row.figure.people if row.figure else None, row.places,
            row.minutes, row.figure.tried if row.figure else None,
        )
        for row in outcomes.bands
    ]  # fmt: skip
    return Table(_("Wie de kans krijgt"), headings, rows)


TABLES: dict[str, Callable[[Outcomes], Table]] = {
    "opbrengsten": yields,
    "momenten": kept,
    "obstakels": obstacles,
    "contracturen": bands,
}
"""Name in the address -> the table."""
