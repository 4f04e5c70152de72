"""A duo moves and cancels its own Leerwerkuur: the other hears it, the lead sees nothing, and it can be undone."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.models import Prompt
from cycles.weekly import planning
from cycles.weekly.models import Kind, Moment, WeekCycle
from lerendwerken import schedule
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.conftest import Clients
from tests.cycles.weekly.typed import undo_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.shows("S11")]
WEEK = IsoWeek(2026, 16)


@pytest.fixture
def duo(cast: Cast, at: Any) -> Moment:
    """Fatima and Joost, on Tuesday at 10.00; the lead only leads."""
    at("2026-04-13 08:40")
    cast.lead.memberships.all().delete()
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    cycle = planning.draft(cast.team, WEEK)
    planning.publish(cycle, by=cast.lead)
    moment = cycle.moments.get(kind=Kind.LEARNING_HOUR)
    assert sorted(moment.members) == sorted([cast.professional.pk, cast.colleague.pk])
    return moment


def act(client: Client, name: str, moment: Moment, **given: Any) -> Any:
    given.setdefault("sequence", Moment.objects.get(pk=moment.pk).sequence)
    return client.post(reverse(f"cycles:duo-{name}", args=[moment.pk]), given)


def page_of(moment: Moment) -> str:
    return reverse("cycles:duo", args=[moment.pk])


def team_week(client: Client, cast: Cast) -> str:
    page = client.get(reverse("cycles:team-week", args=[cast.team.pk, str(WEEK)])).content.decode()
    return re.sub(r"""(value="[\w-]{64}"|nonce="[\w-]+")""", "", page)  # these differ by themselves


def mails_to(person: User) -> list[Any]:
    return [
        m for m in mail.outbox if person.email in m.to and "Leerwerkuur" in m.subject and "?" not in m.subject
    ]


def test_mijn_week_leads_to_it_and_says_what_happened(cast: Cast, duo: Moment, fatima: Client):
    schedule.tick()
    mine = reverse("cycles:my-week")
    assert page_of(duo) in fatima.get(mine).content.decode()
    page = fatima.get(page_of(duo)).content.decode()
    assert "met Joost" in page
    after = act(fatima, "cancel", duo).headers["Location"]
    page = fatima.get(after).content.decode()
    assert "Je Leerwerkuur gaat deze week niet door. Joost krijgt bericht." in page
    assert "vervallen" in page
    assert "Toch doorgaan" in page


def test_the_other_hears_it_in_working_time_without_the_lead_hearing_anything(
    cast: Cast, duo: Moment, fatima: Client, at: Any
):
    act(fatima, "cancel", duo)
    at.forward(minutes=5)
    schedule.tick()
    schedule.tick()
    (told,) = mails_to(cast.colleague)
    assert told.subject == "Jullie Leerwerkuur gaat deze week niet door"
    assert "Fatima heeft jullie Leerwerkuur van week 16 afgezegd." in told.body
    assert not mails_to(cast.professional)
    assert not [m for m in mail.outbox if cast.lead.email in m.to]


@pytest.mark.shows("W6")
def test_after_hours_the_other_hears_it_the_next_morning(cast: Cast, duo: Moment, fatima: Client, at: Any):
    at("2026-04-13 20:00")
    act(fatima, "cancel", duo)
    at.forward(minutes=30)
    schedule.tick()
    assert not mails_to(cast.colleague)
    at("2026-04-14 08:31")
    schedule.tick()
    assert len(mails_to(cast.colleague)) == 1


def test_no_prompt_comes_for_what_was_cancelled_and_it_comes_back(
    cast: Cast, duo: Moment, fatima: Client, at: Any
):
    schedule.tick()
    undo = undo_of(fatima.get(act(fatima, "cancel", duo).headers["Location"]).content.decode())
    schedule.tick()
    states = set(Prompt.objects.filter(moment=duo).values_list("state", "reason"))
    assert states == {("skipped", "cancelled")}
    at.forward(minutes=1)
    assert "Je Leerwerkuur staat weer zoals het stond." in fatima.post(undo, follow=True).content.decode()
    schedule.tick()
    assert set(Prompt.objects.filter(moment=duo).values_list("state", flat=True)) == {"planned"}
    at.forward(minutes=10)
    schedule.tick()
    assert not mails_to(cast.colleague), "who takes it back at once leaves nothing to tell"


def test_a_duo_moves_to_a_time_at_which_both_work_and_takes_it_back(
    cast: Cast, duo: Moment, fatima: Client, at: Any
):
    answer = act(fatima, "move", duo, day="2026-04-15", time="13.30")
    page = fatima.get(answer.headers["Location"]).content.decode()
    assert "Je Leerwerkuur staat nu op woensdag 15 april om 13.30 uur. Joost krijgt bericht." in page
    duo.refresh_from_db()
    assert duo.starts_at == builders.local(WEEK, "wo 13:30")
    at.forward(minutes=5)
    schedule.tick()
    (told,) = mails_to(cast.colleague)
    assert told.subject == "Jullie Leerwerkuur is woensdag 15 april om 13.30 uur"
    assert "Europe/Amsterdam" in told.body
    fatima.post(undo_of(page))
    duo.refresh_from_db()
    assert duo.starts_at == builders.local(WEEK, "di 10:00")
    at.forward(minutes=5)
    schedule.tick()
    assert len(mails_to(cast.colleague)) == 2, "what was told already is corrected"


@pytest.mark.shows("W1")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "2026-04-15", "time": "20.00"}, "Dan werkt er niemand."),
        ({"day": "2026-04-14", "time": "15.45"}, "Dan werkt er niemand."),
        ({"day": "2026-04-16", "time": "15.10"}, "Dan is er al een ander moment."),
        ({"day": "2026-04-15", "time": "straks"}, "Dit is geen tijd."),
        ({"day": "2026-05-15", "time": "10.00"}, "Kies een dag van deze week."),
    ],
)
def test_another_time_is_refused_beside_what_was_typed(
    cast: Cast, duo: Moment, fatima: Client, typed: dict[str, str], words: str
):
    answer = act(fatima, "move", duo, **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{typed["time"]}"' in answer.content.decode()
    before = duo.starts_at
    duo.refresh_from_db()
    assert duo.starts_at == before


def test_a_time_at_which_only_one_of_the_two_works_is_refused(cast: Cast, duo: Moment, fatima: Client):
    builders.absence(cast.colleague, date(2026, 4, 17))
    answer = act(fatima, "move", duo, day="2026-04-17", time="10.00")
    assert answer.status_code == 422
    assert "Dan werkt niet iedereen van het duo." in answer.content.decode()


def test_twice_is_once(cast: Cast, duo: Moment, fatima: Client):
    first = duo.sequence
    for _ in range(2):
        assert act(fatima, "cancel", duo, sequence=first).status_code == 302
    assert AuditEntry.objects.filter(action="duo_changed").count() == 1
    duo.refresh_from_db()
    cancelled = duo.sequence
    for _ in range(2):
        assert act(fatima, "restore", duo, sequence=cancelled).status_code == 302
    assert AuditEntry.objects.filter(action="duo_changed").count() == 2


def test_both_of_the_duo_at_once_see_each_other(cast: Cast, duo: Moment, fatima: Client, client_for: Clients):
    joost, seen = client_for(cast.colleague), duo.sequence
    act(joost, "move", duo, day="2026-04-15", time="13.30", sequence=seen)
    answer = act(fatima, "move", duo, day="2026-04-16", time="9.15", sequence=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Dit is intussen veranderd." in page
    assert "woensdag 15 april om 13.30 uur" in page
    assert 'value="9.15"' in page
    assert act(fatima, "cancel", duo, sequence=seen).status_code == 409
    duo.refresh_from_db()
    assert (duo.starts_at, duo.is_cancelled) == (builders.local(WEEK, "wo 13:30"), False)


def test_what_has_begun_or_what_the_team_cancelled_stays(cast: Cast, duo: Moment, fatima: Client, at: Any):
    planning.cancel(duo, "work_pressure", by=cast.lead)
    page = fatima.get(page_of(duo)).content.decode()
    assert "Je teamleider liet dit Leerwerkuur deze week vervallen." in page
    assert "<button" not in page.split("<main")[1].split("</main>")[0]
    assert act(fatima, "restore", duo).status_code == 422
    duo.refresh_from_db()
    assert duo.is_cancelled
    planning.restore(duo, by=cast.lead)
    at("2026-04-14 10:20")
    assert act(fatima, "cancel", duo).status_code == 422
    duo.refresh_from_db()
    assert not duo.is_cancelled


# Only the duo -----------------------------------------------------------------------------------------


def test_whoever_leads_finds_the_same_page_before_and_after(
    cast: Cast, duo: Moment, fatima: Client, client_for: Clients, at: Any
):
    lead = client_for(cast.lead)
    before = team_week(lead, cast)
    act(fatima, "cancel", duo)
    assert team_week(lead, cast) == before
    at("2026-04-14 11:30")
    schedule.tick()
    page = team_week(lead, cast)
    assert "Leerwerkuur 10.00<br><span>doorgegaan</span>" in " ".join(page.split())
    at("2026-04-21 09:00")
    assert "vervallen" not in team_week(lead, cast)


def test_the_log_names_neither_the_person_nor_the_moment(cast: Cast, duo: Moment, fatima: Client):
    known = set(AuditEntry.objects.values_list("pk", flat=True))
    act(fatima, "cancel", duo)
    (entry,) = AuditEntry.objects.exclude(pk__in=known)
    assert (entry.actor, entry.object_kind, entry.object_id, entry.detail) == (None, "", "", {})


def test_the_lead_cannot_tell_by_trying_the_place_of_the_duo(
    cast: Cast, duo: Moment, fatima: Client, client_for: Clients
):
    lead = client_for(cast.lead)
    check_in = duo.cycle.moments.get(kind=Kind.CHECK_IN)

    def tried() -> tuple[int, bool]:
        revision = WeekCycle.objects.get().revision
        typed = {"day": "2026-04-14", "time": "10.15", "revision": revision}
        answer = lead.post(reverse("cycles:moment-move", args=[check_in.pk]), typed)
        return answer.status_code, "Dan is er al een ander moment." in answer.content.decode()

    before = tried()
    act(fatima, "cancel", duo)
    assert tried() == before == (422, True)


def test_the_lead_cannot_tell_by_cancelling_what_the_duo_cancelled(
    cast: Cast, duo: Moment, fatima: Client, client_for: Clients
):
    """It is the team's only duo, so there is no other one that falls away."""
    lead = client_for(cast.lead)
    act(fatima, "cancel", duo)
    revision = WeekCycle.objects.get().revision
    answer = lead.post(
        reverse("cycles:moment-cancel", args=[duo.pk]), {"cause": "work_pressure", "revision": revision}
    )
    assert answer.status_code == 302
    back = undo_of(lead.get(answer.headers["Location"]).content.decode())
    page = " ".join(team_week(lead, cast).split())
    assert "Leerwerkuur 10.00<br><span>duo</span>" not in page
    assert "vervallen, werkdruk" in page
    assert act(fatima, "restore", duo).status_code == 422
    assert "doorgegaan" not in page
    assert lead.post(back).status_code == 302
    assert "vervallen, werkdruk" not in team_week(lead, cast)


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize("who", ["lead", "manager", "administrator", "outsider", "lead_and_manager"])
def test_it_is_there_for_nobody_else(cast: Cast, duo: Moment, client_for: Clients, who: str):
    client = client_for(cast.people[who])
    assert (
        client.get(page_of(duo)).status_code
        == client.get(reverse("cycles:duo", args=[99999])).status_code
        == 404
    )
    for name in ("move", "cancel", "restore"):
        assert act(client, name, duo, day="2026-04-15", time="13.30").status_code == 404
    assert not AuditEntry.objects.filter(action="duo_changed").exists()


