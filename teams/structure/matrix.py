"""Who sees what, as it is told to everybody. The rules themselves are in access.py of each package."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COLUMNS = (_("Jij"), _("Collega of team"), _("Teamleider"), _("Manager"), _("Beheerder"))
YES, NO = _("ja"), None

Cell = Promise | None  # None is no


@dataclass(frozen=True, slots=True)
class Row:
    what: Promise
    you: Cell
    colleague: Cell
    lead: Cell
    manager: Cell
    administrator: Cell
    more: Promise | None = None

    def __iter__(self) -> Iterator[tuple[Promise, Cell]]:
        """(column, words or None for no)"""
        cells = (self.you, self.colleague, self.lead, self.manager, self.administrator)
        return iter(zip(COLUMNS, cells, strict=True))


ROWS = (
    Row(
        _("Leermomenten en concepten"),
        YES, NO, NO, NO, NO,
        more=_("ook wat je typt en nog niet bewaart"),
    ),
    Row(_("Antwoorden bij een vraag van de week"), YES, _("als jij deelt"), _("alleen bij name"), NO, NO),
    Row(_("De momenten van je team"), YES, _("je team"), YES, NO, NO),
    Row(_("Je werktijden"), YES, _("of je er bent"), _("of je er bent"), NO, YES),
    Row(
        _("Afwezigheid"),
        YES, _("‘afwezig’"), _("‘afwezig’"), NO, _("leest het in"),
        more=_("alleen van en tot, nooit waarom"),
    ),
    Row(
        _("Wanneer je eigen agenda bezet is"),
        YES, NO, _("of je erbij kunt"), NO, NO,
        more=_("alleen van en tot, nooit wat het is"),
    ),
    Row(
        _("Je ja of nee op een vraag van een teamleider"),
        YES, NO, _("ja of nee, nooit waarom"), NO, _("dat je ja zei"),
        more=_("een keer buiten je werktijd, of te gast"),
    ),
    Row(
        _("Een andere plek voor je moment, of deze week niet"),
        YES, _("je duo, over jullie uur"), NO, NO, NO,
    ),
    Row(_("Kader: doelen en ontwikkelvragen"), YES, YES, YES, _("maakt het"), _("maakt het")),
    Row(
        _("Of een mail aankwam"),
        NO, NO, NO, NO, YES,
        more=_("aan wie en welke soort, nooit wat je schreef"),
    ),
    Row(
        _("Cijfers van een groep"),
        _("vanaf 5 mensen"), _("vanaf 5 mensen"), _("vanaf 5 mensen"), _("vanaf 5 mensen"), _("vanaf 5 mensen"),
    ),
)  # fmt: skip
