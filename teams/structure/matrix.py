"""Who sees what (product.md 7), as data: the page of that name, the line under a field, and the test of every rule read it.

A row says for each column how far a thing has to be opened before it reaches somebody there. Every kind of what people
write names its row where it is classified (teams/privacy/registry.py). The rules themselves are in access.py of each
package; tests/wall holds them to these rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Flag, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Opened(Flag):
    """How far its owner opened a thing, and so whom it reaches: those of a circle in a column that lets it in."""

    NAMED = auto()  # to one person, by name
    TALK = auto()  # to who has a seat in a conversation of the team
    TEAM = auto()  # to a team: who works in it, or leads it
    UNIT = auto()  # to the unit of that team: who works there, leads or manages
    ALL = auto()  # to everybody who is signed in
    NOT_NEEDED = auto()  # it reaches the one in that column as it is


NEVER = Opened(0)
NAMED, TALK, TEAM = Opened.NAMED, Opened.TALK, Opened.TEAM
UNIT, ALL, ALWAYS = Opened.UNIT, Opened.ALL, Opened.NOT_NEEDED

COLUMNS = (_("Jij"), _("Collega of team"), _("Teamleider"), _("Manager"), _("Beheerder"))


@dataclass(frozen=True, slots=True)
class Cell:
    reads: Opened
    words: Promise | None = (
        None  # on the page; None is no. With NEVER: something else about it that they do see
    )


NO, YES = Cell(NEVER), Cell(ALWAYS, _("ja"))
SHOWN = Cell(NAMED | TEAM, _("als jij deelt"))
BY_NAME = Cell(NAMED, _("alleen bij name"))
PUBLISHED = Cell(TEAM | ALL, _("als jij het publiceert"))
OF_TEAM = Cell(TEAM, _("je team"))
SIGNS = Cell(NAMED, _("wie tekent"))
GROUP = Cell(NEVER, _("vanaf 5 mensen"))


def only(words: Promise) -> Cell:
    """Never the thing itself; only what these words say."""
    return Cell(NEVER, words)


@dataclass(frozen=True, slots=True)
class Row:
    what: Promise
    you: Cell
    colleague: Cell
    lead: Cell
    manager: Cell  # whoever manages the owner, in any role (S18)
    administrator: Cell
    more: Promise | None = None
    field: Promise | None = None  # the line under a field for it, where more people read it than its writer

    def __iter__(self) -> Iterator[tuple[Promise, Promise | None]]:
        """(column, words or None for no)"""
        return iter(zip(COLUMNS, (cell.words for cell in (self.you, *self.others)), strict=True))

    @property
    def others(self) -> tuple[Cell, Cell, Cell, Cell]:
        return (self.colleague, self.lead, self.manager, self.administrator)

    @property
    def opened_by_its_owner(self) -> Opened:
        """The ways in which its owner can let others read it."""
        return (
            self.colleague.reads | self.lead.reads | self.manager.reads | self.administrator.reads
        ) & ~ALWAYS

    @property
    def at_once(self) -> bool:
        """Whether others read it without its owner opening it."""
        return any(ALWAYS in cell.reads for cell in self.others)


ROWS = {
    "log": Row(
        _("Leermomenten en concepten"),
        YES, NO, NO, NO, NO,
        more=_("ook wat je typt en nog niet bewaart"),
    ),
    "answers": Row(_("Antwoorden bij een vraag van de week"), YES, SHOWN, BY_NAME, BY_NAME, NO),
    "question": Row(
        _("Je leervraag en wat die moet opleveren"),
        YES, SHOWN, BY_NAME, BY_NAME, NO,
        more=_("een concept deel je niet"),
    ),
    "trace": Row(
        _("Je leerspoor: pogingen, beweringen, uitleg en wat je nog weet"),
        YES, NO, NO, NO, NO,
    ),
    "attestation": Row(
        _("Of een collega tekende dat je iets zelf kunt"),
        YES, SIGNS, SIGNS, SIGNS, NO,
        more=_("alleen een naam en een datum gaan mee, als jij dat deelt"),
    ),
    "sparring": Row(
        _("Je gesprek met de sparringpartner"),
        YES, NO, NO, NO, NO,
        more=_("ook niet om later iets mee te leren of te doorzoeken"),
    ),
    "harvest": Row(
        _("Wat je in de Weekoogst of Maandoogst deelt"),
        YES, Cell(TALK, _("je team, op die pagina")), Cell(TALK, _("als lid van het team")), NO, NO,
        more=_("en wie te gast is; je notitie leest alleen jij"),
        field=_("Wie bij dit gesprek hoort, leest dit op deze pagina."),
    ),
    "suggestion": Row(
        _("Een zin voor het kader, van wie een eigen vraag heeft"),
        YES, NO, NO, Cell(UNIT, _("wie het kader maakt")), Cell(ALL, _("wie het kader maakt")),
        more=_("zonder naam als jij dat kiest; dan weet niemand van wie hij is"),
    ),
    "moments": Row(_("De momenten van je team"), YES, OF_TEAM, YES, NO, NO),
    "hours": Row(_("Je werktijden"), YES, only(_("of je er bent")), only(_("of je er bent")), NO, YES),
    "absence": Row(
        _("Afwezigheid"),
        YES, only(_("‘afwezig’")), only(_("‘afwezig’")), NO, Cell(ALWAYS, _("leest het in")),
        more=_("alleen van en tot, nooit waarom"),
    ),
    "literacy": Row(
        _("Je eigen overzicht van wat je leerde"),
        YES, NO, NO, NO, NO,
        more=_("ook of je de basisnormen las"),
    ),
    "busy": Row(
        _("Wanneer je eigen agenda bezet is"),
        YES, NO, only(_("of je erbij kunt")), NO, NO,
        more=_("alleen van en tot, nooit wat het is"),
    ),
    "asked": Row(
        _("Je ja of nee op een vraag van een teamleider"),
        YES, NO, Cell(ALWAYS, _("ja of nee, nooit waarom")), NO, only(_("dat je ja zei")),
        more=_("een keer buiten je werktijd, of te gast"),
    ),
    "place": Row(
        _("Een andere plek voor je moment, of deze week niet"),
        YES, only(_("je duo, over jullie uur")), NO, NO, NO,
    ),
    "frame": Row(
        _("Kader: doelen en ontwikkelvragen"),
        YES, YES, YES, Cell(ALWAYS, _("maakt het")), Cell(ALWAYS, _("maakt het")),
    ),
    "insight": Row(
        _("Een inzicht dat je opschrijft"),
        YES, PUBLISHED, PUBLISHED, Cell(TEAM | ALL, _("wat voor iedereen is")), Cell(ALL, _("wat voor iedereen is")),
        more=_("een concept leest alleen jij"),
    ),
    "digest": Row(
        _("Het maandbericht van je team"),
        YES, OF_TEAM, Cell(TEAM, _("ja")), Cell(TEAM, _("als lid van het team")), NO,
        more=_("ook wie hier voor leren en ontwikkelen zorgt"),
    ),
    "proposal": Row(
        _("Een voorstel, het besluit daarover en wat het oplevert"),
        YES,
        Cell(NAMED | TEAM | UNIT, _("als jij deelt of indient")),
        Cell(NAMED | UNIT, _("als je het indient")),
        Cell(NAMED | UNIT, _("als je het indient")),
        NO,
        more=_("wie meeschrijft leest alles; na indienen leest de hele dienst mee"),
    ),
    "card": Row(
        _("Een praktijkkaart, wat de proef opleverde, en wat teams ermee deden"),
        YES, Cell(ALL, _("ja")), Cell(ALL, _("ja")), Cell(ALL, _("ja")), Cell(ALL, _("ja")),
    ),
    "report": Row(
        _("Je opbrengstverslag"),
        YES, NO, NO, Cell(NAMED, _("als jij deelt")), NO,
        more=_("alleen wat je kiest, zoals het was toen je deelde; je ziet wanneer je manager het opent"),
    ),
    "season": Row(
        _("Wat een seizoen opleverde, in woorden van wie het afsluit"),
        YES,
        Cell(UNIT | ALL, _("als het is afgesloten")),
        Cell(UNIT | ALL, _("als het is afgesloten")),
        Cell(UNIT | ALL, _("als het is afgesloten")),
        Cell(ALL, _("als het is afgesloten")),
        more=_("eerst leest alleen wie het afsluit; er staat nooit iets in van één mens"),
    ),
    "agreements": Row(_("De afspraken van je team over AI"), YES, OF_TEAM, YES, NO, NO),
    "mails": Row(
        _("Of een mail aankwam"),
        NO, NO, NO, NO, YES,
        more=_("aan wie en welke soort, nooit wat je schreef"),
    ),
    "figures": Row(_("Cijfers van een groep"), GROUP, GROUP, GROUP, GROUP, GROUP),
}  # fmt: skip
