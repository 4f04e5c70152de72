"""What `teams` itself puts in the pack: what it is for, the settings of the organisation, and its data. Packages above
declare their own parts beside their settings."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from teams.council.sections import Cell, Setting, keeps_out, of_model, rule, section
from teams.privacy.registry import REGISTRY, Data, parts
from teams.structure.matrix import ROWS
from teams.structure.models import Organisation

PURPOSES = {
    "learning": (_("Waarvoor"), _("Mensen leren onder werktijd: vaste momenten, een eigen leervraag en een proef.")),
    "improving": (
        _("Wat het oplevert"),
        _("Voorstellen voor het werk, met wat ze opleveren. Een team deelt wat het leerde."),
    ),
    "hours": (
        _("Werktijden"),
        _("We kennen ze om momenten en mails binnen werktijd te houden. Nergens anders voor."),
    ),
    "no_judgement": (
        _("Waarvoor nooit"),
        _("Niet om mensen te beoordelen: geen scores, geen ranglijst, geen aanwezigheid, geen stemming."),
    ),
    "absence": (_("Afwezigheid"), _("Alleen van en tot. Er is geen plek voor een reden.")),
    "outside_hours": (
        _("Buiten werktijd"),
        _("We sturen niets, behalve een code om aan te melden en wat iemand zelf opvraagt."),
    ),
}  # fmt: skip
KINDS: dict[Data, tuple[Promise, Promise]] = {
    Data.STRUCTURE: (_("Inrichting, zonder personen"), _("wie ermee werkt")),
    Data.ACCOUNT: (
        _("Naam, adres en taal"),
        _("de persoon en beheerders; de naam ook collega’s van hetzelfde team"),
    ),
    Data.HOURS: (
        _("Werktijden en afwezigheid"),
        _("de persoon en beheerders; het team alleen of iemand er is"),
    ),
    Data.ROLE: (_("Teams en rollen"), _("de persoon, beheerders en de teamleider")),
    Data.DELIVERY: (
        _("Welke mail wanneer ging"),
        _("de persoon en beheerders: de soort en de tijd, nooit de tekst"),
    ),
    Data.PROCESS: (
        _("Wat iemand schreef of deed om te leren"),
        _("wie het schreef; verder alleen wie die zelf kiest, per keer"),
    ),
    Data.OUTCOME: (
        _("Wat iemand naar voren bracht"),
        _("de persoon, en wie het bij die stap mag zien"),
    ),
    Data.LOG: (_("Wie wat regelde, en wanneer"), _("beheerders")),
}
"""Kind of data -> what it is, and who reads it."""
keeps_out(
    Organisation,
    name="it names the organisation, and changes nothing for anybody",
    helpdesk="a telephone number to ask for help",
    is_example="made-up people; nobody sets it",
)


@section("purposes", _("Waarvoor het is"), order=10)
def purposes() -> list[Setting]:
    return [rule(key, label, words) for key, (label, words) in PURPOSES.items()]


@section("organisation", _("Instellingen van de organisatie"), order=20)
def organisation() -> list[Setting]:
    return of_model(Organisation.get())


@section("server", _("De server"), order=30)
def server() -> list[Setting]:
    mailer: Mapping[str, Any] = settings.MAILERS["default"]
    return [
        Setting("address", _("Adres van de app"), urlsplit(settings.BASE_URL).hostname or ""),
        Setting("mail_is_on", _("De app verstuurt mail"), bool(settings.MAIL_ON)),
        Setting("mail_server", _("Mail gaat langs"), mailer.get("OPTIONS", {}).get("host", "")),
        Setting("session_days", _("Na zoveel dagen meld je je opnieuw aan"), settings.SESSION_COOKIE_AGE // 86400),
        rule("operator", _("Wie de server beheert"), _("Die kan de database technisch lezen.")),
    ]  # fmt: skip


@section("readers", _("Wie ziet wat"), order=60)
def readers() -> list[Setting]:
    """A row of the page Wie ziet wat, by its own sentence: another sentence tells of something else."""
    made = []
    for row in ROWS.values():
        cells: dict[str, Cell] = {str(column): str(words or _("nee")) for column, words in row}
        made.append(Setting(str(row.what), row.what, cells | {str(_("Let op")): str(row.more or "")}))
    return made


@section("register", _("Welke gegevens er zijn, en hoe lang"), order=70)
def register() -> list[Setting]:
    """A row for each kind and term. A new table of data, another kind or another term is a change."""
    tables: dict[tuple[Data, str], list[str]] = defaultdict(list)
    words: dict[str, Cell] = {}
    for model in REGISTRY:
        for known in parts(model):
            term = known.keep.in_english if known.keep else ""
            words[term] = (
                {name: str(part) for name, part in known.keep.sentence.items()}
                if known.keep
                else _now("zolang het nodig is")
            )
            tables[known.default, term].append(model.__name__)
    kinds = list(Data)
    return [
        Setting(
            f"{kind}:{term}",
            KINDS[kind][0],
            {
                str(_("Hoe lang")): words[term],
                str(_("Wie leest het")): str(KINDS[kind][1]),
                str(_("Technische namen")): ", ".join(sorted(names)),
            },
        )
        for (kind, term), names in sorted(tables.items(), key=lambda one: (kinds.index(one[0][0]), one[0][1]))
    ]
