"""What people of Gemeente Lindewaard propose, in their own words."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from cycles.proposals.models import InnovationProposal
from cycles.questions.models import Skill, TaskGroup
from cycles.yields.models import YieldOutcome
from lerendwerken.example.words import DEVELOPMENT_QUESTIONS, GOAL, SECOND_GOAL

REFUSING, WORDS_THAT_CALL, WHEN_AI = DEVELOPMENT_QUESTIONS[GOAL[0]]
REFERRING, SOLVED = DEVELOPMENT_QUESTIONS[SECOND_GOAL[0]]
Category, Kind, Horizon = InnovationProposal.Category, YieldOutcome.Kind, YieldOutcome.Horizon


@dataclass(frozen=True, slots=True)
class Yield:
    """kind, what is counted, before, expected, measured (None: not yet), how, unit"""

    kind: str
    measure: str
    baseline: str
    target: str
    actual: str | None
    method: str
    unit: str = ""
    sentence: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        is_direct = self.kind == Kind.DIRECT
        return {
            "kind": self.kind,
            "horizon": Horizon.SHORT if is_direct else Horizon.LONG,
            "level": YieldOutcome.Level.ENVIRONMENT,
            "sentence": self.sentence or f"{self.measure}: van {self.baseline} naar {self.target}",
            "measure": self.measure,
            "baseline": Decimal(self.baseline),
            "target": Decimal(self.target),
            "method": self.method,
            "unit": self.unit,
        }


@dataclass(frozen=True, slots=True)
class Words:
    """One proposal: who, what they wrote, and what a trial needs."""

    owner: str
    title: str
    problem: str
    idea: str
    hoped: str
    also: str = ""  # who writes along
    category: str = Category.WAY_OF_WORKING
    task_group: str = TaskGroup.CREATIVE
    skill: str = Skill.COMMUNICATION
    touches: tuple[str, ...] = ()
    sides: tuple[str, str, str] = ("", "", "")
    before: dict[str, str] = field(default_factory=dict)
    yields: tuple[Yield, ...] = ()
    by_ai: str = ""  # words of the idea that came from a talk with AI
    asked_ai: str = ""  # what that talk was for
    serves: str = ""  # the development question that it belongs to


SMALL = {
    "loss": "Een paar minuten per zaak.",
    "ethics": "Niemand, zolang we het bij twijfel aan elkaar vragen.",
    "data_used": "Geen persoonsgegevens. Alleen tellingen van het team.",
    "effort": "Een half uur uitleg per collega.",
}

ONE_SENTENCE = Words(
    "Samira",
    "Eén zin vooraf",
    "Inwoners bellen ons na een besluit, omdat ze niet zien wat het voor hen betekent. Dat gebeurde zes keer per week.",
    "Boven elk besluit zetten we één zin in gewone taal: wat mag wel, wat mag niet, en wat kun je nu doen.",
    "Half zo veel telefoontjes, en inwoners die weten waar ze aan toe zijn.",
    also="Annelies",
    sides=(
        "De drempel wordt lager. Ook wie moeite heeft met lezen, weet waar hij aan toe is.",
        "Eén zin kan te simpel zijn. Dan mist iemand een voorwaarde die voor hem telt.",
        "Joost leest bij elke weigering mee.",
    ),
    before={
        "gain_for": "Inwoners: minder wachten. Het team: 2 uur per week terug, voor huisbezoek.",
        "loss": "Twee minuten meer per besluit.",
        "keep_human": "Het gesprek bij een weigering. En de keuze wat in die ene zin staat.",
        "junior_learning": "Bilal schrijft de zin eerst zelf. Daarna vergelijkt hij met AI.",
        "ethics": "Wie slecht leest, heeft er het meest aan. Wie een bijzondere zaak heeft, bellen we.",
        "data_used": "De besluiten zelf. Niets daarvan gaat naar een AI-dienst.",
        "effort": "Twee uur oefenen met het hele team.",
    },
    yields=(
        Yield(Kind.DIRECT, "Telefoontjes na een besluit", "6", "3", "3.5", "geteld aan de balie", "per week"),
        Yield(Kind.DIRECT, "Minuten per besluit", "40", "45", "42", "20 besluiten gemeten", "minuten"),
        Yield(
            Kind.SUSTAINABLE, "Goede zinnen zonder AI", "6", "15", None, "Joost leest blind na", "van de 20"
        ),
    ),
    by_ai="één zin in gewone taal: wat mag wel, wat mag niet",
    asked_ai="Drie versies van de zin vergelijken",
    serves=WORDS_THAT_CALL,
)
ONE_SENTENCE_RESULT = (
    "We verwachtten drie telefoontjes en het werden er drie en een half. Een besluit kost twee minuten meer, minder dan "
    "we dachten. Of het ook zonder AI lukt, weten we nog niet."
)

CALL_FIRST = Words(
    "Marijke",
    "Bellen vóór een weigering",
    "Na een weigering per brief maken veel mensen bezwaar, terwijl een uitleg ze had geholpen.",
    "Een gesprek van acht minuten kan een bezwaar voorkomen. Vanaf maandag bellen we voordat de brief weggaat.",
    "Van vijf bezwaren per maand naar drie.",
    also="Annelies",
    skill=Skill.SOCIAL,
    serves=REFUSING,
)
FIXED_ORDER = Words(
    "Joost",
    "Vaste volgorde bij spoed",
    "Nu bepaalt wie het hardst belt wat eerst gaat.",
    "We spreken drie soorten spoed af en pakken ze in die volgorde op.",
    "Rust in de ochtend, en een eerlijke beurt voor wie niet belt.",
    task_group=TaskGroup.ADVICE,
    skill=Skill.PROBLEMS,
    serves=REFERRING,
)
PHOTOS = Words(
    "Bilal",
    "Foto’s vooraf bij dakkapellen",
    "In een op de drie aanvragen ontbreekt een foto. Dan ligt alles twee weken stil.",
    "Het formulier vraagt voortaan meteen om twee foto’s, met een voorbeeld erbij.",
    "Half zo veel aanvragen die we moeten terugsturen.",
    task_group=TaskGroup.ADMINISTRATIVE,
    skill=Skill.ANALYSIS,
)
READ_ALOUD = Words(
    "Samira",
    "Weigering hardop voorlezen",
    "Onze weigeringen zijn juridisch goed, maar inwoners haken af bij de tweede zin.",
    "Wat je niet kunt voorlezen, kan een inwoner niet lezen. We lezen elke weigering hardop aan elkaar voor.",
    "Brieven die je in één keer begrijpt.",
    also="Joost",
    sides=(
        "Je hoort zelf waar een zin hapert.",
        "Voorlezen kost tijd, en in een volle week slaan we het over.",
        "Tien minuten, vast na de koffie.",
    ),
    before=SMALL
    | {
        "gain_for": "Inwoners die een nee krijgen. En wie de brief schrijft: minder terugbellen.",
        "keep_human": "Het lezen en het luisteren.",
        "junior_learning": "Een nieuwe collega leest voor en hoort wat werkt.",
    },
    yields=(
        Yield(
            Kind.DIRECT, "Brieven die we herschrijven", "2", "6", None, "per tien weigeringen", "van de 10"
        ),
        Yield(
            Kind.SUSTAINABLE,
            "Weigeringen op taalniveau B1",
            "5",
            "16",
            None,
            "gemeten met de leestoets",
            "van de 20",
        ),
    ),
    serves=REFUSING,
)
THREE_CHECKS = Words(
    "Annelies",
    "Drie controles na AI",
    "AI vatte een dossier samen en liet een datum weg. Dat zagen we pas na een week.",
    "Datum, bedrag en termijn altijd zelf nakijken, voordat een samenvatting in het dossier gaat.",
    "Geen fouten meer in wat we van AI overnemen.",
    task_group=TaskGroup.DATA,
    skill=Skill.CRITICAL,
    sides=(
        "We houden de snelheid en verliezen de fouten.",
        "Nakijken wordt afvinken.",
        "Elke week kijkt iemand anders vijf dossiers na.",
    ),
    before=SMALL
    | {
        "gain_for": "De collega die met het dossier verder moet.",
        "keep_human": "Het nakijken zelf.",
        "junior_learning": "Nakijken leert je waar het in een dossier om gaat.",
    },
    yields=(Yield(Kind.DIRECT, "Fouten per tien samenvattingen", "3", "0", None, "steekproef", "per 10"),),
    serves=WHEN_AI,
)
TUESDAY = Words(
    "Marijke",
    "Welstand op dinsdag",
    "Losse mails over welstand kosten ons elke dag een half uur.",
    "Eén vast moment in plaats van losse mails: dinsdag om tien uur, met alles op tafel.",
    "Drie uur per week terug voor het hele team.",
    skill=Skill.COLLABORATION,
    task_group=TaskGroup.ADVICE,
    sides=(
        "We horen elkaars afweging en leren ervan.",
        "Wie dinsdag vrij is, mist het gesprek.",
        "Een kort verslag op de groepsmap.",
    ),
    before=SMALL
    | {
        "gain_for": "Het team, en de aanvrager die sneller hoort waar hij aan toe is.",
        "keep_human": "De afweging over het straatbeeld.",
        "junior_learning": "Een nieuwe collega hoort drie zaken per week bespreken.",
    },
    yields=(
        Yield(
            Kind.DIRECT,
            "Uren aan losse mails",
            "4",
            "1",
            "1",
            "twee weken bijgehouden",
            "per week",
            "Bespaart 3 uur per week",
        ),
    ),
    serves=REFERRING,
)
COUNTER_GUIDE = Words(
    "Annelies",
    "Keuzehulp aan de balie",
    "Inwoners komen twee keer, omdat ze de eerste keer papieren missen.",
    "Inwoners weten vooraf welke papieren nodig zijn, met een kaart van zes vragen.",
    "De helft minder mensen die voor niets komen.",
    category=Category.SERVICE,
    task_group=TaskGroup.ADMINISTRATIVE,
    sides=(
        "Mensen hoeven maar één keer te komen.",
        "Wie de kaart niet snapt, komt helemaal niet.",
        "De balie belt wie niet komt.",
    ),
    before=SMALL
    | {
        "gain_for": "Inwoners, en de balie op maandag.",
        "keep_human": "Helpen wie er niet uitkomt.",
        "junior_learning": "De kaart laat zien waarom we een papier vragen.",
    },
    yields=(
        Yield(Kind.DIRECT, "Mensen die voor niets komen", "14", "7", "6", "turven aan de balie", "per week"),
    ),
    serves=SOLVED,
)
CHATBOT = Words(
    "Joost",
    "Chatbot voor statusvragen",
    "We krijgen tien keer per dag de vraag hoe ver een aanvraag is.",
    "Een chatbot op de website geeft de stand van een aanvraag.",
    "Vijf telefoontjes per dag minder.",
    category=Category.TOOL,
    touches=("touches_tool",),
    skill=Skill.DIGITAL,
    sides=(
        "Antwoord op elk moment van de dag.",
        "Wie het antwoord niet gelooft, belt daarna toch.",
        "We tellen wie er daarna belt.",
    ),
    before=SMALL
    | {
        "gain_for": "Inwoners die na vijven thuis zijn.",
        "keep_human": "Uitleg bij een aanvraag die vastzit.",
        "junior_learning": "Statusvragen zijn een goede eerste klus. Die missen nieuwe collega’s dan.",
    },
    yields=(
        Yield(Kind.DIRECT, "Telefoontjes over de stand", "50", "25", "48", "telefooncentrale", "per week"),
    ),
)
DRAWINGS = Words(
    "Bilal",
    "AI leest bouwtekeningen",
    "Bouwtekeningen nakijken kost een uur per aanvraag.",
    "Een AI-dienst leest de tekening en zegt wat er ontbreekt.",
    "Een half uur per aanvraag terug.",
    category=Category.TOOL,
    touches=("touches_tool", "touches_data"),
    task_group=TaskGroup.VISUAL,
    skill=Skill.DIGITAL,
)
NO_SCREENS = Words(
    "Samira",
    "Vergaderen zonder scherm",
    "In het werkoverleg kijkt de helft naar zijn mail.",
    "Alle schermen dicht, één iemand schrijft op.",
    "Een overleg van drie kwartier in plaats van vijf.",
    skill=Skill.COLLABORATION,
    task_group=TaskGroup.ADVICE,
)
FIRST_LETTER = Words(
    "Bilal",
    "Samen de eerste brief",
    "Een nieuwe collega schrijft de eerste brieven alleen. Bij mij kwamen er drie terug, omdat ik de vaste volgorde nog "
    "niet kende.",
    "Vanaf maandag kunnen wij de eerste brief van een nieuwe collega samen schrijven. Een half uur, naast elkaar.",
    "Van drie brieven terug naar hooguit één, in de eerste maand.",
    category=Category.LEARNING,
)
