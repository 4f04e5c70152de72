"""What asks for a measurement: a trial that is over, and what lasts, on the day that was chosen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cycles.proposals import daily, moving
from cycles.proposals.models import InnovationProposal
from cycles.proposals.queue import Queue
from cycles.proposals.trials import reminding
from teams.accounts.models import User
from teams.notifications.channels import email
from teams.notifications.messages import MESSAGES, Never
from teams.notifications.models import Notification
from teams.structure.access import Viewer
from tests import builders
from tests.conftest import Cast
from tests.cycles.proposals import building
from tests.support.hands import Hands

pytestmark = [pytest.mark.django_db, pytest.mark.shows("proposals-2", "S24", "A75")]
AFTER = "2026-04-27 07:00"  # the last day of a trial of four weeks was the 26th


def rows() -> list[Notification]:
    return list(Notification.objects.filter(kind="proposal_measure").order_by("person", "pk"))


def lines(person: User) -> list[str]:
    return [one.title for one in reminding.to_write_up(Viewer(person))]


def test_the_day_after_a_trial_its_authors_are_asked_once_what_it_brought(cast: Cast, at: Hands) -> None:
    made = building.in_trial(cast.professional)
    building.author(made, cast.colleague)
    at("2026-04-26 16:00")
    assert reminding.plan() == 0
    assert lines(cast.professional) == []
    at(AFTER)
    assert reminding.plan() == 2
    assert reminding.plan() == 0
    assert {row.person for row in rows()} == {cast.professional, cast.colleague}
    for person in (cast.professional, cast.colleague):
        assert lines(person) == [f"Wat leverde de proef ‘{made.title}’ op?"]
    for person in (cast.lead, cast.manager, cast.outsider):
        assert lines(person) == []


def test_it_goes_in_working_time_and_says_no_word_of_it(cast: Cast, at: Hands) -> None:
    secret = "otter-bij-de-sluis"
    building.in_trial(cast.professional, title=secret)
    at(AFTER)
    reminding.plan()
    (row,) = rows()
    assert row.due_at.astimezone().strftime("%H:%M") != "07:00"
    mail = email.build(row, MESSAGES[row.kind])
    text = f"{mail.subject} {mail.body}"
    assert "Wat leverde je proef op?" in text
    assert "/meten/" in text
    assert secret not in text


def test_once_the_result_is_there_nothing_is_asked(cast: Cast, at: Hands) -> None:
    made = building.in_trial(cast.professional)
    at(AFTER)
    reminding.plan()
    (row,) = rows()
    message = MESSAGES["proposal_measure"]
    assert message.check(row, row.due_at) is None
    building.measured(made.yields.get(), 1, by=cast.professional)
    InnovationProposal.objects.filter(pk=made.pk).update(result="Er kwam één brief terug.")
    moving.hand_in(made, by=cast.professional)
    assert message.check(row, row.due_at) == Never("nothing_waits")
    assert lines(cast.professional) == []


def test_ten_working_days_later_who_decides_sees_it_and_can_stop_it(cast: Cast, at: Hands) -> None:
    made = building.in_trial(cast.professional)
    made.refresh_from_db()
    at(f"{made.answer_due} 10:00")
    assert len(Queue(Viewer(cast.lead))) == 0
    at(f"{made.answer_due + timedelta(days=1)} 10:00")
    assert Queue(Viewer(cast.lead)).ids == {made.pk}
    daily.plan()
    assert not Notification.objects.filter(kind="proposals_late").exists(), (
        "its authors are not told of themselves"
    )
    assert set(Notification.objects.filter(kind="proposals_waiting").values_list("person", flat=True)) == {
        cast.lead.pk, cast.manager.pk,
    }  # fmt: skip
    moving.stop(made, "Er kwam geen uitkomst.", by=cast.lead)
    assert made.state == InnovationProposal.State.STOPPED
    assert len(Queue(Viewer(cast.lead))) == 0


def test_what_lasts_is_measured_again_by_who_keeps_it_up(cast: Cast, at: Hands) -> None:
    made = building.adopted(cast.professional)
    again = building.today(made) + timedelta(days=200)
    moving.ask_to_embed(made, cast.colleague, again, by=cast.professional)
    made.refresh_from_db()
    moving.embed(made, by=cast.lead)
    at(f"{again} 10:00")
    assert reminding.plan() == 1
    assert reminding.plan() == 0
    (row,) = rows()
    assert row.person == cast.colleague
    assert "Het is tijd om opnieuw te meten" in email.build(row, MESSAGES[row.kind]).subject
    assert lines(cast.colleague) == [f"Meet opnieuw: ‘{made.title}’"]
    assert lines(cast.professional) == []
    building.measured(made.yields.get(), 1, by=cast.colleague)
    assert lines(cast.colleague) == []
    assert MESSAGES["proposal_measure"].check(row, row.due_at) == Never("nothing_waits")


def test_many_cost_the_same_queries(cast: Cast, at: Hands) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            reminding.plan()
            reminding.to_write_up(Viewer(cast.professional))
        return len(queries)

    building.in_trial(cast.professional)
    at(AFTER)
    few = count()
    for name in ("Bilal", "Sven", "Annelies"):
        at("2026-03-30 10:00")
        building.in_trial(builders.member(cast.team, name))
        building.in_trial(cast.professional)
    at(AFTER)
    assert count() == few
