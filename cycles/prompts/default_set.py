"""The questions that a new installation begins with, one set a kind. Own wording; no licensed text.

Minutes and pinned ones are chosen so that they fit the usual lengths: a Weekstart of 20 minutes asks four
questions, a Tussenstand of 10 the five of the improvement kata, a Weekoogst of 30 two and three in turn.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cycles.prompts.models import PromptSet, Question
from cycles.weekly.models import Kind
from lerendwerken.lib import clock


@dataclass(frozen=True, slots=True)
class Default:
    """One question as it is delivered; `hint` stands under it in small letters."""

    code: str
    minutes: int
    nl: str
    en: str
    method: str
    hint_nl: str = ""
    hint_en: str = ""
    pinned: bool = False
    experience: str = ""  # a variant for who chose it; empty is for everybody
    work: str = ""


SETS: dict[Kind, list[Default]] = {
    Kind.PLANNING: [
        Default(
            "situation",
            5,
            "Welke werksituatie wil je deze week beter laten verlopen dan de vorige keer?",
            "Which work situation should go better this week than last time?",
            "Korthagen 1",
            "Kies iets kleins: één gesprek, één besluit of één taak. Noem geen namen van inwoners.",
            "Choose something small: one talk, one decision or one task. Name no residents.",
            pinned=True,
        ),
        Default(
            "known",
            5,
            "Wat weet je hier al over? Schrijf het op zonder iets op te zoeken.",
            "What do you already know? Write it down without looking anything up.",
            "Retrieval; 4C connect",
            "Halve zinnen mogen. Wat je niet meer weet, is ook nuttig om te zien.",
            "Half sentences are fine. What you no longer know is useful to see as well.",
        ),
        Default(
            "goal",
            5,
            "Aan welk doel of welke ontwikkelvraag draagt je leervraag bij, en hoe merkt een ander dat?",
            "Which goal or development question does this serve, and how will someone else notice?",
            "Frame",
            "Denk aan één persoon die er iets van merkt: een inwoner, een collega, een ander team.",
            "Think of one person who will notice: a resident, a colleague, another team.",
        ),
        Default(
            "success",
            5,
            "Hoe ziet het eruit als het lukt? Eén zin die je vrijdag kunt controleren.",
            "What does success look like? One sentence you can check on Friday.",
            "Kata: target condition",
            "Schrijf op wat je dan ziet of hoort, niet wat je gaat proberen.",
            "Write down what you will see or hear, not what you will try.",
        ),
        Default(
            "if-then",
            5,
            "Als … (signaal in mijn werk), dan … (wat ik precies doe).",
            "If … (cue in my work), then … (exactly what I do).",
            "Implementation intention",
            "Kies een signaal dat deze week zeker voorkomt, zoals een mail openen of de telefoon opnemen.",
            "Choose a cue that is sure to come this week, such as opening a mail or taking a call.",
            pinned=True,
        ),
        Default(
            "ai-part",
            5,
            "Welk deel past bij AI, welk deel blijf je zelf doen, en waarom?",
            "Which part suits AI, which part stays yours, and why?",
            "Task fit",
            "Wat je zelf wilt leren, doe je eerst zelf.",
            "What you want to learn, you first do yourself.",
        ),
        Default(
            "yield",
            5,
            "Welke opbrengst verwacht je meteen, en welke over een jaar? Waaraan meet je die?",
            "Which yield do you expect now, and which in a year? How will you measure them?",
            "Yields beforehand",
            "Een aantal, een tijd of een reactie is genoeg.",
            "A number, a time or a reaction is enough.",
        ),
        Default(
            "no-cost",
            5,
            "Wat zou je proberen als een fout niets kostte?",
            "What would you try if a mistake cost nothing?",
            "Psychological safety",
            "Alleen jij leest dit. Het hoeft nog niet te kunnen.",
            "Only you read this. It need not be possible yet.",
        ),
        Default(
            "learn-myself",
            5,
            "Welke taak wil je deze week zelf leren doen, ook al kan AI hem al?",
            "Which task do you want to learn to do yourself this week, although AI can do it?",
            "Entry role: learning from work",
            "Kies een taak waar het vak in zit. Vraag wie hem al goed kan.",
            "Choose a task that holds the trade. Ask who does it well already.",
            experience="starting",
        ),
        Default(
            "make-room",
            5,
            "Wat neem je deze week van je team weg, zodat er tijd is om te leren?",
            "What will you take off your team this week, so that there is time to learn?",
            "Frame and time",
            "Eén overleg, één regel of één wachttijd is genoeg.",
            "One meeting, one rule or one wait is enough.",
            work="lead",
        ),
        Default(
            "decide",
            5,
            "Op welk besluit van jou wacht iemand, en wat moet je nog leren om het te nemen?",
            "Which decision of yours is somebody waiting for, and what do you still have to learn to take it?",
            "Frame and time",
            "Kies één besluit. Schrijf op wie het merkt als het er ligt.",
            "Choose one decision. Write down who will notice once it is there.",
            work="manager",
        ),
    ],
    Kind.LEARNING_HOUR: [
        Default(
            "own-try",
            15,
            "Probeer het eerst zelf. Wat is jouw antwoord, en hoe zeker ben je (0–100%)?",
            "Try it yourself first. What is your answer, and how sure are you (0–100%)?",
            "Cognitive forcing; calibration",
            "Een poging met gaten is goed. Het getal helpt je straks om te zien wat je al wist.",
            "A try with gaps is fine. The number helps you to see later what you knew already.",
            pinned=True,
        ),
        Default(
            "stuck",
            10,
            "Waar loop je vast? “Ik snap wel …, maar niet …”",
            "Where are you stuck? “I do understand …, but not …”",
            "Metacognitive monitoring",
            "Hoe preciezer je vastloopt, hoe makkelijker een ander kan helpen.",
            "The more precisely you are stuck, the easier others can help.",
        ),
        Default(
            "counter-questions",
            10,
            "Vraag om drie tegenvragen, niet om het antwoord. Welke raakt je zwakste punt?",
            "Ask for three counter-questions, not the answer. Which hits your weakest point?",
            "Socratic questioning",
            "Vraag het aan je duo, of aan een hulpmiddel dat je mag gebruiken.",
            "Ask your partner, or a tool that you may use.",
        ),
        Default(
            "verify",
            10,
            "Op welke bewering van de AI leun je het meest? Hoe controleer je die zonder AI?",
            "Which AI claim do you lean on most? How can you check it without AI?",
            "Claim verification",
            "Denk aan een wet, een dossier, een telling of een collega die het weet.",
            "Think of a law, a file, a count or a colleague who knows.",
        ),
        Default(
            "integrate",
            10,
            "Wat neem je over, wat pas je aan, wat wijs je af? Geef steeds één reden.",
            "What do you take over, adapt, reject? One reason each.",
            "Critical integration",
            "Eén regel voor elk is genoeg.",
            "One line for each is enough.",
        ),
        Default(
            "explain",
            10,
            "Scherm dicht: leg het in drie zinnen uit aan een collega. Waar haperde je?",
            "Screen closed: explain it to a colleague in three sentences. Where did you falter?",
            "Retrieval; against illusion of mastery",
            "Zeg het eerst hardop. Schrijf daarna op waar je stilviel.",
            "Say it aloud first. Then write down where you fell silent.",
            pinned=True,
        ),
        Default(
            "data",
            10,
            "Welke gegevens gebruik je? Mag dit systeem die zien, en wie kan er last van krijgen?",
            "Which data are you using? May this system see them, and who could be harmed?",
            "Ethical use",
            "Twijfel je? Laat het gegeven weg en vraag het na.",
            "In doubt? Leave the data out and ask.",
        ),
        Default(
            "practise",
            10,
            "Oefen het lastigste stukje nog eens. Op welk ene punt wil je feedback?",
            "Practise the hardest bit again. On which one point do you want feedback?",
            "Deliberate practice",
            "Kies één punt, dan krijg je één bruikbaar antwoord.",
            "Choose one point, then you get one useful answer.",
        ),
        Default(
            "good-enough",
            10,
            "Waaraan zie je dat dit werk goed genoeg is? Noem drie punten die je zelf nakijkt.",
            "How can you tell that this work is good enough? Name three points that you check yourself.",
            "Entry role: quality",
            "Leg je punten naast werk dat een ervaren collega goed vond.",
            "Compare your points with work that an experienced colleague found good.",
            experience="starting",
        ),
    ],
    Kind.CHECK_IN: [
        Default(
            "where",
            2,
            "Wat wilde je bereiken, en hoe staat het er nu echt voor?",
            "What were you aiming for, and where do things really stand?",
            "Kata 1–2",
            "Schrijf op wat je zag, niet wat je ervan vindt.",
            "Write down what you saw, not what you think of it.",
            pinned=True,
        ),
        Default(
            "obstacle",
            2,
            "Welk obstakel pak je nu aan? Kies er één.",
            "Which obstacle are you tackling now? Choose one.",
            "Kata 3",
            "Het kleinste obstakel waar je zelf iets aan kunt doen.",
            "The smallest obstacle that you can do something about.",
            pinned=True,
        ),
        Default(
            "next-step",
            2,
            "Wat is je volgende kleine stap, en wat verwacht je?",
            "What is your next small step, and what do you expect?",
            "Kata 4",
            "Een stap die vandaag of morgen nog kan.",
            "A step that can still be taken today or tomorrow.",
            pinned=True,
        ),
        Default(
            "see-when",
            2,
            "Wanneer kun je zien wat die stap je leerde?",
            "When can you see what that step taught you?",
            "Kata 5",
            "Noem een dag en wat je dan bekijkt.",
            "Name a day and what you will look at.",
            pinned=True,
        ),
        Default(
            "cue",
            2,
            "Deed je als-dan-moment zich voor? Zo nee, wat is een beter signaal?",
            "Did your if-then cue occur? If not, what is a better cue?",
            "Implementation intention",
            "Een goed signaal zie of hoor je vanzelf.",
            "A good cue is one that you see or hear by itself.",
        ),
        Default(
            "help",
            2,
            "Wie kun je al helpen met werk dat nog niet af is, en wie kan jou helpen?",
            "Whom can your unfinished work already help, and who can help you?",
            "Working Out Loud",
            "Half werk laten zien scheelt een ander vaak een halve dag.",
            "Showing half-finished work often saves someone else half a day.",
        ),
        Default(
            "workload",
            2,
            "Maakt AI dit werk lichter of drukker? Wat laat je weg?",
            "Does AI make this work lighter or busier? What will you drop?",
            "Workload",
            "Tel ook de tijd die nakijken kost.",
            "Count the time that checking takes as well.",
        ),
    ],
    Kind.RETROSPECTIVE: [
        Default(
            "difference",
            6,
            "Wat wilden we, wat gebeurde er, en waardoor kwam het verschil?",
            "What did we intend, what happened, and what explains the difference?",
            "AAR",
            "Zoek naar de oorzaak in het werk, niet bij een persoon.",
            "Look for the cause in the work, not in a person.",
            pinned=True,
        ),
        Default(
            "keep-change",
            6,
            "Wat houden we vast, en wat doen we volgende week anders?",
            "What do we keep, and what do we change next week?",
            "AAR; Scrum retrospective",
            "Van elk één, dan gebeurt het ook.",
            "One of each, then it will happen.",
            pinned=True,
        ),
        Default(
            "decisive",
            6,
            "Wat wilde, deed, dacht en voelde je op het beslissende moment? En de ander? (privé)",
            "What did you want, do, think and feel at the decisive moment? And the other person? (private)",
            "Korthagen 2",
            "Alleen jij leest dit. Schrijf over de ander zonder naam.",
            "Only you read this. Write about the other person without a name.",
        ),
        Default(
            "essence",
            6,
            "Wat was voor jou de kern, en welk alternatief kies je?",
            "What was the essence for you, and which alternative do you choose?",
            "Korthagen 3–4",
            "De kern past in één zin.",
            "The essence fits in one sentence.",
        ),
        Default(
            "recall",
            6,
            "Wat van vorige week kun je nu nog uit je hoofd uitleggen? Kijk daarna pas na.",
            "What from last week can you still explain from memory? Only then check.",
            "Spaced retrieval",
            "Moeite hebben is geen fout: juist daarvan blijft het hangen.",
            "Finding it hard is no mistake: it is what makes it stick.",
        ),
        Default(
            "insight",
            6,
            "Welk inzicht neem je mee? Noem de bron en hoe sterk die is.",
            "Which insight do you take away? Name its source and how strong it is.",
            "Insight and validity",
            "Eén keer gezien is zwak, drie keer geteld is sterker.",
            "Seen once is weak, counted three times is stronger.",
        ),
        Default(
            "ai-balance",
            6,
            "Wat wonnen we door AI, en wat verloren we?",
            "What did we gain through AI, and what did we lose?",
            "Two sides",
            "Denk ook aan wat niemand meer zelf deed.",
            "Think as well of what nobody did themselves any more.",
        ),
        Default(
            "proposal",
            6,
            "Welke verandering stel jij voor? “Vanaf maandag kunnen wij …”",
            "Which change do you propose? “From Monday we can …”",
            "Employee-driven innovation",
            "Klein genoeg om zonder toestemming van boven te proberen.",
            "Small enough to try without permission from above.",
        ),
        Default(
            "doubt",
            6,
            "Welke fout of twijfel van deze week bespaart een ander team tijd?",
            "Which mistake or doubt of this week would save another team time?",
            "Psychological safety; diffusion",
            "Je kiest later zelf of je het deelt.",
            "You choose later whether you share it.",
        ),
        Default(
            "whose-work",
            6,
            "Wiens werk kwam voor dat van jou, en wiens werk volgt erop? Wat had de ander nodig?",
            "Whose work came before yours, and whose follows? What did they need?",
            "Entry role: coordination",
            "Schrijf de functie op, geen naam. Zo zie je hoe het werk loopt.",
            "Write down the job, not a name. It shows how the work runs.",
            experience="starting",
        ),
    ],
    Kind.MONTHLY_REVIEW: [
        Default(
            "changed",
            10,
            "Welke inzichten veranderen ons werk, en welke bleken niet te kloppen?",
            "Which insights change our work, and which proved wrong?",
            "Double-loop check",
            "Een inzicht dat niet klopte is ook winst. Noem het.",
            "An insight that proved wrong is a gain too. Name it.",
            pinned=True,
        ),
        Default(
            "conclusion",
            10,
            "Welke conclusie trekken we, en welke aanbeveling volgt daaruit?",
            "What do we conclude, and what do we recommend?",
            "Conclusion and recommendation",
            "De aanbeveling begint met een werkwoord.",
            "The recommendation begins with a verb.",
            pinned=True,
        ),
        Default(
            "agreed",
            10,
            "Wat spraken we vooraf af? Wat is gemeten, en wat is gevoel?",
            "What did we agree beforehand? What is measured, what is a feeling?",
            "Outcome accountability",
            "Beide mogen, zolang je ze uit elkaar houdt.",
            "Both are allowed, as long as you keep them apart.",
        ),
        Default(
            "trial",
            10,
            "Welk voorstel is klaar voor een proef van hooguit vier weken?",
            "Which proposal is ready for a trial of four weeks at most?",
            "PDCA",
            "Zeg erbij waaraan je ziet dat de proef mag stoppen.",
            "Also say what will tell you that the trial may stop.",
        ),
        Default(
            "other-team",
            10,
            "Wat kunnen we van een ander team overnemen, en wat moeten we aanpassen?",
            "What can we take from another team, and what must we adapt?",
            "Diffusion",
            "Vraag het team wat bij hen misging.",
            "Ask that team what went wrong with them.",
        ),
        Default(
            "keep-human",
            10,
            "Welke taak geven we niet aan AI, ook al kan het, bijvoorbeeld omdat een junior ervan leert?",
            "Which task do we keep from AI although it could do it, "
            "for example because a junior learns from it?",
            "Learning from work",
            "Denk aan taken waar jij het vak van leerde.",
            "Think of tasks that taught you the trade.",
        ),
    ],
    Kind.OUTCOME_REVIEW: [
        Default(
            "agreed-yield",
            10,
            "Welke opbrengst spraken we vooraf af, en wat is er aantoonbaar van terechtgekomen?",
            "Which yield did we agree beforehand, and what can be shown of it?",
            "Outcome accountability",
            "Het gaat om de opbrengst, niet om hoe je leerde.",
            "It is about the yield, not about how you learned.",
            pinned=True,
        ),
        Default(
            "unaided",
            10,
            "Wat kun je nu zelfstandig wat je een seizoen geleden niet kon?",
            "What can you now do unaided that you could not a season ago?",
            "Unaided ability",
            "Zonder hulpmiddel en zonder dat iemand meekijkt.",
            "Without a tool and without anyone looking over your shoulder.",
            pinned=True,
        ),
        Default(
            "own-proposal",
            5,
            "Welk voorstel van jou veranderde het werk, en voor wie?",
            "Which proposal of yours changed the work, and for whom?",
            "Employee-driven innovation",
            "Een kleine verandering die bleef, telt.",
            "A small change that lasted counts.",
        ),
        Default(
            "less",
            5,
            "Wat leverde minder op dan verwacht, en wat concluderen we daaruit?",
            "What yielded less than expected, and what do we conclude?",
            "AAR",
            "Wat niet werkte, hoeft een ander niet nog eens te proberen.",
            "What did not work, nobody else has to try again.",
        ),
        Default(
            "ai-work",
            5,
            "Hoe verandert AI jouw werk, en wat moet mensenwerk blijven?",
            "How is AI changing your work, and what must stay human?",
            "The AI conversation",
            "Noem één taak voor elk.",
            "Name one task for each.",
        ),
        Default(
            "next",
            5,
            "Welke ontwikkelvraag is de volgende, en welk doel dient die?",
            "Which development question comes next, and which goal does it serve?",
            "Frame",
            "Kies uit het kader, of zeg wat daarin ontbreekt.",
            "Choose from the frame, or say what is missing there.",
        ),
        Default(
            "commitment",
            5,
            "Wat zeg ik toe: tijd, middelen of een besluit, en voor welke datum?",
            "What do I commit to: time, means or a decision, and by when?",
            "Shared ownership",
            "Een toezegging zonder datum is er geen.",
            "A commitment without a date is none.",
            pinned=True,
            work="manager",
        ),
    ],
}


@transaction.atomic
def install(sets: type[PromptSet] = PromptSet, questions: type[Question] = Question) -> int:
    """Publishes version 1 of every kind that has no set yet; returns how many.

    A migration gives its historical models. Sets that the organisation edited stay as they are.
    """
    made = 0
    for kind in SETS:
        if sets.objects.filter(kind=kind).exists():
            continue
        fresh = sets.objects.create(kind=kind, version=1, published_at=clock.now())
        questions.objects.bulk_create(rows(kind, fresh, questions))
        made += 1
    return made


def rows(kind: Kind, of: PromptSet, questions: type[Question] = Question) -> list[Question]:
    """Unsaved questions of the default set. A historical model has only the fields of its time."""
    known = {field.name for field in questions._meta.get_fields()}
    made = []
    for position, text in enumerate(SETS[kind], start=1):
        given: dict[str, Any] = {
            "prompt_set": of,
            "position": position,
            "code": text.code,
            "minutes": text.minutes,
            "pinned": text.pinned,
            "for_experience": text.experience,
            "for_work": text.work,
            "text_nl": text.nl,
            "text_en": text.en,
            "hint_nl": text.hint_nl,
            "hint_en": text.hint_en,
            "method": text.method,
        }
        made.append(questions(**{name: value for name, value in given.items() if name in known}))
    return made
