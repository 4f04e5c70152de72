"""Gemeente Lindewaard: what is in it, that it is the same each time, and that it goes away without a trace."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.test import TestCase

from cycles.prompts.models import Prompt, PromptSet, Question, Reflection, ReflectionShare
from cycles.questions.models import LogEntry
from cycles.weekly.models import Kind, Moment, Seat, WeekCycle
from lerendwerken.example import load
from lerendwerken.example.people import PEOPLE
from lerendwerken.example.words import ANSWERS
from lerendwerken.lib import clock
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.hours.models import WorkingPattern, calendars
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


class TestTheExample(TestCase):
    """Loaded once for all of these; no test changes it."""

    @classmethod
    def setUpTestData(cls) -> None:
        with clock.as_if(WEDNESDAY):
            load.load()

    def setUp(self) -> None:
        self.enterContext(clock.as_if(WEDNESDAY))

    def test_removing_leaves_nothing_but_the_questions_and_loading_again_makes_the_same(self) -> None:
        before, sets = picture(), PromptSet.objects.count()
        call_command("example", "remove", verbosity=0)
        assert rows() == {"PromptSet": sets, "Question": Question.objects.count()}
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
        sizes = Team.objects.annotate(people=Count("memberships")).values_list("name", "people")
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

    def test_people_wrote_and_shared_and_the_new_colleague_did_so_only_this_week(self) -> None:
        assert Reflection.objects.count() > 1000
        assert LogEntry.objects.exists()
        assert ReflectionShare.objects.filter(taken_back_at=None).count() == 5
        tom = User.objects.get(given_name="Tom")
        week = IsoWeek.of(clock.today("Europe/Amsterdam"))
        weeks = Prompt.objects.filter(person=tom).values_list("moment__cycle__year", "moment__cycle__week")
        assert set(weeks) == {(week.year, week.week)}
        assert not tom.hours_confirmed

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


@pytest.mark.slow
@pytest.mark.parametrize(
    "day",
    ["2026-01-02 09:00", "2026-04-05 12:00", "2026-12-30 23:30", "2027-01-03 20:00", "2026-05-04 00:05"],
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
