"""Proposals in every state, each brought there by the verbs of the product on the days it happened."""

from datetime import datetime, timedelta
from decimal import Decimal

from cycles.framework.models import DevelopmentQuestion
from cycles.proposals import moving
from cycles.proposals.cards.models import Adoption, PracticeCard
from cycles.proposals.models import InnovationProposal, Label, ProposalAuthor, ProposalFollow, TwoSides
from cycles.questions.marking import Mark
from cycles.yields.models import Measurement, YieldOutcome
from lerendwerken.example import proposing_words as words
from lerendwerken.example.history import at
from lerendwerken.example.proposing_words import Words
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.structure.models import Team

TRIAL = timedelta(days=25)  # Monday to the Friday three weeks later


def propose(people: dict[str, User], teams: dict[str, Team], present: IsoWeek) -> None:
    board = _Board(people, teams, present)
    _embedded(board)
    _adopted(board)
    board.stop(
        board.tried(words.CHATBOT, -16), -13, "Inwoners belden daarna alsnog. Het bespaarde dus niets."
    )
    board.decline(
        board.submit(words.DRAWINGS, -8),
        -7,
        "Tekeningen met namen en adressen mogen niet naar een dienst van buiten.",
        "De gegevens blijven binnen onze eigen omgeving.",
    )
    board.decline(
        board.submit(words.NO_SCREENS, -6),
        -5,
        "Hier is geen proef voor nodig. Probeer het gewoon in het volgende overleg.",
        "Het team merkt dat het zonder afspraak niet lukt.",
    )
    board.tried(words.READ_ALOUD, -3, begins=-1)
    board.tried(words.THREE_CHECKS, -4, begins=-2)
    _waiting(board)
    with clock.as_if(board.at(-1, 3, 15, 41)):
        board.begin(words.FIRST_LETTER)


def _waiting(board: "_Board") -> None:
    photos = board.submit(words.PHOTOS, -3)
    ProposalFollow.objects.create(proposal=photos, person=board.people["Samira"], since=board.at(-2, 0, 9))
    board.submit(words.CALL_FIRST, -1)
    order = board.submit(words.FIXED_ORDER, -2)
    with clock.as_if(board.at(-1, 1, 9)):
        moving.give_back(
            order,
            "Goed idee. Welke drie soorten spoed bedoel je, en wie hoort bij elke soort?",
            by=board.lead,
        )


def _adopted(board: "_Board") -> None:
    made = board.tried(words.ONE_SENTENCE, -10)
    board.adopt(
        made,
        -5,
        words.ONE_SENTENCE_RESULT,
        "Bijna de helft minder telefoontjes is genoeg om door te gaan. We meten later of het ook zonder AI lukt.",
    )
    card = PracticeCard.objects.filter(proposal=made).first()
    if card:
        for name, verdict, why, given in (
            ("Burgerzaken", Adoption.Verdict.ADOPTED, "Zelfde zin, ook op de website.", "Karin"),
            ("Toezicht", Adoption.Verdict.ADAPTED, "Daar staat de zin onderaan, na de foto’s.", "Łukasz"),
            (
                "Bodem",
                Adoption.Verdict.NOT_SUITABLE,
                "De tekst van hun brieven ligt landelijk vast.",
                "Ingrid",
            ),
        ):
            Adoption.objects.create(
                card=card, team=board.teams[name], verdict=verdict, why=why, by=board.people[given],
                at=board.at(-3, 2, 14),
            )  # fmt: skip
    board.adopt(
        board.tried(words.TUESDAY, -14),
        -9,
        "We verwachtten drie uur terug, en dat werd het. Wie dinsdag vrij is, leest het verslag.",
        "Drie uur per week terug, en niemand wil nog zonder.",
    )


def _embedded(board: "_Board") -> None:
    made = board.tried(words.COUNTER_GUIDE, -26)
    board.adopt(
        made,
        -21,
        "We hoopten op de helft minder. Het werden er zes in plaats van veertien.",
        "Dit houden we. De kaart gaat mee in elke uitnodiging.",
    )
    with clock.as_if(board.at(-20, 0, 10)):
        day = clock.now().date() + timedelta(days=210)
        moving.ask_to_embed(made, board.people["Annelies"], day, by=board.people["Annelies"])
    with clock.as_if(board.at(-20, 1, 10)):
        moving.embed(made, by=board.lead)