def test_a_member_of_another_duo_is_an_outsider_here(cast: Cast, at: Any, client_for: Clients):
    at("2026-04-13 08:40")
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    builders.member(cast.team)
    cycle = planning.draft(cast.team, WEEK)
    theirs = cycle.moments.filter(kind=Kind.LEARNING_HOUR).exclude(seats__person=cast.professional).first()
    mine = cycle.moments.get(kind=Kind.LEARNING_HOUR, seats__person=cast.professional)
    client = client_for(cast.professional)
    assert client.get(page_of(mine)).status_code == 404, "not before it is published"
    planning.publish(cycle, by=cast.lead)
    assert client.get(page_of(mine)).status_code == 200
    assert client.get(page_of(theirs)).status_code == 404
    assert act(client, "cancel", theirs).status_code == 404
    other_kind = cycle.moments.get(kind=Kind.PLANNING)
    assert client.get(page_of(other_kind)).status_code == 404


def test_an_undo_of_another_moment_or_a_changed_one_is_not_taken(cast: Cast, duo: Moment, fatima: Client):
    answer = act(fatima, "move", duo, day="2026-04-15", time="13.30")
    undo = undo_of(fatima.get(answer.headers["Location"]).content.decode())
    assert fatima.post(undo.replace("was=", "was=x")).status_code == 404
    act(fatima, "move", duo, day="2026-04-16", time="9.15")
    assert fatima.post(undo).status_code == 409
    duo.refresh_from_db()
    assert duo.starts_at == builders.local(WEEK, "do 09:15")


def test_looking_writes_nothing_and_mijn_week_costs_the_same_with_a_duo(
    cast: Cast, duo: Moment, fatima: Client, safe_get: Callable[..., Any]
):
    safe_get(fatima, page_of(duo))
    mine = reverse("cycles:my-week")
    fatima.get(mine)
    with CaptureQueriesContext(connection) as with_duo:
        fatima.get(mine)
    Moment.objects.filter(pk=duo.pk).update(starts_at=duo.starts_at - timedelta(days=7), form="alone")
    with CaptureQueriesContext(connection) as without:
        fatima.get(mine)
    assert len(with_duo) == len(without)
