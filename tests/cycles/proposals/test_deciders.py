"""Who is asked, and before when (S24): one's own goes a level up, absence stops no clock, deputies step in."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.proposals import moving
from cycles.proposals.access import State
from cycles.proposals.deciders import (
    answer_due,
    asked_about,
    confirmers,
    deciders,
    working_days_between,
    working_days_late,
)
from cycles.proposals.models import InnovationProposal, ProposalStep
from cycles.questions.lifecycle import NotYet
from teams.accounts.models import User
from teams.hours.models import ClosedDay
from teams.structure.access import Viewer, can, visible
from teams.structure.models import Role
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-2", "S24")]


def asked(proposal: InnovationProposal) -> list[User]:
    return [one.person for one in deciders(proposal, building.today(proposal))]


# The clock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked_on", "due"),
    [
        # By hand: after Thursday 2 April come 3; 7 to 10 (the 6th is Easter Monday); 13 to 17.
        (date(2026, 4, 2), date(2026, 4, 17)),
        (date(2026, 3, 30), date(2026, 4, 14)),
        # 20 April to Koningsdag, Monday the 27th: 21 to 24, 28 to 30, 1 May, 4 and 5 May (no lustrum).
        (date(2026, 4, 20), date(2026, 5, 5)),
        # Ascension Day is the 14th, Whit Monday the 25th of May.
        (date(2026, 5, 11), date(2026, 5, 27)),
        # Over the turn of the year: 24, 28 to 31 December; 4 to 8 January.
        (date(2026, 12, 23), date(2027, 1, 8)),
        (date(2026, 6, 6), date(2026, 6, 19)),  # a Saturday
        # In 2025 Koningsdag is Saturday the 26th, since the 27th is a Sunday; 5 May is free once in five years.
        (date(2025, 4, 24), date(2025, 5, 9)),
    ],
)
def test_the_tenth_working_day_counted_by_hand(cast: Cast, asked_on: date, due: date) -> None:
    assert answer_due(asked_on) == due
    assert working_days_between(asked_on, due) == 10


def test_good_friday_counts_as_the_organisation_says(cast: Cast) -> None:
    assert answer_due(date(2026, 4, 2)) == date(2026, 4, 17)
    builders.organisation(good_friday_off=True)
    assert answer_due(date(2026, 4, 2)) == date(2026, 4, 20)


def test_an_own_closed_day_counts_too(cast: Cast) -> None:
    ClosedDay.objects.create(day=date(2026, 4, 9), name="Brugdag")
    assert answer_due(date(2026, 4, 2)) == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("today", "late"),
    [(date(2026, 4, 17), 0), (date(2026, 4, 18), 0), (date(2026, 4, 20), 1), (date(2026, 4, 28), 6)],
)
def test_late_is_counted_in_working_days(cast: Cast, today: date, late: int) -> None:
    assert working_days_late(date(2026, 4, 17), today) == late


def test_the_clock_starts_again_when_it_is_submitted_once_more(cast: Cast, at: Hands) -> None:
    made = building.returned(cast.professional)
    assert made.answer_due is None
    at("2026-04-20 09:00")
    moving.submit(made, by=cast.professional)
    assert made.answer_due == date(2026, 5, 5)


# Who ----------------------------------------------------------------------------------------------


def test_within_the_team_its_lead_is_asked(cast: Cast) -> None:
    assert asked(building.submitted(cast.professional)) == [cast.lead]


@pytest.mark.parametrize("touches", ["other_team", "money", "tool", "data"])
def test_beyond_the_team_the_manager_is_asked(cast: Cast, touches: str) -> None:
    made = building.submitted(cast.professional, **{f"touches_{touches}": True})
    assert asked(made) == [cast.manager]
    assert [one.person for one in confirmers(made, building.today(made))] == [cast.lead]


def test_a_lead_who_submits_is_answered_by_the_manager(cast: Cast) -> None:
    made = building.submitted(cast.lead)
    assert asked(made) == [cast.manager]
    with pytest.raises(moving.Forbidden):
        moving.decline(made, building.REASON, building.WOULD_BE_YES, by=cast.lead)
    moving.decline(made, building.REASON, building.WOULD_BE_YES, by=cast.manager)
    assert made.state == State.DECLINED


def test_a_lead_who_writes_along_does_not_decide(cast: Cast) -> None:
    made = building.submitted(cast.professional)
    row = building.author(made, cast.lead, "invited")
    assert asked(made) == [cast.lead]  # an invitation that nobody answered changes nothing
    row.state = "in"
    row.save()
    assert asked(made) == [cast.manager]


def test_a_deputy_of_a_lead_who_wrote_it_does_not_decide_either(cast: Cast) -> None:
    cast.lead.roles.update(deputy=cast.colleague)
    assert asked(building.submitted(cast.lead)) == [cast.manager]


def test_of_a_manager_another_manager_decides(cast: Cast) -> None:
    builders.member(cast.team, who=cast.manager)
    made = building.submitted(cast.manager, touches_money=True)
    assert asked(made) == [cast.lead_and_manager]
    viewer = Viewer(cast.lead_and_manager)
    assert can(viewer, "proposal.decide", visible(InnovationProposal, viewer).get(pk=made.pk))


def test_what_lead_and_manager_wrote_together_goes_to_another_manager(cast: Cast) -> None:
    made = building.submitted(cast.lead)
    building.author(made, cast.manager)
    assert asked(made) == [cast.lead_and_manager]


def test_of_two_leads_both_are_asked_and_one_answers(cast: Cast) -> None:
    second = builders.lead(cast.team, builders.member(cast.team, "Femke"))
    made = building.submitted(cast.professional)
    assert asked(made) == [cast.lead, second]
    moving.decline(made, building.REASON, building.WOULD_BE_YES, by=second)
    with pytest.raises(NotYet):
        moving.give_back(made, "Hoe vaak?", by=cast.lead)
    # Of what one of the two wrote the other decides.
    assert asked(building.submitted(second)) == [cast.lead]


def test_of_a_team_without_a_lead_the_manager_decides(cast: Cast) -> None:
    made = building.submitted(cast.professional)
    Role.objects.filter(person=cast.lead).update(until=date(2026, 3, 29))
    assert asked(made) == [cast.manager]


def test_a_lead_of_another_team_decides_nothing(cast: Cast) -> None:
    nobodys = builders.lead(builders.team(of=cast.unit))
    made = building.submitted(cast.professional)
    assert nobodys not in asked(made)
    with pytest.raises(moving.Forbidden):
        moving.give_back(made, "Hoe vaak?", by=nobodys)


def test_without_anybody_left_nobody_is_asked(cast: Cast) -> None:
    made = building.submitted(cast.professional)
    Role.objects.all().delete()
    assert asked(made) == []


# Away ---------------------------------------------------------------------------------------------


def test_three_weeks_away_over_koningsdag_the_deputy_is_asked_and_the_day_stands(
    cast: Cast, at: Hands
) -> None:
    """Away from 20 April to 8 May, with Koningsdag on Monday the 27th."""
    cast.lead.roles.update(deputy=cast.colleague)
    builders.absence(cast.lead, date(2026, 4, 20), date(2026, 5, 8))
    at("2026-04-20 09:30")
    made = building.submitted(cast.professional)
    expected = {
        "2026-04-20": cast.lead,  # the first day away
        "2026-04-22": cast.lead,  # the third
        "2026-04-23": cast.colleague,  # after three
        "2026-04-27": cast.colleague,
        "2026-05-08": cast.colleague,
        "2026-05-11": cast.lead,  # back
    }
    found = {}
    for day in expected:
        at(f"{day} 09:30")
        made.refresh_from_db()
        found[day] = asked(made)[0]
        assert made.answer_due == date(2026, 5, 5)
    assert found == expected


def test_a_deputy_decides_in_the_name_of_who_is_away(cast: Cast, at: Hands) -> None:
    cast.lead.roles.update(deputy=cast.colleague)
    made = building.submitted(cast.professional)
    with pytest.raises(moving.Forbidden):
        moving.give_back(made, "Hoe vaak?", by=cast.colleague)
    builders.absence(cast.lead, date(2026, 3, 30), date(2026, 4, 17))
    at("2026-04-02 09:00")
    moving.give_back(made, "Hoe vaak?", by=cast.colleague)
    step = ProposalStep.objects.latest("pk")
    assert (step.by, step.as_deputy, step.in_place_of, step.role) == (
        cast.colleague,
        True,
        cast.lead,
        Role.Kind.TEAM_LEAD,
    )
    assert step.due == date(2026, 4, 14)


def test_days_without_work_do_not_make_somebody_away_longer(cast: Cast, at: Hands) -> None:
    """Away since Friday: Saturday, Sunday and Koningsdag do not count, the weekend of nobody."""
    cast.lead.roles.update(deputy=cast.colleague)
    made = building.submitted(cast.professional)
    builders.absence(cast.lead, date(2026, 4, 24), date(2026, 5, 8))
    for day, who in (("2026-04-29", cast.lead), ("2026-04-30", cast.colleague)):
        at(f"{day} 09:30")
        assert asked(made)[0] == who, day


def test_two_absences_that_follow_each_other_are_one(cast: Cast, at: Hands) -> None:
    cast.lead.roles.update(deputy=cast.colleague)
    made = building.submitted(cast.professional)
    builders.absence(cast.lead, date(2026, 4, 1), date(2026, 4, 2))
    builders.absence(cast.lead, date(2026, 4, 3), date(2026, 4, 30))
    at("2026-04-07 09:30")
    assert asked(made)[0] == cast.colleague


@pytest.mark.parametrize("deputy", ["nobody", "author", "away"])
def test_without_a_deputy_to_ask_it_goes_a_level_up(cast: Cast, at: Hands, deputy: str) -> None:
    made = building.submitted(cast.professional)
    builders.absence(cast.lead, date(2026, 3, 30), date(2026, 4, 30))
    if deputy != "nobody":
        cast.lead.roles.update(deputy=cast.professional if deputy == "author" else cast.colleague)
    if deputy == "away":
        builders.absence(cast.colleague, date(2026, 3, 30), date(2026, 4, 30))
    at("2026-04-02 09:30")
    assert asked(made)[0] == cast.manager
    assert cast.lead in asked(made)  # who looks in all the same may answer


def test_with_everybody_of_a_unit_away_a_manager_elsewhere_is_asked_and_reads_it(
    cast: Cast, at: Hands
) -> None:
    made, other = building.submitted(cast.professional), building.submitted(cast.colleague)
    building.moving.withdraw(other, by=cast.colleague)
    for person in (cast.lead, cast.manager):
        builders.absence(person, date(2026, 3, 30), date(2026, 4, 30))
    assert not visible(InnovationProposal, Viewer(cast.lead_and_manager)).exists()
    at("2026-04-02 09:30")
    assert asked(made)[0] == cast.lead_and_manager
    viewer = Viewer(cast.lead_and_manager)
    assert list(visible(InnovationProposal, viewer)) == [made]
    assert can(viewer, "proposal.decide", made)
    assert not visible(InnovationProposal, Viewer(cast.outsider)).exists()


# Many ---------------------------------------------------------------------------------------------


def test_many_are_asked_about_as_one_and_with_the_same_queries(cast: Cast, at: Hands) -> None:
    def ask() -> tuple[dict[int, list[User]], int]:
        rows = list(InnovationProposal.objects.select_related("team"))
        with CaptureQueriesContext(connection) as queries:
            found = asked_about(rows, building.today(rows[0]))
        return {pk: [one.person for one in each] for pk, each in found.items()}, len(queries)

    building.submitted(cast.professional)
    builders.absence(cast.lead, date(2026, 3, 30), date(2026, 4, 3))
    _, few = ask()
    for each in (cast.lead, cast.colleague, cast.outsider, cast.lead_and_manager):
        building.submitted(each, touches_tool=each == cast.colleague)
    building.adopted(cast.professional, touches_data=True)
    found, many = ask()
    assert many == few
    for one in InnovationProposal.objects.all():
        who = confirmers if one.state == State.ADOPTED else deciders
        assert found[one.pk] == [each.person for each in who(one, building.today(one))]


def test_a_decider_who_left_is_not_asked(cast: Cast) -> None:
    made = building.submitted(cast.professional)
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert asked(made) == [cast.manager]