class _Board:
    def __init__(self, people: dict[str, User], teams: dict[str, Team], present: IsoWeek) -> None:
        self.people, self.teams, self.present = people, teams, present
        self.lead = people["Femke"]
        self.frame = {question.text: question for question in DevelopmentQuestion.objects.all()}

    def at(self, weeks: int, weekday: int, hour: int, minute: int = 0) -> datetime:
        return at(self.present + weeks, weekday, hour, minute)

    def begin(self, said: Words) -> InnovationProposal:
        owner = self.people[said.owner]
        texts = {"title": said.title, "problem": said.problem, "idea": said.idea, "hoped": said.hoped}
        made = moving.begin(
            owner,
            self.teams["Vergunningen"],
            **texts,
            category=said.category,
            task_group=said.task_group,
            skill=said.skill,
            development_question=self.frame.get(said.serves),
            **dict.fromkeys(said.touches, True),
        )
        if said.by_ai:
            self._mark(made, said)
        if said.also:
            ProposalAuthor.objects.create(
                proposal=made, person=self.people[said.also], state=ProposalAuthor.State.IN, at=clock.now()
            )
        return made

    def _mark(self, made: InnovationProposal, said: Words) -> None:
        """Words of a talk with AI that is gone by now: what is stored of it keeps the mark at every later save."""
        on = (clock.now() - timedelta(days=1)).date().isoformat()
        mark: Mark = {"text": said.idea, "degree": "reworked", "tool": "Sparringpartner", "on": on}
        mark |= {"purpose": said.asked_ai, "held": [said.by_ai]}
        InnovationProposal.objects.filter(pk=made.pk).update(marks={"idea": [mark]}, label=Label.REWORKED)

    def submit(self, said: Words, week: int) -> InnovationProposal:
        with clock.as_if(self.at(week, 1, 10)):
            made = self.begin(said)
        with clock.as_if(self.at(week, 3, 15)):
            moving.submit(made, by=self.people[said.owner])
        return made

    def tried(self, said: Words, week: int, begins: int | None = None) -> InnovationProposal:
        """Submitted, prepared, and said yes to in the week after; the trial begins on a Monday."""
        made = self.submit(said, week)
        opportunity, threat, measure = said.sides
        TwoSides.objects.create(proposal=made, opportunity=opportunity, threat=threat, measure=measure)
        for one in said.yields:
            YieldOutcome.objects.create(proposal=made, **one.fields)
        InnovationProposal.objects.filter(pk=made.pk).update(**said.before)
        made.refresh_from_db()
        first = self.at(week + 2 if begins is None else begins, 0, 9).date()
        with clock.as_if(self.at(week + 1, 2, 11)):
            decider = self.lead if made.is_within_team else self.people["Ruth"]
            moving.start_trial(
                made,
                "Klein genoeg om te proberen, en we kunnen het tellen.",
                first,
                first + TRIAL,
                by=decider,
            )
        return made

    def adopt(self, proposal: InnovationProposal, week: int, result: str, reason: str) -> None:
        self._measured(proposal, week, result)
        with clock.as_if(self.at(week, 3, 11)):
            moving.adopt(proposal, reason, by=self.lead)

    def stop(self, proposal: InnovationProposal, week: int, reason: str) -> None:
        self._measured(proposal, week, "We verwachtten de helft minder. Het scheelde bijna niets.")
        with clock.as_if(self.at(week, 3, 11)):
            moving.stop(proposal, reason, by=self.people["Ruth"])

    def decline(self, proposal: InnovationProposal, week: int, reason: str, would_be_yes: str) -> None:
        decider = self.lead if proposal.is_within_team else self.people["Ruth"]
        with clock.as_if(self.at(week, 1, 11)):
            moving.decline(proposal, reason, would_be_yes, by=decider)

    def _measured(self, proposal: InnovationProposal, week: int, result: str) -> None:
        said = next(
            one for one in vars(words).values() if isinstance(one, Words) and one.title == proposal.title
        )
        day = self.at(week, 0, 10)
        for outcome, one in zip(proposal.yields.order_by("pk"), said.yields, strict=True):
            if one.actual is not None:
                Measurement.objects.create(
                    outcome=outcome,
                    value=Decimal(one.actual),
                    measured_on=day.date(),
                    by=proposal.owner,
                    at=day,
                )
        with clock.as_if(self.at(week, 1, 10)):
            InnovationProposal.objects.filter(pk=proposal.pk).update(result=result)
            proposal.refresh_from_db()
            moving.hand_in(proposal, by=self.people[said.owner])
