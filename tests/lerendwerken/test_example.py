"""Gemeente Lindewaard: what is in it, that it is the same each time, and that it goes away without a trace."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import Count, Q
from django.test import TestCase, override_settings
from django.urls import reverse

from cycles.claims.models import Claim
from cycles.harvest.models import HarvestSession
from cycles.literacy import reading
from cycles.literacy.models import BasicNorms
from cycles.prompts.models import Prompt, PromptSet, Question, Reflection, ReflectionShare
from cycles.proposals.models import InnovationProposal
from cycles.questions.evidence import attesting, recalling
from cycles.questions.evidence.models import PeerAttestation
from cycles.questions.models import LearningQuestion, LogEntry, QuestionShare
from cycles.questions.planning import plan_sentence
from cycles.sparring import conversing, switches
from cycles.sparring.models import PartnerSettings, SparringSession, Spending
from cycles.weekly.models import (
    Answer,
    Displacement,
    ExceptionRequest,
    GuestInvitation,
    Kind,
    Moment,
    Seat,
    WeekCycle,
)
from lerendwerken.demo.partner import NAME
from lerendwerken.example import load
from lerendwerken.example.people import PEOPLE
from lerendwerken.example.words import ANSWERS
from lerendwerken.lib import clock
from lerendwerken.lib.outbound import Endpoint
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import BusyTime, WorkingPattern, calendars
from teams.notifications.models import Notification
from teams.structure.models import Membership, Organisation, Team, Unit
from tests import builders
from tests.support.hands import Hands

WEDNESDAY = datetime(2026, 6, 10, 10, 15, tzinfo=ZoneInfo("Europe/Amsterdam"))
pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    """How many rows each model of ours has, empty ones left out."""
    models = [m for label in ("teams", "cycles") for m in apps.get_app_config(label).get_models()]
    return {m.__name__: count for m in models if (count := m._default_manager.count())}


def picture() -> str:
    """What people see of it, without ids."""
    seats = Seat.objects.values_list("person__email", "moment__kind", "starts_at", "minutes", "reason")
    words = Reflection.objects.values_list("prompt__person__email", "question__code", "text", "saved_at")
    prompts = Prompt.objects.values_list("person__email", "due_at", "state").exclude(due_at=None)
    return repr([sorted(map(str, seats)), sorted(words), sorted(prompts), rows()])


@pytest.mark.embedded
@pytest.mark.slow
@pytest.mark.xdist_group("example")  # loaded once, for all of them
class TestTheExample(TestCase):
    """Loaded once for all of these; no test changes it."""

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.as_if(WEDNESDAY):
            load.load()

    def setUp(self) -> None:
        self.enterContext(clock.as_if(WEDNESDAY))

    def test_removing_leaves_nothing_but_questions_and_norms_and_loading_again_makes_the_same(self) -> None:
        before, stay = picture(), {m.__name__: m.objects.count() for m in (PromptSet, Question, BasicNorms)}
        call_command("example", "remove", verbosity=0)
        assert rows() == stay
        load.load()
        assert picture() == before

    def test_removing_is_refused_when_a_real_person_came_in(self) -> None:
        builders.person("Nadia", email="nadia@gemeente.test")
        with pytest.raises(CommandError, match="1 people here who are not of the example"):
            call_command("example", "remove")
        assert User.objects.count() == 28

    def test_loading_twice_says_that_it_is_here(self) -> None:
        with pytest.raises(CommandError, match="already"):
            call_command("example", "load")
        assert Organisation.get().is_example

    @pytest.mark.shows("house-1")
    def test_there_are_two_units_four_teams_and_27_people(self) -> None:
        assert (Unit.objects.count(), Team.objects.count(), User.objects.count()) == (2, 4, 27)
        at_home = Count("memberships", filter=Q(memberships__kind=Membership.Kind.HOME))
        sizes = Team.objects.annotate(people=at_home).values_list("name", "people")
        assert dict(sizes) == {"Vergunningen": 7, "Toezicht": 8, "Bodem": 4, "Burgerzaken": 6}

    def test_every_pattern_is_one_that_a_form_would_take(self) -> None:
        for pattern in WorkingPattern.objects.all():
            assert list(pattern.as_pattern().problems()) == []

    def test_the_present_week_is_week_ten_and_the_next_one_waits_for_its_lead(self) -> None:
        week = IsoWeek.of(clock.today("Europe/Amsterdam"))
        for team in Team.objects.all():
            cycle = WeekCycle.objects.of_week(week).get(team=team)
            assert cycle.is_published
            assert cycle.season.number_of(week) == 10
            assert not WeekCycle.objects.of_week(week + 1).get(team=team).is_published
        assert WeekCycle.objects.published().count() == 40

    @pytest.mark.shows("W1")
    def test_every_prompt_of_ten_weeks_was_due_in_working_time_or_says_why_not(self) -> None:
        now = clock.now()
        book = calendars(
            list(User.objects.values_list("pk", flat=True)),
            (now - timedelta(weeks=12)).date(),
            (now + timedelta(weeks=2)).date(),
        )
        prompts = Prompt.objects.all()
        assert len(prompts) > 900
        for prompt in prompts:
            if prompt.state == Prompt.State.SKIPPED:
                assert prompt.reason
            else:
                assert prompt.due_at
                assert book[prompt.person_id].is_working(prompt.due_at)

    def test_what_fell_away_has_a_cause_and_asks_nothing(self) -> None:
        cancelled = Moment.objects.exclude(cancelled_at=None)
        assert set(cancelled.values_list("cancelled_cause", flat=True)) == {
            "work_pressure",
            "holiday",
            "other",
        }
        assert set(Prompt.objects.filter(moment__in=cancelled).values_list("state", "reason")) <= {
            ("skipped", "cancelled"),
            ("skipped", "absent_week"),
            ("skipped", "no_budget"),
            ("skipped", "no_working_time"),
        }

    @pytest.mark.shows("house-1")
    def test_last_week_was_harvested_from_memory_to_next_focus(self) -> None:
        session = HarvestSession.objects.get()
        assert session.moment.cycle.iso == IsoWeek.of(clock.today("Europe/Amsterdam")) - 1
        assert session.moment.starts_at <= session.begun_at < session.closed_at <= session.moment.ends_at
        assert session.notes.count() == 1
        assert set(session.items.values_list("step", flat=True)) == {0, 1, 2}
        assert set(session.lines.values_list("kind", flat=True)) == {"table", "keep", "change", "focus"}
        assert [row.state for row in session.summaries.all()] == ["accepted"]
        made = session.yields.get(proposal__isnull=False), session.yields.get(insight__isnull=False)
        assert (made[0].proposal.state, made[1].insight.reach) == ("draft", "team")

    def test_what_ai_wrote_of_a_proposal_keeps_its_mark(self) -> None:
        one = InnovationProposal.objects.exclude(label="own").get()
        assert (one.title, one.label) == ("Eén zin vooraf", "reworked")
        assert [mark["degree"] for mark in one.marks["idea"]] == ["reworked"]

    def test_people_wrote_and_shared_and_the_new_colleague_did_so_only_this_week(self) -> None:
        assert Reflection.objects.count() > 1000
        assert LogEntry.objects.exists()
        assert ReflectionShare.objects.filter(taken_back_at=None).count() == 5
        tom = User.objects.get(given_name="Tom")
        week = IsoWeek.of(clock.today("Europe/Amsterdam"))
        weeks = Prompt.objects.filter(person=tom).values_list("moment__cycle__year", "moment__cycle__week")
        assert set(weeks) == {(week.year, week.week)}
        assert not tom.hours_confirmed

    def test_samira_has_a_question_in_every_state_and_one_that_waits_to_be_recalled(self) -> None:
        samira = User.objects.get(given_name="Samira")
        own = LearningQuestion.objects.filter(owner=samira)
        states = own.values_list("state", flat=True)
        assert sorted(states) == ["active", "answered", "consolidated", "dropped", "paused"]
        running = own.get(state="active")
        assert plan_sentence(running).startswith("Als ik een besluit ga schrijven, dan zet ik eerst")
        assert {one.kind: (one.baseline, one.target) for one in running.yields.all()} == {
            "direct": (6, 3),
            "sustainable": (None, None),
        }
        assert running.development_question
        assert [share.colleague.given_name for share in running.shares.all() if share.colleague] == ["Joost"]
        claims = running.claims.values_list("state", "source", "correction")
        assert [state for state, *_ in claims] == ["confirmed", "refuted", "unchecked"]
        assert [bool(source) for _, source, _ in claims] == [True, True, False]
        due = recalling.due(samira).get()
        assert (due.question.state, due.after_weeks) == ("answered", 4)
        signed = attesting.signature(own.get(state="consolidated"))
        assert signed
        assert signed[0] == "Annelies Dijkstra"

    def test_her_attempt_and_what_followed_were_in_her_working_time(self) -> None:
        samira = User.objects.get(given_name="Samira")
        now = clock.now()
        hours = calendars([samira.pk], (now - timedelta(weeks=1)).date(), now.date())[samira.pk]
        running = LearningQuestion.objects.get(owner=samira, state="active")
        tried = running.attempts.get().written_at
        last = max(claim.checked_at for claim in running.claims.all() if claim.checked_at)
        assert hours.covers(tried, last)
        assert last < now

    def test_without_a_partner_she_thought_on_with_the_fixed_questions(self) -> None:
        session = SparringSession.objects.get()
        assert (session.partner, session.closed_at, session.rung) == ("fixed", None, 2)
        assert not Claim.objects.filter(origin="ai").exists()
        assert not conversing.open_choices(session.question)
        assert not reading.has_read(session.question.owner)

    def test_with_the_scripted_partner_she_left_off_after_a_hint(self) -> None:
        call_command("example", "remove", verbosity=0)
        endpoint = Endpoint(name=NAME, url="http://127.0.0.1:9/v1", model="m", local=True)
        with override_settings(AI_ENDPOINTS=(endpoint,)):
            PartnerSettings.objects.create(pk=1, is_on=True)
            load.load()
            session = SparringSession.objects.get()
            assert switches.is_available(session.question.owner)
            assert switches.has_read_notice(session.question.owner)
            assert reading.has_read(session.question.owner)
            assert (session.partner, session.model, session.rung) == ("ai", NAME, 2)
        assert [turn.state for turn in session.turns.all()] == ["done"] * 3
        assert conversing.open_choices(session.question) == 1
        claims = session.question.claims.values_list("origin", "state")
        assert list(claims) == [("own", "confirmed"), ("ai", "refuted"), ("ai", "unchecked")]
        assert not Spending.objects.exclude(reserved=0).exists()

    @pytest.mark.shows("W14")
    def test_who_leads_and_manages_has_a_question_too(self) -> None:
        running = LearningQuestion.objects.filter(state="active").values_list("owner__work", flat=True)
        assert set(running) == {User.Work.PROFESSIONAL, User.Work.LEAD, User.Work.MANAGER}
        assert LearningQuestion.objects.filter(state="draft").count() == 1

    def test_joost_shows_his_question_to_samira_and_asks_her_to_sign(self) -> None:
        asked = PeerAttestation.objects.get(state="asked")
        assert (asked.question.owner.given_name, asked.peer.given_name) == ("Joost", "Samira")
        assert QuestionShare.objects.filter(question=asked.question, colleague=asked.peer).exists()

    @pytest.mark.shows("planner-4", "W1", "S8")
    def test_a_guest_said_yes_and_somebody_stays_a_quarter_longer_this_once(self) -> None:
        invited = GuestInvitation.objects.select_related("moment__cycle__team").get()
        assert (invited.person.given_name, invited.answer) == ("Sem", Answer.YES)
        assert invited.moment.cycle.team.name == "Vergunningen"
        assert Seat.objects.get(moment=invited.moment, person=invited.person).minutes == 30
        given = ExceptionRequest.objects.get()
        assert (given.person.given_name, given.asked_by and given.asked_by.given_name) == ("Sanne", "Karin")
        assert given.answer == Answer.YES
        assert given.exception
        assert given.exception.ends_at - given.exception.starts_at <= timedelta(minutes=15)
        assert (
            Seat.objects.get(moment=given.moment, person=given.person, alone=False).starts_at
            == given.starts_at
        )

    def test_the_lead_of_vergunningen_sees_the_guest_and_samira_her_busy_times(self) -> None:
        femke, samira = (User.objects.get(given_name=name) for name in ("Femke", "Samira"))
        week = str(IsoWeek.of(clock.today("Europe/Amsterdam")))
        self.client.force_login(femke)
        team = Team.objects.get(name="Vergunningen")
        page = self.client.get(reverse("cycles:team-week", args=[team.pk, week])).content.decode()
        assert "Sem (ja)" in page
        assert "Alleen, in werktijd: Bilal." in page
        self.client.force_login(samira)
        page = self.client.get(reverse("teams:my-data")).content.decode()
        assert "Er zijn 4 bezette tijden bewaard" in page
        assert BusyTime.objects.exclude(person=samira).exists()
        assert not Displacement.objects.filter(cause="busy").exists(), (
            "what somebody has was known before the week was made"
        )

    def test_no_mail_goes_out_for_what_was_before(self) -> None:
        waiting = Notification.objects.pending()
        assert waiting.exists()
        assert not waiting.filter(due_at__lte=clock.now()).exists()
        assert mail.outbox == []

    def test_everybody_with_a_team_has_one_home(self) -> None:
        homes = Membership.objects.filter(kind=Membership.Kind.HOME).values_list("person", flat=True)
        assert len(homes) == len(set(homes)) == 25


def test_the_hours_worked_add_up_to_the_contract() -> None:
    for person in PEOPLE:
        weeks = 2 if " | " in person.worked else 1
        minutes = sum(end - start for shift in person.shifts for start, end in shift.stretches())
        assert minutes / 60 / weeks == pytest.approx(person.hours), person.given


def test_somebody_wrote_something_to_every_default_question_of_the_week() -> None:
    weekly = Question.objects.exclude(prompt_set__kind=Kind.OUTCOME_REVIEW)
    assert set(weekly.values_list("code", flat=True)) == set(ANSWERS)


@pytest.mark.full
@pytest.mark.slow
@pytest.mark.parametrize(
    "day",
    [
        "2026-12-30 23:30",
        *(
            pytest.param(day, marks=pytest.mark.full)
            for day in ("2026-01-02 09:00", "2026-04-05 12:00", "2027-01-03 20:00", "2026-05-04 00:05")
        ),
    ],
)
def test_it_loads_around_holidays_at_the_turn_of_the_year_and_on_a_sunday(at: Hands, day: str) -> None:
    at(day)
    load.load()
    assert WeekCycle.objects.published().count() == 40
    assert Prompt.objects.filter(state=Prompt.State.ANSWERED).exists()


def test_loading_is_refused_beside_a_real_organisation() -> None:
    builders.member(builders.team(), "Nadia", email="nadia@gemeente.test")
    with pytest.raises(CommandError, match="not of the example"):
        call_command("example", "load")
    assert User.objects.count() == 1


def test_loading_is_refused_beside_units_without_people() -> None:
    builders.unit("Ruimte")
    with pytest.raises(CommandError, match="not the example"):
        call_command("example", "load")


def test_removing_what_is_not_there_says_so() -> None:
    with pytest.raises(CommandError, match="not here"):
        call_command("example", "remove")
