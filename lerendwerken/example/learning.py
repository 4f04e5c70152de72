"""What people of the example want to learn and how far they are: made with the verbs of the product, on the days
they did it. Samira has one question in every state; her active one stands where she left it a moment ago."""

from datetime import datetime, timedelta
from decimal import Decimal

from cycles.claims import checking
from cycles.framework.models import DevelopmentQuestion
from cycles.literacy import default_norms, reading, recording
from cycles.literacy.models import LiteracyEntry
from cycles.questions import lifecycle, measuring, sharing
from cycles.questions.evidence import attesting, recalling
from cycles.questions.evidence.attempting import attempt
from cycles.questions.evidence.explaining import explain
from cycles.questions.evidence.models import Recall
from cycles.questions.models import LearningQuestion, LogEntry
from cycles.questions.planning import write
from cycles.sparring import conversing, switches
from cycles.sparring.models import Mode, SparringSession, SuggestionChoice, Turn
from cycles.sparring.partner import endpoints, turns
from lerendwerken.demo.partner import NAME
from lerendwerken.example import learning_words as words
from lerendwerken.example.history import at
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import calendars
from teams.structure.models import Team

TOKENS = 400  # of one scripted answer, about


def learn(people: dict[str, User], teams: dict[str, Team], present: IsoWeek) -> None:
    default_norms.install()
    frame = {question.text: question for question in DevelopmentQuestion.objects.all()}
    plans = _Plans(people, frame, present)
    _samira_before(plans)
    _joost(plans)
    _others(plans, teams)
    with clock.as_if(at(present - 1, 3, 11, 10)):
        recalling.plan()  # as far as the end of this week
    _samira_now(plans)


class _Plans:
    """Starts questions for people, on a day counted from the present week."""

    def __init__(
        self, people: dict[str, User], frame: dict[str, DevelopmentQuestion], present: IsoWeek
    ) -> None:
        self.people, self.frame, self.present = people, frame, present

    def at(self, weeks: int, weekday: int, hour: int, minute: int = 0) -> datetime:
        return at(self.present + weeks, weekday, hour, minute)

    def run(self, given: str, plan: words.Plan, when: datetime) -> LearningQuestion:
        """Written down and made active at once; another one that runs goes to rest."""
        owner = self.people[given]
        link = self.frame.get(plan.frame)
        with clock.as_if(when):
            made = lifecycle.start(owner, plan.text, plan.situation)
            write(
                made, owner, plan.fields | {"development_question": link, "is_own": link is None}, plan.yields
            )
            lifecycle.activate(made, by=owner)
        return made


# Samira, before -------------------------------------------------------------------------------------


def _samira_before(plans: _Plans) -> None:
    samira, present = plans.people["Samira"], plans.present
    faster = plans.run("Samira", words.FASTER, plans.at(-12, 0, 10))
    with clock.as_if(plans.at(-10, 1, 14)):
        lifecycle.drop(faster, by=samira)
    _consolidated(plans)
    dormer = plans.run("Samira", words.DORMER, plans.at(-7, 1, 9))
    with clock.as_if(plans.at(-6, 1, 13, 5)):
        attempt(dormer, words.DORMER_ATTEMPT, 50, by=samira)
    with clock.as_if(plans.at(-4, 0, 10)):  # and so its recall waits from Monday on
        explain(dormer, words.DORMER_CHANGED, words.DORMER_EXPLAINED, 80, by=samira)
    with clock.as_if(plans.at(-4, 0, 10, 20)):
        lifecycle.answer(dormer, samira, words.DORMER_ANSWER, words.DORMER_APPLIED, words.DORMER_WENT)
    _recall(dormer, 1, plans.at(-3, 0, 11), words.DORMER_RECALLED)
    number, note = words.DORMER_CALLED_BACK
    _measure(dormer, Decimal(number), plans.at(-3, 2, 9), note)
    trees = plans.run("Samira", words.TREES, plans.at(-4, 3, 14))
    with clock.as_if(plans.at(-3, 0, 15)):
        lifecycle.pause(trees, by=samira)
        later = plans.at(9, 0, 9).date()
        measuring.plan(trees, dict.fromkeys(trees.yields.values_list("pk", flat=True), later), by=samira)
    monday = at(present, 0, 14, 10)
    if monday < clock.now():
        LogEntry.objects.create(person=samira, text=words.NOTICED_MONDAY, written_at=monday)


