"""The learning questions of the example and what people wrote along the way. All of it made up."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cycles.questions.models import Skill, TaskFit, TaskGroup
from cycles.yields.models import YieldOutcome
from lerendwerken.example.words import DEVELOPMENT_QUESTIONS, GOAL, SECOND_GOAL

REFUSING, WORDS_THAT_CALL, _WHEN_AI = DEVELOPMENT_QUESTIONS[GOAL[0]]
REFERRING, SOLVED = DEVELOPMENT_QUESTIONS[SECOND_GOAL[0]]


@dataclass(frozen=True, slots=True)
class Plan:
    """A question as its owner filled it in; `frame` is the development question it belongs to, "" for an own one."""

    text: str
    situation: str
    if_part: str
    then_part: str
    direct: str
    sustainable: str
    skill: Skill
    frame: str = ""
    group: TaskGroup = TaskGroup.CREATIVE
    fit: TaskFit = TaskFit.HELPS
    stays_human: str = ""
    measure: str = ""
    baseline: int | None = None
    target: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        return {
            "task_group": self.group,
            "task_fit": self.fit,
            "stays_human": self.stays_human,
            "skill": self.skill,
            "if_part": self.if_part,
            "then_part": self.then_part,
        }

    @property
    def yields(self) -> dict[str, dict[str, Any]]:
        direct: dict[str, Any] = {"sentence": self.direct}
        if self.measure:
            direct |= {
                "measure": self.measure,
                "baseline": _decimal(self.baseline),
                "target": _decimal(self.target),
            }
        return {
            YieldOutcome.Kind.DIRECT: direct,
            YieldOutcome.Kind.SUSTAINABLE: {"sentence": self.sustainable},
        }


def _decimal(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


# Samira ---------------------------------------------------------------------------------------------

REFUSAL = Plan(
    text="Hoe leg ik een weigering zo uit dat de aanvrager het in één keer begrijpt?",
    situation="De brief over de dakkapel in het beschermde dorpsgezicht. Over zulke brieven bellen mensen mij het vaakst.",
    if_part="ik een besluit ga schrijven",
    then_part="zet ik eerst in één zin wat het voor de aanvrager betekent",
    direct="Van 6 naar 3 telefoontjes per week.",
    sustainable="Ik schrijf dit zonder AI in een half uur.",
    skill=Skill.COMMUNICATION,
    frame=REFUSING,
    stays_human="De afweging of het mag, en waarom, maak ik zelf.",
    measure="telefoontjes per week",
    baseline=6,
    target=3,
)
ATTEMPT = (
    "Ik zou beginnen met wat er niet mag en meteen daarna waarom: het huis hoort bij het beschermde dorpsgezicht. "
    "Ik twijfel of ik het artikel moet noemen."
)
FIRST_QUESTION = "Voordat ik iets voorstel: wat wil de aanvrager als eerste weten als hij de brief opent?"
CONTRIBUTION = (
    "Of het mag of niet. Nu begint mijn brief met een artikelnummer. "
    "Pas in de derde alinea staat dat het niet mag."
)
OBJECTION = "Onder een weigering moet staan dat iemand bezwaar kan maken."
EIGHT_WEEKS = "De termijn voor bezwaar is acht weken."
FIRST_SENTENCE = "Mensen onthouden de eerste zin van een brief het best."
HINT = (
    ("option", "Begin met wat er niet mag"),
    ("option", "Bied eerst je excuses aan"),
    ("counter", "Een ‘nee’ vooraan kan hard aankomen. Dan leest iemand de reden misschien niet meer."),
    ("claim", EIGHT_WEEKS),
    ("claim", FIRST_SENTENCE),
    ("question", "Wat past bij jouw brief, en waaraan merk je dat?"),
)
WHY_TAKEN_OVER = "Omdat dat het eerste is wat de aanvrager zoekt."

TREES = Plan(
    text="Hoe houd ik een overleg over bomenkap bij de kern?",
    situation="Het overleg met de buurt over de kap aan de singel. Na een uur wist niemand wat we besloten.",
    if_part="het gesprek afdwaalt",
    then_part="vraag ik welk besluit we nu nemen",
    direct="Het overleg duurt een uur in plaats van anderhalf.",
    sustainable="Ik leid zo’n overleg zonder dat iemand het overneemt.",
    skill=Skill.COLLABORATION,
    group=TaskGroup.ADVICE,
    fit=TaskFit.FRICTION,
)
DORMER = Plan(
    text="Wanneer mag een dakkapel niet?",
    situation="De telefoon, twee keer per week. Ik zocht het elke keer op en zei dan dat ik terugbel.",
    if_part="iemand belt over een dakkapel",
    then_part="noem ik eerst de drie redenen uit mijn hoofd",
    direct="Ik bel niemand meer terug over deze vraag.",
    sustainable="Ik leg het een nieuwe collega uit zonder iets op te zoeken.",
    skill=Skill.ANALYSIS,
    frame=SOLVED,
    group=TaskGroup.ADVICE,
    fit=TaskFit.NEUTRAL,
    measure="keer terugbellen per maand",
    baseline=8,
    target=0,
)
DORMER_ATTEMPT = "Hij mag niet aan de voorkant, en niet als hij te groot is. Verder weet ik het niet zeker."
DORMER_CHANGED = "Het beschermde dorpsgezicht erbij gezet, want daar gaan de meeste telefoontjes over."
DORMER_EXPLAINED = (
    "Een dakkapel mag niet zonder vergunning aan de voorkant, boven de nok of in het beschermde dorpsgezicht. "
    "Aan de achterkant mag hij meestal wel, als hij ver genoeg van de rand blijft."
)
DORMER_ANSWER = "Ik vraag eerst waar het huis staat, dan aan welke kant, dan hoe hoog. Na die drie weet ik het bijna altijd."
DORMER_APPLIED = "Aan de telefoon, vijf keer in twee weken."
DORMER_WENT = "Ik hoefde één keer terug te bellen. Dat ging over een hoekhuis."
DORMER_CALLED_BACK = (1, "Het ging over een hoekhuis. De maand was rustig.")
DORMER_RECALLED = (
    "Voorkant, boven de nok, beschermd dorpsgezicht. En de afstand tot de rand aan de achterkant."
)

ONE_SENTENCE = Plan(
    text="Hoe zeg ik in één zin wat een besluit betekent?",
    situation="Het besluit over de uitbouw. Mijn eerste alinea las een collega drie keer.",
    if_part="ik een besluit af heb",
    then_part="zeg ik het hardop in één zin voordat ik het verstuur",
    direct="Een collega zegt na één keer lezen wat het besluit is.",
    sustainable="Elke brief van mij begint zo, zonder dat ik eraan denk.",
    skill=Skill.COMMUNICATION,
    frame=WORDS_THAT_CALL,
)
ONE_SENTENCE_ATTEMPT = (
    "U mag de uitbouw niet maken, want hij komt te dicht bij de erfgrens. Zoiets, maar dan netter."
)
ONE_SENTENCE_CHANGED = "Ik haalde het woord netter weg. Gewoon was goed genoeg."
ONE_SENTENCE_EXPLAINED = (
    "Eerst wat de aanvrager wel of niet mag, dan de reden met een ding dat hij kan zien: een grens, een hoogte, een boom. "
    "Als ik het hardop kan zeggen, staat het er goed."
)
ONE_SENTENCE_ANSWER = "Wat mag u, en wat ziet u daarvan? Meer hoeft er in die zin niet te staan."
ONE_SENTENCE_APPLIED = "Vier besluiten in drie weken, allemaal over uitbouwen."
ONE_SENTENCE_WENT = "Er belde nog één iemand. Die wilde niet weten wat er stond, maar of het anders kon."
ONE_SENTENCE_NOTICED = "Collega’s vragen niet meer wat ik bedoel. Geteld heb ik het niet."
ONE_SENTENCE_RECALLED = "Wat mag er, en waarom, met iets dat je kunt zien. Hardop zeggen voor het versturen."

FASTER = Plan(
    text="Hoe werk ik sneller in het zaaksysteem?",
    situation="Het afsluiten van dossiers. Ik klik op dinsdag een uur lang hetzelfde rondje.",
    if_part="ik een dossier sluit",
    then_part="gebruik ik de sneltoets in plaats van het menu",
    direct="Het rondje kost een half uur.",
    sustainable="Dossiers sluiten kost me geen aparte ochtend meer.",
    skill=Skill.DIGITAL,
    group=TaskGroup.ADMINISTRATIVE,
)

NOTICED_MONDAY = "Ik las een weigering voor aan mijn buurvrouw. Ze vroeg na de tweede zin: dus het mag niet?"
PRACTISED = "Ik liet AI een brief korter maken. De termijn was weg. Die zet ik er nu zelf in."

# Her colleagues -------------------------------------------------------------------------------------

HEARING = Plan(
    text="Hoe bereid ik een hoorzitting voor zonder spiekbriefje?",
    situation="De hoorzitting over het terras. Ik las voor van papier en keek niemand aan.",
    if_part="ik een hoorzitting voorbereid",
    then_part="vertel ik het eerst hardop aan een lege stoel",
    direct="Ik kijk de mensen aan als ze iets vragen.",
    sustainable="Ik doe elke hoorzitting met alleen de namen op papier.",
    skill=Skill.SOCIAL,
    frame=REFUSING,
    group=TaskGroup.ADVICE,
    fit=TaskFit.FRICTION,
)
HEARING_ATTEMPT = "Ik zou drie punten onthouden: wat er speelt, wat ieder wil en wat wij nog moeten weten."
HEARING_CHANGED = "Van drie punten maakte ik drie vragen. Die onthoud ik beter dan zinnen."
HEARING_EXPLAINED = (
    "Ik begin met waarom we er zitten, en vraag dan ieder wat er voor hen op het spel staat. "
    "De stukken ken ik van het verhaal, niet van de bladzijde."
)

QUESTIONS_FIRST = Plan(
    text="Hoe begin ik een locatiebezoek met vragen en niet met wat er mis is?",
    situation="Het bezoek aan het restaurant. Na mijn eerste zin luisterde de eigenaar niet meer.",
    if_part="ik ergens binnenkom voor een controle",
    then_part="stel ik drie vragen voordat ik iets opschrijf",
    direct="De eigenaar zegt zelf wat hij gaat veranderen.",
    sustainable="Minder tweede bezoeken voor hetzelfde.",
    skill=Skill.SOCIAL,
    frame=SOLVED,
    group=TaskGroup.ADVICE,
    fit=TaskFit.FRICTION,
    measure="tweede bezoeken per maand",
    baseline=5,
    target=3,
)
QUESTIONS_FIRST_ATTEMPT = (
    "Ik zou vragen hoe de week was en dan wat er lastig is aan de regels. Pas daarna loop ik een rondje."
)

PLAIN_FINDING = Plan(
    text="How do I write a finding that a resident understands without calling us?",
    situation="My report about the fence. The owner phoned twice to ask what he had to do.",
    if_part="I start on a finding",
    then_part="I first write what the owner has to do and by when",
    direct="Nobody phones me about the next three reports.",
    sustainable="I write a report in Dutch that needs no second reader.",
    skill=Skill.COMMUNICATION,
    frame=WORDS_THAT_CALL,
    stays_human="What I saw and what I make of it.",
)

COUNTER = Plan(
    text="Hoe zeg ik aan de balie nee zonder dat het gesprek stopt?",
    situation="De vrouw die haar paspoort dezelfde dag nodig had. Ik zei nee en keek naar het scherm.",
    if_part="ik nee moet zeggen",
    then_part="noem ik in dezelfde zin wat wel kan",
    direct="Niemand vraagt daarna nog om mijn leidinggevende.",
    sustainable="Ik ben aan het eind van de dag minder moe.",
    skill=Skill.SOCIAL,
    group=TaskGroup.ADVICE,
    fit=TaskFit.FRICTION,
)

WEEKSTART = Plan(
    text="Hoe stel ik een vraag in de Weekstart zonder zelf het antwoord te geven?",
    situation="De Weekstart van maandag. Ik vroeg iets en vulde het na drie tellen zelf in.",
    if_part="ik een vraag heb gesteld",
    then_part="tel ik tot tien en kijk ik rond",
    direct="Drie collega’s zeggen iets voordat ik weer praat.",
    sustainable="De Weekstart loopt ook als ik er niet ben.",
    skill=Skill.SOCIAL,
    frame=REFERRING,
    group=TaskGroup.ADVICE,
    fit=TaskFit.NEUTRAL,
)
WEEKSTART_ATTEMPT = "Ik zou de vraag op het bord schrijven en dan gaan zitten. Staand vul ik sneller in."

ASKING_ON = Plan(
    text="Hoe vraag ik door bij een slecht bericht zonder dat het een verhoor wordt?",
    situation="Het overleg over de achterstand bij Toezicht. Na mijn derde waarom werd het stil.",
    if_part="ik slecht nieuws hoor",
    then_part="vraag ik eerst wat iemand van mij nodig heeft",
    direct="Ik hoor problemen een week eerder.",
    sustainable="Teamleiders komen zelf, voordat het een cijfer is.",
    skill=Skill.SOCIAL,
    group=TaskGroup.ADVICE,
    fit=TaskFit.FRICTION,
)

SAMPLES = (
    "Wanneer vertrouw ik een bodemmonster van een ander bureau?",
    "Het rapport over de oude stortplaats. De getallen klopten, maar ik wist niet waar er geprikt was.",
)
