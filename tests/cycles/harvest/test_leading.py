"""Leading: steps, the clock, who may, and what pressing at the same moment does."""

import pytest
from django.test import Client

from cycles.harvest import holding, leading, speaking
from cycles.harvest.models import HarvestSession
from cycles.harvest.page import Conversation
from cycles.weekly.models import Moment, Seat
from lerendwerken.lib.refusal import Refused
from teams.audit.models import AuditEntry
from teams.structure.access import Viewer
from tests.conftest import Cast
from tests.cycles.harvest import building
from tests.cycles.harvest.building import begun, item, post, url
from tests.support.hands import Hands


def session() -> HarvestSession:
    return HarvestSession.objects.get()


def left(cast: Cast, moment: Moment) -> int:
    return Conversation(Viewer(cast.professional), moment).left


def test_only_who_leads_moves_the_agenda_and_pressing_twice_moves_it_once(cast: Cast, moment: Moment) -> None:
    begun(moment)
    with pytest.raises(Refused):
        leading.go(moment, 0, 1, by=cast.colleague)
    leading.go(moment, 0, 1, by=cast.professional)
    leading.go(moment, 0, 1, by=cast.professional)
    assert session().step == 1
    leading.go(moment, 1, -1, by=cast.professional)
    leading.go(moment, 0, -1, by=cast.professional)
    assert session().step == 0
    for number in range(9):
        leading.go(moment, number, 1, by=cast.professional)
    assert session().step == 4


@pytest.mark.shows("proposals-1")
def test_anybody_in_it_takes_over_with_one_press(cast: Cast, moment: Moment, joost: Client) -> None:
    begun(moment, step=1)
    page = joost.get(url(moment)).content.decode()
    assert "Fatima leidt het gesprek" in page
    assert url(moment, "harvest-go") not in page
    post(joost, moment, "harvest-take-over")
    assert session().facilitator == cast.colleague
    assert "Jij leidt het gesprek" in joost.get(url(moment)).content.decode()
    with pytest.raises(Refused) as no:
        leading.pause(moment, by=cast.professional)
    assert "Joost" in no.value.sentence


def test_without_a_facilitator_whoever_begins_leads(cast: Cast, at: Hands) -> None:
    at(building.THURSDAY)
    moment = building.talk(cast, facilitator=None)
    leading.begin(moment, by=cast.lead)
    assert session().facilitator == cast.lead


def test_whoever_leads_and_lost_the_account_leaves_the_talk_to_others(cast: Cast, moment: Moment) -> None:
    begun(moment, step=1)
    cast.professional.delete()
    moment.refresh_from_db()
    with pytest.raises(Refused):
        leading.go(moment, 1, 1, by=cast.colleague)
    leading.take_over(moment, by=cast.colleague)
    leading.go(moment, 1, 1, by=cast.colleague)
    assert session().step == 2


def test_the_clock_counts_pauses_out_and_never_ends_a_step(cast: Cast, moment: Moment, at: Hands) -> None:
    begun(moment)
    assert left(cast, moment) == 300
    at.forward(minutes=2)
    leading.pause(moment, by=cast.professional)
    at.forward(minutes=30)
    assert left(cast, moment) == 180
    leading.go_on(moment, by=cast.professional)
    at.forward(minutes=1)
    assert left(cast, moment) == 120
    at.forward(minutes=20)
    assert left(cast, moment) == 0
    assert session().step == 0


@pytest.mark.parametrize("paused", [False, True])
def test_closing_can_be_taken_back_and_the_clock_goes_on_where_it_stood(
    cast: Cast, moment: Moment, at: Hands, fatima: Client, joost: Client, paused: bool
) -> None:
    begun(moment, step=1)
    at.forward(minutes=3)
    if paused:
        leading.pause(moment, by=cast.professional)
    assert post(joost, moment, "harvest-close").status_code == 422
    post(fatima, moment, "harvest-close")
    assert session().is_closed
    assert post(joost, moment, "harvest-put", text="Nog iets").status_code == 422
    at.forward(minutes=60)
    page = fatima.get(url(moment)).content.decode()
    assert url(moment, "harvest-reopen") in page
    assert url(moment, "harvest-put") not in page
    post(fatima, moment, "harvest-reopen")
    assert left(cast, moment) == 300


def test_after_its_week_everything_is_only_to_be_read(
    cast: Cast, moment: Moment, at: Hands, fatima: Client
) -> None:
    begun(moment, step=1)
    item(moment, cast.colleague)
    at("2026-04-06 00:00")
    page = fatima.get(url(moment)).content.decode()
    assert building.WORDS in page
    assert 'method="post" id=' not in page
    assert post(fatima, moment, "harvest-reopen").status_code == 422


def test_one_item_has_the_floor_and_then_the_next(cast: Cast, moment: Moment, at: Hands) -> None:
    begun(moment, step=2)
    first, second = item(moment, cast.colleague, "Een"), item(moment, cast.lead, "Twee")
    with pytest.raises(Refused):
        speaking.give(moment, first, by=cast.lead)
    speaking.give(moment, second, by=cast.lead)
    speaking.give(moment, first, by=cast.professional)
    second.refresh_from_db()
    assert second.spoken_at
    assert not second.has_floor
    third = item(moment, cast.lead, "Drie")
    speaking.finish(moment, first, by=cast.professional, and_next=True)
    speaking.finish(moment, first, by=cast.professional, and_next=True)
    third.refresh_from_db()
    assert third.has_floor
    leading.go(moment, 2, 1, by=cast.professional)
    third.refresh_from_db()
    assert not third.has_floor
    assert third.spoken_at


@pytest.mark.shows("S11")
def test_the_log_holds_that_a_talk_began_and_ended_and_nothing_of_who_was_there(
    cast: Cast, moment: Moment, fatima: Client, joost: Client
) -> None:
    begun(moment, step=2)
    post(joost, moment, "harvest-put", text=building.WORDS)
    row = session().items.get()
    post(fatima, moment, "harvest-react", row.pk, kind="know")
    post(joost, moment, "harvest-note", note="Iets", revision="0")
    post(joost, moment, "harvest-take-over")
    post(joost, moment, "harvest-close")
    assert {entry.action for entry in AuditEntry.objects.all()} == {"harvest_begun", "harvest_closed"}


def test_the_next_one_to_lead_is_named_as_planned_or_by_turns(cast: Cast, moment: Moment) -> None:
    begun(moment, step=4)
    named = Conversation(Viewer(cast.professional), moment).next_leader
    assert named in (cast.colleague, cast.lead)
    later = building.talk(cast, week=building.WEEK + 1, facilitator=cast.lead)
    assert later.facilitator == Conversation(Viewer(cast.professional), moment).next_leader
    Seat.objects.filter(moment=moment).exclude(person=cast.professional).update(alone=True)
    later.delete()
    assert Conversation(Viewer(cast.professional), moment).next_leader == cast.professional


def test_a_page_that_is_too_early_or_too_late_refuses(cast: Cast, moment: Moment, at: Hands) -> None:
    at("2026-04-01 12:00")
    with pytest.raises(Refused):
        holding.hold(moment)
    at("2026-04-06 12:00")
    with pytest.raises(Refused):
        holding.hold(moment)