def _consolidated(plans: _Plans) -> None:
    """Recalled after four weeks, and signed by Annelies, who heard it without help."""
    samira, annelies = plans.people["Samira"], plans.people["Annelies"]
    made = plans.run("Samira", words.ONE_SENTENCE, plans.at(-10, 2, 9))
    with clock.as_if(plans.at(-9, 1, 13, 10)):
        attempt(made, words.ONE_SENTENCE_ATTEMPT, 40, by=samira)
    with clock.as_if(plans.at(-9, 2, 10)):
        explain(made, words.ONE_SENTENCE_CHANGED, words.ONE_SENTENCE_EXPLAINED, 70, by=samira)
    with clock.as_if(plans.at(-8, 2, 15)):
        lifecycle.answer(
            made, samira, words.ONE_SENTENCE_ANSWER, words.ONE_SENTENCE_APPLIED, words.ONE_SENTENCE_WENT
        )
    _recall(made, 1, plans.at(-8, 3, 9), words.ONE_SENTENCE_RECALLED)
    _recall(made, 4, plans.at(-5, 3, 9), words.ONE_SENTENCE_RECALLED)
    with clock.as_if(plans.at(-6, 1, 9)):
        row = attesting.ask(made, annelies, by=samira)
    with clock.as_if(plans.at(-5, 3, 11)):
        attesting.sign(row, by=annelies)
    _measure(made, None, plans.at(-5, 3, 13), words.ONE_SENTENCE_NOTICED)
    with clock.as_if(plans.at(-5, 3, 14)):
        lifecycle.consolidate(made, samira)


def _measure(question: LearningQuestion, number: Decimal | None, when: datetime, note: str) -> None:
    """What the question brought at once; without a number what its owner noticed."""
    with clock.as_if(when):
        outcome = question.yields.get(kind="direct")
        measuring.measure(outcome, number, when.date(), by=question.owner, note=note)


def _recall(question: LearningQuestion, weeks: int, when: datetime, text: str) -> None:
    row = question.recalls.get(after_weeks=weeks)
    with clock.as_if(when):
        recalling.recall(row, text, by=question.owner)
        recalling.judge(row, Recall.Outcome.STILL, by=question.owner)


# Samira, now ----------------------------------------------------------------------------------------


def _samira_now(plans: _Plans) -> None:
    samira, joost = plans.people["Samira"], plans.people["Joost"]
    made = plans.run("Samira", words.REFUSAL, plans.at(-2, 0, 10))
    with clock.as_if(plans.at(-2, 0, 10, 5)):
        sharing.show(made, colleague=joost)
    # With AI where the demo's scripted partner is the one that is chosen: what follows are its kind of words, and no
    # real model should be said to have written them. Elsewhere with the fixed questions, and no word of AI.
    chosen = endpoints.chosen()
    has_ai = chosen is not None and chosen.name == NAME and switches.is_available(samira)
    if has_ai:
        _read(plans)
    began = _quarter(samira, plans.at(-2, 0, 11))
    with clock.as_if(began):
        attempt(made, words.ATTEMPT, 60, by=samira)
    _spar(made, samira, began, has_ai=has_ai)


def _read(plans: _Plans) -> None:
    """What there is to read before the first turn, and something that she learnt from it."""
    samira, norms = plans.people["Samira"], reading.current()
    assert norms
    with clock.as_if(plans.at(-2, 0, 10, 10)):
        reading.read(norms, by=samira)
        switches.read_notice(samira)
    with clock.as_if(plans.at(-2, 3, 15)):
        recording.write(LiteracyEntry.Kind.PRACTISED, words.PRACTISED, by=samira)


def _quarter(person: User, since: datetime) -> datetime:
    """When the last quarter of an hour of somebody's working time before now began."""
    now, quarter = clock.now(), timedelta(minutes=15)
    book = calendars([person.pk], since.date(), now.date())
    for start, end in reversed(book[person.pk].intervals(since, now)):
        if end - start >= quarter:
            return (end - quarter).replace(second=0, microsecond=0)
    return since


