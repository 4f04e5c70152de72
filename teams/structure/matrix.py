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
    Row(
        _("Je leervraag en wat die moet opleveren"),
        YES, _("als jij deelt"), _("alleen bij name"), _("alleen bij name"), NO,
        more=_("een concept deel je niet"),
    ),
    Row(
        _("Je leerspoor: pogingen, beweringen, uitleg en wat je nog weet"),
        YES, NO, NO, NO, NO,
    ),
    Row(
        _("Of een collega tekende dat je iets zelf kunt"),
        YES, _("wie tekent"), NO, NO, NO,
        more=_("alleen een naam en een datum gaan mee, als jij dat deelt"),
    ),
    Row(
        _("Je gesprek met de sparringpartner"),
        YES, NO, NO, NO, NO,
        more=_("ook niet om later iets mee te leren of te doorzoeken"),
    ),
    Row(
        _("Een zin voor het kader, van wie een eigen vraag heeft"),
        YES, NO, NO, _("wie het kader maakt"), _("wie het kader maakt"),
        more=_("zonder naam als jij dat kiest; dan weet niemand van wie hij is"),
    ),
    Row(_("De momenten van je team"), YES, _("je team"), YES, NO, NO),
    Row(_("Je werktijden"), YES, _("of je er bent"), _("of je er bent"), NO, YES),
    Row(
        _("Afwezigheid"),
        YES, _("‘afwezig’"), _("‘afwezig’"), NO, _("leest het in"),
        more=_("alleen van en tot, nooit waarom"),
    ),
    Row(
        _("Je eigen overzicht van wat je leerde"),
        YES, NO, NO, NO, NO,
        more=_("ook of je de basisnormen las"),
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
        _("Een inzicht dat je opschrijft"),
        YES, _("als jij het publiceert"), _("als jij het publiceert"), _("wat voor iedereen is"), _("wat voor iedereen is"),
        more=_("een concept leest alleen jij"),
    ),
    Row(
        _("Het maandbericht van je team"),
        YES, _("je team"), YES, NO, NO,
        more=_("ook wie hier voor leren en ontwikkelen zorgt"),
    ),
    Row(
        _("Je opbrengstverslag"),
        YES, NO, NO, _("als jij deelt"), NO,
        more=_("alleen wat je kiest, zoals het was toen je deelde; je ziet wanneer je manager het opent"),
    ),
    Row(_("De afspraken van je team over AI"), YES, _("je team"), YES, NO, NO),
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
