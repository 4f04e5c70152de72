"""A team's rhythm: chosen by its lead, refused in words, taken back, and what it does to weeks that are there."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cycles.weekly import judging, planning
from cycles.weekly.models import Form, Kind, Moment, TemplateMoment, WeekCycle, WeekTemplate
from lerendwerken.lib.weeks import IsoWeek
from teams.accounts.models import User
from teams.audit.models import AuditEntry
from tests import builders
from tests.conftest import Cast
from tests.cycles.weekly.typed import rhythm, undo_of

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("frozen")]
FIFTEEN, SIXTEEN = IsoWeek(2026, 15), IsoWeek(2026, 16)


@pytest.fixture
def url(cast: Cast) -> str:
    builders.frame(starts_on=date(2026, 3, 30))
    builders.template(cast.team)
    return reverse("cycles:team-rhythm", args=[cast.team.pk])


def row(cast: Cast, kind: str) -> TemplateMoment:
    return TemplateMoment.objects.get(template__team=cast.team, kind=kind)


# Effect -------------------------------------------------------------------------------------------


@pytest.mark.shows("house-2")
def test_a_team_without_a_rhythm_chooses_one(cast: Cast, lead: Client):
    url = reverse("cycles:team-rhythm", args=[cast.team.pk])
    page = lead.get(url)
    assert "Kies het ritme van je team" in page.content.decode()
    assert not WeekTemplate.objects.exists(), "looking makes nothing"
    answer = lead.post(url, rhythm(cast.team, planning_starts="10.00", check_in_is_on=None))
    assert answer.headers["Location"] == url
    assert row(cast, Kind.PLANNING).starts == time(10)
    assert not row(cast, Kind.CHECK_IN).is_on
    assert AuditEntry.objects.get(action="rhythm_changed").actor == cast.lead


def test_everything_that_is_chosen_is_what_a_new_week_is_made_from(cast: Cast, url: str, lead: Client):
    lead.post(
        url,
        rhythm(
            cast.team,
            planning_weekday="1",
            planning_starts="930",
            planning_minutes="25",
            planning_rotates=None,
            learning_hour_form=Form.TEAM,
            learning_hour_weekday="2",
            check_in_is_on=None,
            retrospective_form=Form.ALONE,
            retrospective_starts="",
        ),
    )
    cycle = planning.draft(cast.team, SIXTEEN)
    made = {m.kind: m for m in cycle.moments.all()}
    assert set(made) == {Kind.PLANNING, Kind.LEARNING_HOUR, Kind.RETROSPECTIVE}
    assert made[Kind.PLANNING].starts_at == builders.local(SIXTEEN, "di 09:30")
    assert (made[Kind.PLANNING].minutes, made[Kind.PLANNING].facilitator) == (25, None)
    assert made[Kind.LEARNING_HOUR].form == Form.TEAM
    assert made[Kind.LEARNING_HOUR].facilitator is not None
    assert made[Kind.RETROSPECTIVE].starts_at is None
    assert all(seat.alone for seat in made[Kind.RETROSPECTIVE].seats.all())


@pytest.mark.shows("house-2", "W4")
def test_a_second_place_is_taken_when_the_first_is_a_holiday(cast: Cast, url: str, lead: Client):
    lead.post(url, rhythm(cast.team, planning_second_weekday="1", planning_second_starts="8.45"))
    weekstart = planning.draft(cast.team, FIFTEEN).moments.get(kind=Kind.PLANNING)
    assert weekstart.starts_at == builders.local(FIFTEEN, "di 08:45")
    page = lead.get(reverse("cycles:team-week", args=[cast.team.pk, str(FIFTEEN)])).content.decode()
    assert "is Tweede paasdag." in page, "the lead reads why it is not on its usual day"
    assert "besluit nodig" not in page


def test_who_leads_turns_every_week(cast: Cast, url: str, lead: Client):
    def who(week: IsoWeek) -> int | None:
        return planning.draft(cast.team, week).moments.get(kind=Kind.CHECK_IN).facilitator_id

    leads = [who(SIXTEEN + n) for n in range(1, 4)]
    assert len(set(leads)) == 3
    assert None not in leads


# Refusal ------------------------------------------------------------------------------------------

WRONG = [
    ({"planning_minutes": "zeven"}, "", "Vul een heel getal in"),
    ({"planning_minutes": "7"}, "", "5, 10, 15"),
    ({"planning_minutes": "240"}, "", "5 tot en met 120 minuten"),
    ({"planning_minutes": "-5"}, "", "5 tot en met 120 minuten"),
    ({"planning_minutes": ""}, "", "Vul in hoeveel minuten"),
    ({"planning_starts": "half tien"}, "", "Dit is geen tijd"),
    ({"planning_starts": ""}, "", "Vul in hoe laat jullie samen beginnen"),
    ({"planning_weekday": "9"}, "", "Kies een dag uit de lijst"),
    ({"planning_form": "duo"}, "", "Kies een vorm uit de lijst"),
    ({"planning_second_weekday": "2"}, "planning_second_starts", "Vul ook een tijd in"),
    ({"planning_second_starts": "9.30"}, "planning_second_weekday", "Kies ook een dag"),
    (
        {"planning_second_weekday": "0", "planning_second_starts": "9.30"},
        "planning_second_starts",
        "dezelfde plek",
    ),
    ({"check_in_weekday": "0", "check_in_starts": "9.40"}, "check_in_starts", "Dan is de Weekstart bezig"),
    ({"check_in_weekday": "0", "check_in_starts": "9.30"}, "check_in_starts", "Dan is de Weekstart bezig"),
    (
        {f"{kind}_is_on": None for kind in ("planning", "learning_hour", "check_in", "retrospective")},
        "",
        "minstens één",
    ),
    ({"planning_weekday": "5"}, "planning_starts", "Dan werkt er niemand."),
    ({"planning_starts": "7.00"}, "", "Dan werkt er niemand."),
    ({"planning_starts": "16.00", "planning_minutes": "30"}, "", "Dan werkt er niemand."),
]


@pytest.mark.shows("house-2", "W1")
@pytest.mark.parametrize(("changed", "field", "words"), WRONG, ids=[str(c)[:50] for c, *_ in WRONG])
def test_what_cannot_be_comes_back_beside_its_field_as_it_was_typed(
    cast: Cast, url: str, lead: Client, changed: dict[str, Any], field: str, words: str
):
    before = list(TemplateMoment.objects.order_by("pk").values())
    typed = rhythm(cast.team, **({"retrospective_starts": "14.15"} | changed))
    answer = lead.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    beside = re.findall(r'<p class="field-error" id="r_(\w+)-fout">(.*?)</p>', page, re.DOTALL)
    assert [name for name, said in beside if words in said] == [field or next(iter(changed))]
    assert 'value="14.15"' in page, "the rest of what was typed is there too"
    for name, value in changed.items():
        if value and not name.endswith(("weekday", "form")):
            assert f'value="{value}"' in page
    assert list(TemplateMoment.objects.order_by("pk").values()) == before
    assert not AuditEntry.objects.filter(action="rhythm_changed").exists()


@pytest.mark.shows("W3")
def test_a_time_at_which_few_of_the_team_work_is_refused_with_the_numbers(cast: Cast, url: str, lead: Client):
    for _ in range(3):
        builders.pattern(builders.member(cast.team, hours=None), builders.shifts([0, 1]), hours=14)
    answer = lead.post(url, rhythm(cast.team, planning_weekday="4"))
    assert answer.status_code == 302, "three of six is enough"
    builders.pattern(builders.member(cast.team, hours=None), builders.shifts([0, 1]), hours=14)
    answer = lead.post(url, rhythm(cast.team, planning_starts="10.00"))
    assert answer.status_code == 422
    assert "Dan werken maar 3 van de 7 collega’s." in answer.content.decode()


@pytest.mark.shows("W3")
def test_who_would_miss_it_week_after_week_is_named_to_the_lead(cast: Cast, url: str, lead: Client):
    assert "weken achter elkaar niet" not in lead.get(url).content.decode()
    aisha = builders.member(cast.team, "Aisha", hours=None)
    builders.pattern(aisha, builders.shifts([1, 2, 3]), hours=21.6)
    noor = builders.member(cast.team, "Noor", hours=None)
    every_other = [*builders.shifts(range(5)), *builders.shifts([1, 2], week=1)]
    builders.pattern(noor, every_other, hours=25, alternation="parity")
    page = " ".join(lead.get(url).content.decode().split())
    assert "Aisha werkt dan weken achter elkaar niet, en krijgt de vraag alleen, in werktijd." in page
    assert "Noor" not in page, "every other week is not structural"
    assert lead.post(url, rhythm(cast.team, planning_minutes="25")).status_code == 302, (
        "it is the lead who decides"
    )


def test_what_is_switched_off_may_be_wrong_and_keeps_what_it_had(cast: Cast, url: str, lead: Client):
    answer = lead.post(url, rhythm(cast.team, check_in_is_on=None, check_in_minutes="veel"))
    assert answer.status_code == 302
    kept = row(cast, Kind.CHECK_IN)
    assert (kept.is_on, kept.minutes) == (False, 10)


def test_a_team_without_people_may_choose_its_rhythm_and_reads_why_there_is_no_week(
    cast: Cast, client_for: Callable[[User | None], Client]
):
    builders.frame()
    empty = builders.team("Bodem", of=cast.unit)
    client = client_for(builders.lead(empty))
    url = reverse("cycles:team-rhythm", args=[empty.pk])
    assert client.post(url, rhythm(empty)).status_code == 302
    page = client.get(reverse("cycles:team-week", args=[empty.pk, str(SIXTEEN)])).content.decode()
    assert "In dit team zit nog niemand." in page
    answer = client.post(reverse("cycles:team-week-make", args=[empty.pk, str(SIXTEEN)]))
    assert answer.status_code == 422
    assert not WeekCycle.objects.exists()


# Weeks that are there already ----------------------------------------------------------------------


def test_a_published_week_stays_and_one_that_nobody_touched_is_made_anew(cast: Cast, url: str, lead: Client):
    published, made, moved = (planning.draft(cast.team, FIFTEEN + n) for n in range(3))
    planning.move(
        published.moments.get(kind=Kind.PLANNING), builders.local(FIFTEEN, "di 09:00"), by=cast.lead
    )
    published.refresh_from_db()
    planning.publish(published, by=cast.lead)
    planning.move(moved.moments.get(kind=Kind.PLANNING), builders.local(moved.iso, "di 09:00"), by=cast.lead)
    page = lead.get(url).content.decode()
    assert "Al gepubliceerd: week 15. Die week verandert niet." in page
    assert "Nog niet gepubliceerd: week 16 en 17." in page
    page = lead.post(url, rhythm(cast.team, planning_starts="11.15"), follow=True).content.decode()
    assert "Opnieuw gemaakt: week 16." in page
    assert "Zelf aangepast en blijft zo: week 17." in page
    assert "Al gepubliceerd en blijft zo: week 15." in page
    at = {c.week: c.moments.get(kind=Kind.PLANNING).starts_at for c in (published, made, moved)}
    assert at[15] == builders.local(FIFTEEN, "di 09:00")
    assert at[16] == builders.local(SIXTEEN, "ma 11:15")
    assert at[17] == builders.local(moved.iso, "di 09:00")
    assert Moment.objects.filter(cycle=made).count() == Moment.objects.filter(cycle=moved).count()


def test_a_page_that_is_open_still_finds_its_moment_in_a_week_that_was_made_anew(
    cast: Cast, url: str, lead: Client
):
    made = planning.draft(cast.team, SIXTEEN)
    before = set(made.moments.values_list("pk", flat=True))
    seen = made.moments.get(kind=Kind.PLANNING)
    lead.post(url, rhythm(cast.team, planning_starts="11.15", planning_minutes="15"))
    assert set(made.moments.values_list("pk", flat=True)) == before
    seen.refresh_from_db()
    assert (seen.starts_at, seen.minutes) == (builders.local(SIXTEEN, "ma 11:15"), 15)
    assert set(seen.seats.values_list("starts_at", flat=True)) == {seen.starts_at}
    lead.post(url, rhythm(cast.team, check_in_is_on=None) | {"revision": "1"})
    assert not made.moments.filter(kind=Kind.CHECK_IN).exists()


def test_who_looked_at_the_old_draft_cannot_publish_the_new_one_unseen(cast: Cast, url: str, lead: Client):
    cycle = planning.draft(cast.team, SIXTEEN)
    lead.post(url, rhythm(cast.team, planning_starts="11.15"))
    there = reverse("cycles:team-week-publish", args=[cast.team.pk, str(SIXTEEN)])
    assert lead.post(there, {"revision": cycle.revision}).status_code == 409
    cycle.refresh_from_db()
    assert lead.post(there, {"revision": cycle.revision}).status_code == 302


def test_a_pause_of_the_rhythm_makes_no_weeks_and_says_so(cast: Cast, url: str, lead: Client):
    lead.post(url, rhythm(cast.team, paused="on"))
    page = lead.get(reverse("cycles:team-week", args=[cast.team.pk, str(SIXTEEN)])).content.decode()
    assert "Het ritme van je team staat op pauze." in page
    lead.post(url, rhythm(cast.team, paused=None))
    assert planning.draft(cast.team, SIXTEEN)


def test_mornings_that_the_team_keeps_free_are_weighed_in_a_proposal(cast: Cast, url: str, lead: Client):
    """Easter Monday moves the Weekstart: with mornings kept free to a quarter hour after the lunch break."""
    cycle = planning.draft(cast.team, FIFTEEN)
    moment = cycle.moments.get(kind=Kind.PLANNING)
    before = judging.better([moment], judging.room_of(cycle))[moment.pk].starts_at
    assert before == builders.local(FIFTEEN, "di 09:30")
    page = lead.post(url, rhythm(cast.team, focus_mornings=[0, 1, 2, 3, 4]), follow=True).content.decode()
    moment.refresh_from_db()
    after = judging.better([moment], judging.room_of(moment.cycle))[moment.pk].starts_at
    assert after == builders.local(FIFTEEN, "di 13:15")
    assert lead.post(undo_of(page), follow=True).status_code == 200
    assert WeekTemplate.objects.get().focus_mornings == []


def test_a_day_that_is_none_comes_back_beside_the_mornings(cast: Cast, url: str, lead: Client):
    answer = lead.post(url, rhythm(cast.team, focus_mornings=["9"]))
    assert answer.status_code == 422
    assert "Kies een dag uit de lijst." in answer.content.decode()


# Repeat, undo, and two leads -----------------------------------------------------------------------


def test_the_same_once_more_changes_nothing(cast: Cast, url: str, lead: Client):
    typed = rhythm(cast.team, planning_starts="11.00")
    lead.post(url, typed)
    page = lead.post(url, typed | {"revision": "1"}, follow=True).content.decode()
    assert "Er is niets veranderd." in page
    assert WeekTemplate.objects.get().revision == 1
    assert AuditEntry.objects.filter(action="rhythm_changed").count() == 1


def test_a_change_is_taken_back_once_and_its_weeks_with_it(cast: Cast, url: str, lead: Client):
    cycle = planning.draft(cast.team, SIXTEEN)
    before = list(TemplateMoment.objects.order_by("pk").values())
    typed = rhythm(cast.team, planning_starts="11.00", check_in_is_on=None, learning_hour_form=Form.ALONE)
    undo = undo_of(lead.post(url, typed, follow=True).content.decode())
    assert cycle.moments.count() < 5
    page = lead.post(undo, follow=True).content.decode()
    assert "Het ritme staat weer zoals het was." in page
    assert list(TemplateMoment.objects.order_by("pk").values()) == before
    assert cycle.moments.get(kind=Kind.PLANNING).starts_at == builders.local(SIXTEEN, "ma 09:30")
    assert cycle.moments.filter(kind=Kind.LEARNING_HOUR, form=Form.DUO).exists()
    assert "niets meer om terug te zetten" in lead.post(undo, follow=True).content.decode()
    assert AuditEntry.objects.filter(action="rhythm_put_back").count() == 1


def test_nothing_is_taken_back_over_the_change_of_another_lead(
    cast: Cast, url: str, lead: Client, client_for: Callable[[User | None], Client]
):
    other = client_for(builders.lead(cast.team))
    undo = undo_of(lead.post(url, rhythm(cast.team, planning_starts="11.00"), follow=True).content.decode())
    other.post(url, rhythm(cast.team, planning_starts="13.00"))
    answer = lead.post(undo)
    assert answer.status_code == 409
    assert "Een ander veranderde het ritme intussen." in answer.content.decode()
    assert row(cast, Kind.PLANNING).starts == time(13)
    assert other.post(undo, follow=True).status_code == 200, "another session has its own way back"


def test_two_leads_at_once_lose_nothing(
    cast: Cast, url: str, lead: Client, client_for: Callable[[User | None], Client]
):
    other = client_for(builders.lead(cast.team))
    mine = rhythm(cast.team, planning_starts="11.00", retrospective_minutes="25")
    theirs = rhythm(cast.team, planning_starts="13.00")
    assert other.post(url, theirs).status_code == 302
    answer = lead.post(url, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Een ander veranderde het ritme intussen." in page
    assert "Weekstart: maandag om 13.00 uur, 20 minuten, met het hele team." in page, "what stands now"
    assert 'value="11.00"' in page
    assert 'value="25"' in page
    assert row(cast, Kind.PLANNING).starts == time(13)
    again = mine | {"revision": answer.context["form"]["revision"].value()}
    assert lead.post(url, again).status_code == 302, "having read it, saving is a choice"
    assert row(cast, Kind.PLANNING).starts == time(11)
    assert row(cast, Kind.RETROSPECTIVE).minutes == 25


def test_two_leads_who_both_make_the_first_rhythm_see_each_other(
    cast: Cast, lead: Client, client_for: Callable[[User | None], Client]
):
    url = reverse("cycles:team-rhythm", args=[cast.team.pk])
    other = client_for(builders.lead(cast.team))
    mine, theirs = rhythm(cast.team, planning_starts="11.00"), rhythm(cast.team, planning_starts="13.00")
    other.post(url, theirs)
    assert lead.post(url, mine).status_code == 409
    assert row(cast, Kind.PLANNING).starts == time(13)


# Who ----------------------------------------------------------------------------------------------


@pytest.mark.shows("TA1", "TA2")
@pytest.mark.parametrize(
    "who", ["professional", "colleague", "manager", "administrator", "outsider", "lead_and_manager"]
)
def test_only_the_lead_of_the_team_gets_there(
    cast: Cast, url: str, client_for: Callable[[User | None], Client], who: str
):
    client = client_for(cast.people[who])
    before = list(TemplateMoment.objects.order_by("pk").values())
    nowhere = client.get(reverse("cycles:team-rhythm", args=[99999]))
    answer = client.get(url)
    assert answer.status_code == nowhere.status_code == 404
    assert client.post(url, rhythm(cast.team, planning_starts="11.00")).status_code == 404
    assert client.post(reverse("cycles:team-rhythm-undo", args=[cast.team.pk])).status_code == 404
    assert list(TemplateMoment.objects.order_by("pk").values()) == before


def test_a_deputy_of_the_lead_gets_there(cast: Cast, client_for: Callable[[User | None], Client]):
    builders.lead(cast.team, deputy=cast.colleague)
    assert (
        client_for(cast.colleague).get(reverse("cycles:team-rhythm", args=[cast.team.pk])).status_code == 200
    )


def test_looking_writes_nothing_and_costs_the_same_for_a_large_team(
    cast: Cast, url: str, lead: Client, safe_get: Callable[..., Any]
):
    safe_get(lead, url)
    with CaptureQueriesContext(connection) as few:
        lead.get(url)
    for _ in range(12):
        builders.member(cast.team)
    with CaptureQueriesContext(connection) as many:
        lead.get(url)
    assert len(many) == len(few)