def _spar(question: LearningQuestion, owner: User, began: datetime, *, has_ai: bool) -> None:
    """A question, an answer and a hint. Of three claims two are looked up; the third is still to be checked."""
    partner = SparringSession.Partner.AI if has_ai else SparringSession.Partner.FIXED
    with clock.as_if(began + timedelta(minutes=2)):
        session = conversing.begin(question, owner, Mode.PRODUCE, partner=partner)
        _said(session, ("question", words.FIRST_QUESTION))
    with clock.as_if(began + timedelta(minutes=5)):
        objection = checking.add(question, words.OBJECTION, by=owner)
    with clock.as_if(began + timedelta(minutes=8)):
        turn = conversing.contribute(session, owner, words.CONTRIBUTION, climb=True)
        _said(session, *words.HINT)
        turn.refresh_from_db()
    with clock.as_if(began + timedelta(minutes=9)):
        eight_weeks = question.claims.filter(text=words.EIGHT_WEEKS).first() or checking.add(
            question, words.EIGHT_WEEKS, by=owner
        )
        if not has_ai:
            checking.add(question, words.FIRST_SENTENCE, by=owner)
    with clock.as_if(began + timedelta(minutes=11)):
        source = "Artikel 3:45 Awb, nagelezen op wetten.overheid.nl"
        checking.check(objection, "confirmed", source=source, by=owner)
    with clock.as_if(began + timedelta(minutes=13)):
        correction = "Het is zes weken"
        checking.check(eight_weeks, "refuted", source="artikel 6:7 Awb", correction=correction, by=owner)
        for block, _text in conversing.options_of(turn)[:1]:
            conversing.choose(turn, block, owner, SuggestionChoice.Verdict.TAKE_OVER, words.WHY_TAKEN_OVER)


def _said(session: SparringSession, *blocks: tuple[str, str]) -> None:
    """The answer that waits is there, as if the partner had written it. The fixed questions answer by themselves."""
    waiting = session.turns.filter(state=Turn.State.WAITING).first()
    if waiting:
        claims = tuple(text for kind, text in blocks if kind == "claim")
        said = tuple({"kind": kind, "text": text} for kind, text in blocks)
        turns.end(waiting.pk, turns.Outcome(Turn.State.DONE, blocks=said, claims=claims, used=TOKENS))


# The others -----------------------------------------------------------------------------------------


def _joost(plans: _Plans) -> None:
    """He shows his question to Samira, and asks whether she signs that he can do it by himself."""
    joost, samira = plans.people["Joost"], plans.people["Samira"]
    made = plans.run("Joost", words.HEARING, plans.at(-6, 1, 9))
    with clock.as_if(plans.at(-6, 1, 9, 10)):
        sharing.show(made, colleague=samira)
    with clock.as_if(plans.at(-4, 1, 13, 10)):
        attempt(made, words.HEARING_ATTEMPT, 50, by=joost)
    with clock.as_if(plans.at(-1, 3, 9)):
        explain(made, words.HEARING_CHANGED, words.HEARING_EXPLAINED, 80, by=joost)
    with clock.as_if(plans.at(-1, 3, 9, 30)):
        attesting.ask(made, samira, by=joost)


def _others(plans: _Plans, teams: dict[str, Team]) -> None:
    """In other teams, in two languages, and those who lead and manage: they learn too (W14)."""
    people = plans.people
    femke = plans.run("Femke", words.WEEKSTART, plans.at(-3, 1, 9))
    with clock.as_if(plans.at(-1, 1, 13, 10)):
        attempt(femke, words.WEEKSTART_ATTEMPT, 40, by=people["Femke"])
    plans.run("Ruth", words.ASKING_ON, plans.at(-2, 2, 9))
    lotte = plans.run("Lotte", words.QUESTIONS_FIRST, plans.at(-5, 0, 9))
    with clock.as_if(plans.at(-3, 1, 13, 10)):
        attempt(lotte, words.QUESTIONS_FIRST_ATTEMPT, 60, by=people["Lotte"])
    plans.run("Daniel", words.PLAIN_FINDING, plans.at(-2, 1, 9))
    sanne = plans.run("Sanne", words.COUNTER, plans.at(-4, 0, 10))
    with clock.as_if(plans.at(-4, 0, 10, 15)):
        sharing.show(sanne, team=teams["Burgerzaken"])
    with clock.as_if(plans.at(-1, 0, 9)):
        lifecycle.start(people["Chantal"], *words.SAMPLES)
